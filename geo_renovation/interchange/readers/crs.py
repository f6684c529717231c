"""From the CRS a file states to the county's: domain.md §5."""
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from ..refusals import Refused

# CGCS2000 realises ITRF97 at 2000.0; within survey use it and WGS 84 count as equal.
COUNTED_EQUAL = ("World Geodetic System 1984", "China 2000")


def resolve(stated, asked, srid):
    """(CRS, function of x and y into the county's CRS, warnings); raises Refused."""
    crs = _parse(asked or stated)
    warnings = []
    if asked and stated and not _states(stated, crs):
        warnings.append("crs_overridden")
    return crs, transformer(crs, srid), warnings


def _states(text, crs):
    """Whether a file's own statement is `crs`; one that nobody understands is not."""
    try:
        return _parse(text).equals(crs, ignore_axis_order=True)
    except Refused:
        return False


def _parse(text):
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
