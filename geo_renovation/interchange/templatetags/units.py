"""Units as people write them."""
from django import template
from django.utils.translation import gettext_lazy as _

register = template.Library()

NAMES = {
    "m2": "m²",
    "ft2": "ft²",
    "km2": "km²",
    "in": _("inch"),
    "ft": _("foot"),
    "usft": _("US survey foot"),
    "mu": _("mu (2000/3 m²)"),
    "cny": _("yuan"),
    "qian": _("thousand"),
    "wan": _("ten thousand"),
    "yi": _("hundred million"),
}


@register.filter
def unit_name(unit):
    """The unit's name; symbols stand for themselves."""
    return NAMES.get(unit, unit)
