"""The modules of a page named up front, so that the browser need not find them one import after the other."""

from django import template
from django.contrib.staticfiles.storage import staticfiles_storage
from django.utils.html import format_html_join

register = template.Library()


@register.simple_tag
def preloaded(*names):
    """A link for each module that these load; nothing where static files carry no digests."""
    if not hasattr(staticfiles_storage, "modules_of"):
        return ""
    modules = dict.fromkeys(each for name in names for each in staticfiles_storage.modules_of(name))
    addresses = ((f"{staticfiles_storage.base_url}{each}",) for each in modules)
    return format_html_join("\n", '<link rel="modulepreload" href="{}">', addresses)
