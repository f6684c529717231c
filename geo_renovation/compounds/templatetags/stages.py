"""How a stage, a verdict and a figure look in every page."""
from django import template
from django.utils.translation import gettext_lazy as _

from ..choices import Eligibility, Stage

register = template.Library()


@register.inclusion_tag("compounds/stage.html")
def stage(code):
    """The stage's number in its colour, and its word; hollow where not yet surveyed."""
    known = Stage(code) if code else None
    return {
        "number": known.number if known else 0,
        "label": known.label if known else _("Not yet surveyed"),
    }


@register.inclusion_tag("compounds/verdict.html")
def verdict(eligibility):
    """Whether a compound is in the plan's scope."""
    return {"state": eligibility, "label": Eligibility(eligibility).label}


@register.filter
def figure(value, decimals=0):
    """A grouped number, or a dash where nothing is on record."""
    return "—" if value is None else f"{value:,.{int(decimals)}f}"


@register.filter
def tens_of_thousands(value):
    """The value in 万, as areas and money are given in tables."""
    return None if value is None else value / 10_000
