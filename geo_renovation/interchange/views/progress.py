"""The figures of progress as a workbook."""
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import View

from geo_renovation.accounts.choices import Verb
from geo_renovation.accounts.models import Act
from geo_renovation.maps.filters import MapFilter
from geo_renovation.maps.progress.figures import figures
from geo_renovation.maps.views.answering import missing

from ..writers.progress_xlsx import progress_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ProgressXlsx(View):
    """For officials; written in the journal before it leaves."""

    def get(self, request):
        told = figures(MapFilter(request.GET, user=request.user), request.user)
        if not told["is_official"]:
            return missing()
        content = progress_xlsx(told, stamp_line(told, request.user))
        Act.record(Verb.EXPORTED, "progress", by=request.user, format="xlsx", query=told["query"], bytes=len(content))
        headers = {
            "Content-Disposition": f'attachment; filename="progress-{told["date"]}.xlsx"',
            "Cache-Control": "private, no-store",
        }
        return HttpResponse(content, content_type=XLSX, headers=headers)


def stamp_line(told, user) -> str:
    """The day of the figures, what they are narrowed to, who took them and when."""
    said = {
        "day": told["date"],
        "who": f"{user.organisation.name if user.organisation else ''} {user.get_username()}".strip(),
        "at": f"{timezone.localtime():%Y-%m-%d %H:%M:%S}",
    }
    line = _("Data as of %(day)s · exported by %(who)s at %(at)s") % said
    if told["known"]:
        line += " · " + _("as known on %(day)s") % {"day": told["known"]}
    return " · ".join([line, *(f"{label}: {value}" for label, value in told["filter"])])
