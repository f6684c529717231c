"""What is done with a run once it can be read: check, accept, store, cancel, undo, redo, report."""
from django.http import HttpResponse
from django.utils.translation import gettext as _

from geo_renovation.accounts.choices import Verb
from geo_renovation.accounts.models import Act

from .. import instructions, queueing, undoing
from ..choices import RunState
from ..forms import AcceptForm, VersionForm
from ..messages import ACCEPTABLE
from ..writers.report_xlsx import report_xlsx
from .runs import ShownRun, store_why_not

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Step(ShownRun):
    """One step; a page that is out of date is told what has changed."""

    def post(self, request, pk):
        version = VersionForm(request.POST)
        if not version.is_valid():
            return self.refuse(_("The form is incomplete. Load the page again."), status=422)
        return self.take(version.cleaned_data["version"]) or self.went_on("imports:run", pk)


class Check(Step):
    """Has the run checked; with `good_rows`, leaving out the rows that do not pass."""

    def take(self, version):
        by = self.request.user
        if self.request.POST.get("good_rows"):
            version = instructions.change(self.run, version, by=by, good_rows=True).version
        queueing.check(self.run, version, by=by)


class Store(Step):
    """Has the run stored as it was checked."""

    def take(self, version):
        if why_not := store_why_not(self.run):
            return self.refuse(why_not, status=422)
        queueing.store(self.run, version, by=self.request.user)


class Accept(Step):
    """Lets errors of one reason stand, or no longer; checks again at once."""

    def take(self, version):
        form = AcceptForm(self.request.POST)
        if not form.is_valid() or form.cleaned_data["reason"] not in ACCEPTABLE:
            errors = [error for listed in form.errors.values() for error in listed]
            return self.refuse(str(errors[0]) if errors else _("This cannot be accepted."), status=422)
        accepted = dict(self.run.instructions.get("accepted", {}))
        accepted.pop(form.cleaned_data["reason"], None)
        if not form.cleaned_data["remove"]:
            accepted[form.cleaned_data["reason"]] = form.cleaned_data["because"]
        run = instructions.change(self.run, version, by=self.request.user, accepted=accepted)
        queueing.check(run, run.version, by=self.request.user)
        return None


class Cancel(ShownRun):
    """Stops the work that is under way."""

    def post(self, request, pk):
        queueing.cancel(self.run)
        return self.went_on("imports:run", pk)


class Undo(ShownRun):
    """Takes a stored import back."""

    def post(self, request, pk):
        if self.run.state == RunState.STORED and (obstacle := undoing.obstacle(self.run)):
            return self.refuse(str(obstacle.message), status=422)
        queueing.undo(self.run, by=request.user)
        return self.went_on("imports:run", pk)


class Redo(ShownRun):
    """Prepares an import that was taken back once more, as a run of its own."""

    def post(self, request, pk):
        try:
            again = undoing.redo(self.run, by=request.user)
        except undoing.UnableToUndo as obstacle:
            return self.refuse(str(obstacle.message), status=422)
        if again.state == RunState.DRAFT:
            queueing.check(again, again.version, by=request.user)
        return self.went_on("imports:run", again.pk)


class ReportXlsx(ShownRun):
    """The report, with the rejected rows ready to be mended and sent again."""

    def get(self, request, pk):
        content = report_xlsx(self.run, request.user)
        instructions.remember_mended(self.run)
        subject = f"{self.run.kind_label} {self.run.file_name}"[:80]
        Act.record(Verb.EXPORTED, subject, by=request.user, run=pk, format="xlsx", bytes=len(content))
        return HttpResponse(
            content,
            content_type=XLSX,
            headers={
                "Content-Disposition": f'attachment; filename="import-{pk}.xlsx"',
                "Cache-Control": "private, no-store",
            },
        )
