"""How a figure of progress is written, and where it leads."""

from django import template
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.translation import get_language

from ..progress.pace import Lamp

register = template.Library()
DASH = "—"


@register.simple_tag
def counted(tally, by="compounds"):
    """The count of a tally as a link to its compounds on the map; a dash for none."""
    text = number(tally.get(by))
    if not tally["compounds"]:
        return format_html('<span class="none">{}</span>', text)
    return format_html('<a href="/{}">{}</a>', address(tally["query"]), text)


@register.filter
def address(query):
    return f"?{query}" if query else ""


@register.filter
def number(value):
    return DASH if value is None else f"{value:,}"


@register.filter
def percent(value):
    return DASH if value is None else f"{value:.1f}%"


@register.filter
def money(cny):
    """万元 in Chinese, millions of CNY in English."""
    if cny is None:
        return DASH
    is_chinese = (get_language() or "").startswith("zh")
    return f"{cny / 1e4:,.0f} 万元" if is_chinese else f"CNY {cny / 1e6:,.1f} m"


@register.filter
def of(mapping, key):
    """One entry of a mapping; None where it has none."""
    return mapping.get(key) if mapping else None


@register.simple_tag
def query_with(query, **changes):
    """A query string with some parameters set, and those of no value left out."""
    asked = QueryDict(query, mutable=True)
    for name, value in changes.items():
        asked.pop(name, None)
        if value:
            asked[name] = value
    return asked.urlencode(safe="/:,")


@register.filter
def lamp_label(lamp):
    return Lamp(lamp).label if lamp else ""
