"""How a file was, or is to be, placed: in the reader's language."""
from django.utils.translation import gettext as _


def words(place):
    """A place in the reader's language: EPSG:4326, swapped axes."""
    names = {
        "ft": _("in feet"), "usft": _("in US survey feet"), "m": _("in metres"), "mm": _("in millimetres"),
        "gcj02": _("GCJ-02"), "bd09": _("BD-09"), "local": _("local grid"), "": _("as the file states"),
    }  # fmt: skip
    crs = place.get("crs") or ""
    parts = [names.get(crs, crs)]
    parts += [_("swapped axes")] if place.get("swapped") else []
    parts += [names[place[key]] for key in ("unit", "shift") if place.get(key)]
    if place.get("points"):
        parts.append(_("fitted on %(points)s points") % {"points": len(place["points"])})
    return ", ".join(parts)


def crs_words(place):
    """How a file was read, out of what its parser said of it."""
    if place["fit"]:
        return _("fitted on %(points)s points, rms %(rms_m)s m") % place["fit"]
    return words(place)


def of_run(run):
    """How a run's file was read, as far as that is known."""
    place = run.report.get("place")
    return crs_words(place) if place else run.crs
