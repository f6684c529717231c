"""From the CRS a file states to the county's: domain.md §5."""
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from ..refusals import Refused

# CGCS2000 realises ITRF97 at 2000.0; within survey use it and WGS 84 count as equal.
COUNTED_EQUAL = ("World Geodetic System 1984", "China 2000")


def resolve(stated, asked, srid):
    """(CRS, function of x and y into the county's CRS, warnings); raises Refused."""
    crs = parse(asked or stated)
    warnings = []
    if asked and stated:
        warnings += _overridden(stated, crs)
    return crs, transformer(crs, srid), warnings


def _overridden(stated, crs):
    """What to say of a file's own statement where it is not `crs`; nobody may understand it."""
    try:
        stated = parse(stated)
    except Refused:
        return ["crs_overridden"]
    if stated.equals(crs, ignore_axis_order=True):
        return []
    return ["crs_overridden"] if _same_datum(stated, crs) else ["datum_overridden"]


def _same_datum(one, other):
    datums = _datum(one), _datum(other)
    return datums[0] == datums[1] or all(datum.startswith(COUNTED_EQUAL) for datum in datums)


def parse(text):
    """The horizontal CRS that a text names; raises Refused."""
    if not text:
        raise Refused("crs_missing")
    try:
        return CRS.from_user_input(text).to_2d()
    except CRSError:
        raise Refused("crs_unknown", crs=str(text)[:80]) from None


def transformer(crs, srid):
    """The transformation into EPSG:`srid`; None where the file is in it already."""
    target = CRS.from_epsg(srid)
    if crs.equals(target, ignore_axis_order=True):
        return None
    equal = all(_datum(c).startswith(COUNTED_EQUAL) for c in (crs, target))
    try:
        # A "ballpark" transformation ignores the datum: tens to hundreds of metres.
        return Transformer.from_crs(crs, target, always_xy=True, allow_ballpark=equal)
    except ProjError:
        raise Refused("crs_no_datum_shift", crs=shown(crs)) from None


def _datum(crs):
    geodetic = crs.geodetic_crs
    return geodetic.datum.name if geodetic is not None and geodetic.datum else ""


def shown(crs):
    """A short name: EPSG:4548, or the CRS's own name where no authority knows it."""
    authority = crs.to_authority(min_confidence=70)
    return ":".join(authority) if authority else crs.name
