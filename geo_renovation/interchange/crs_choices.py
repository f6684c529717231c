"""The CRSs that files of this county are most likely in, the county's own first."""
from django.conf import settings
from django.utils.translation import gettext as _
from pyproj import CRS

# EPSG codes of the first zone of each family: CM 75E, zone 25 (3-degree) or zone 13 (6-degree).
PLAIN_3, PREFIXED_3, PLAIN_6, PREFIXED_6 = 4534, 4513, 4502, 4491
XIAN_80, BEIJING_54 = (2370, 2349), (2422, 2401)
FIRST_MERIDIAN, ZONES_3, ZONES_6 = 75, 21, 11


def choices():
    """[(code, label)] for a list to choose from."""
    zone = settings.COUNTY_SRID - PLAIN_3
    found = _of_zone(zone) if 0 <= zone < ZONES_3 else [_named(settings.COUNTY_SRID)]
    return [
        *found,
        ("EPSG:4490", _("CGCS2000, degrees")),
        ("EPSG:4326", _("WGS 84, degrees (GPS, KML)")),
        ("EPSG:3857", _("Web Mercator, metres")),
        *(_old_datums(zone) if 0 <= zone < ZONES_3 else []),
    ]


def _of_zone(zone):
    meridian, number = FIRST_MERIDIAN + 3 * zone, 25 + zone
    plain = _("CGCS2000, 3-degree zone, meridian %(meridian)s°, eastings without zone number")
    prefixed = _("CGCS2000, 3-degree zone %(zone)s, eastings begin with %(zone)s")
    found = [
        (f"EPSG:{PLAIN_3 + zone}", plain % {"meridian": meridian}),
        (f"EPSG:{PREFIXED_3 + zone}", prefixed % {"zone": number}),
    ]
    for wide in _wide_zones(zone):
        meridian, number = FIRST_MERIDIAN + 6 * wide, 13 + wide
        plain = _("CGCS2000, 6-degree zone, meridian %(meridian)s°, eastings without zone number")
        prefixed = _("CGCS2000, 6-degree zone %(zone)s, eastings begin with %(zone)s")
        found.append((f"EPSG:{PLAIN_6 + wide}", plain % {"meridian": meridian}))
        found.append((f"EPSG:{PREFIXED_6 + wide}", prefixed % {"zone": number}))
    return found


def _wide_zones(zone):
    """The 6-degree zones that a 3-degree zone lies in: one, or the two whose border it straddles."""
    return [wide for wide in sorted({zone // 2, (zone + 1) // 2}) if wide < ZONES_6]


def _old_datums(zone):
    names = {_("Xi'an 80"): XIAN_80, _("Beijing 54"): BEIJING_54}
    label = _("%(datum)s, 3-degree zone, meridian %(meridian)s° (needs control points)")
    prefixed = _("%(datum)s, 3-degree zone %(zone)s (needs control points)")
    for datum, (first, first_prefixed) in names.items():
        yield f"EPSG:{first + zone}", label % {"datum": datum, "meridian": FIRST_MERIDIAN + 3 * zone}
        yield f"EPSG:{first_prefixed + zone}", prefixed % {"datum": datum, "zone": 25 + zone}


def _named(srid):
    return f"EPSG:{srid}", CRS.from_epsg(srid).name
