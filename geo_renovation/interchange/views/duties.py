"""The responsibility table as a workbook, written in the journal before it leaves."""
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from geo_renovation.accounts.choices import Verb
from geo_renovation.accounts.models import Act
from geo_renovation.planning.views import DutyView

from ..writers.duties_xlsx import duties_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class DutyXlsx(DutyView):
    """Sums only, no line's position: the limit of contiguous ground does not apply."""

    def get(self, request):
        self.check_reader()
        told = self.told
        content = duties_xlsx(told, stamp_line(told, request.user))
        scope = self.scope
        Act.record(
            Verb.EXPORTED, f"responsibility {scope.label}"[:80], by=request.user, format="xlsx", query=self.query,
            bytes=len(content),
        )  # fmt: skip
        name = f"responsibility-{scope.kind}-{told['date']}.xlsx"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
        return HttpResponse(content, content_type=XLSX, headers=headers)


def stamp_line(told, user) -> str:
    said = {
        "scope": told["scope"]["label"],
        "day": told["date"],
        "who": f"{user.organisation.name if user.organisation else ''} {user.get_username()}".strip(),
        "at": f"{timezone.localtime():%Y-%m-%d %H:%M:%S}",
    }
    return _("%(scope)s · right-holders as of %(day)s · exported by %(who)s at %(at)s") % said
