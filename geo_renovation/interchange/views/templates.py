"""Empty files with the headings we like, for every kind the visitor may import."""
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from ..kinds import KINDS
from ..matching import choices_of
from ..writers import templates
from ..writers.sample_shapefile import shapefile_zip
from .answering import ImportView
from .steps import XLSX

MOST_ALLOWED = 30


class Templates(ImportView):
    """The kinds with their fields and what is allowed in them."""

    def get(self, request):
        return render(request, "imports/templates.html", {"kinds": [kind_shown(KINDS[name]) for name in self.kinds]})


def kind_shown(kind):
    return {
        "name": kind.name,
        "label": kind.label,
        "xlsx_url": reverse("imports:template_xlsx", args=[kind.name]),
        "zip_url": reverse("imports:template_zip", args=[kind.name]) if kind.family else "",
        "fields": [
            {
                "label": each.label,
                "required": each.required and not each.made,
                "allowed": [label for _code, label in (choices_of(each) or [])[:MOST_ALLOWED]],
            }
            for each in kind.fields
        ],
    }


class Template(ImportView):
    """One empty file."""

    suffix = content_type = ""

    def get(self, request, kind):
        if kind not in self.kinds:
            raise Http404
        headers = {"Content-Disposition": f'attachment; filename="{kind}.{self.suffix}"'}
        return HttpResponse(self.written(KINDS[kind]), content_type=self.content_type, headers=headers)


class TemplateXlsx(Template):
    suffix, content_type = "xlsx", XLSX

    def written(self, kind):
        return templates.xlsx(kind)


class TemplateZip(Template):
    suffix, content_type = "zip", "application/zip"

    def written(self, kind):
        if kind.family is None:  # a table has no shapes
            raise Http404
        return shapefile_zip(kind)
