"""One import as it stands: being prepared, at work, checked, stored or taken back."""
from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from geo_renovation.accounts.models import Act

from .. import instructions, issues, run_files, undoing
from ..choices import RunState
from ..deliveries import sentence_and_mend
from ..forms import IssueFilter
from ..found import has_shapes, layer_of
from ..kinds import KINDS
from ..preview import collection, to_degrees
from ..progress import STEPS, progress
from ..queueing import CHANGEABLE
from ..shown_differences import in_words
from .answering import RunView

PAGE_SIZE = 50
DRAWN_PROBLEMS = 3000
ENDED = (RunState.STORED, RunState.UNDONE)


class ShownRun(RunView):
    """A run as a page; also the answer to a change that did not happen."""

    def page(self, conflict="", status=200):
        template, context = self.template, shared(self.run) | {"conflict": conflict}
        if self.run.state != RunState.DRAFT:
            context |= checked(self.run, self.request)
        if self.run.state in ENDED:
            context |= stored(self.run, self.request.user)
        return render(self.request, template, context, status=status)

    @property
    def template(self):
        if self.is_busy:
            return "imports/progress.html"
        return "imports/stored.html" if self.run.state in ENDED else "imports/checked.html"

    def refuse(self, sentence, status):
        if self.answers_json:
            return super().refuse(sentence, status)
        self.run.refresh_from_db(fields=["state", "version", "job_id", "instructions", "report"])
        return self.page(conflict=sentence, status=status)


class RunPage(ShownRun):
    """The step that fits the run's state."""

    def get(self, request, pk):
        if self.run.state == RunState.DRAFT and not self.is_busy:
            return redirect(first_step(self.run), pk)
        return self.page()


def first_step(run):
    """Where it lies comes first, until somebody has looked; unless file and habit agree that it is known."""
    is_known = "place" in run.instructions and layer_of(run).get("crs")
    return "imports:place" if has_shapes(run) and run.version == 0 and not is_known else "imports:match"


def shared(run):
    """What every page of a run shows."""
    return {
        "run": run,
        "delivery": run.delivery,
        "steps": steps(run),
        "version": run.version,
        "state_url": reverse("imports:run_state", args=[run.pk]),
        "can_cancel": run.job_id is not None,
        "can": {"change": is_changeable(run)},
        "conflict": "",
    }


def is_changeable(run):
    return run.job_id is None and run.state in CHANGEABLE


def steps(run, current=None):
    """The steps of the wizard, how far the run is, and where one may go back to."""
    labels = {"match": _("Fields"), "check": _("Check"), "store": _("Import")}
    if has_shapes(run):
        labels = {"place": _("Coordinates")} | labels
    names = list(labels)
    current = current or current_step(run)
    at, is_over = names.index(current), run.state in ENDED
    return [
        {
            "name": name,
            "label": label,
            "url": step_url(run, name),
            "state": "done" if k < at or is_over else "current" if k == at else "todo",
        }
        for k, (name, label) in enumerate(labels.items())
    ]


def current_step(run):
    if run.state == RunState.DRAFT:
        return first_step(run).removeprefix("imports:")
    return "store" if run.state in (RunState.STORING, *ENDED) else "check"


def step_url(run, name):
    if name in ("place", "match"):
        return reverse(f"imports:{name}", args=[run.pk]) if is_changeable(run) else ""
    return reverse("imports:run", args=[run.pk]) if run.state != RunState.DRAFT else ""


def checked(run, request):
    """The result of the last check, its findings paged."""
    refused, refused_mend = sentence_and_mend(run.report.get("refused"))
    found = IssueFilter(request.GET).narrow(run.issues.order_by("severity", "row", "id"))
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("problems"))
    page.object_list = placed(issues.shown(list(page.object_list), run.kind))
    reasons = issues.reasons(run)
    why_not = store_why_not(run)
    return {
        "result": result(run),
        "refused": refused,
        "refused_mend": refused_mend,
        "reasons": reasons,
        "issues": page,
        "issues_kept": page.paginator.count,
        "issues_total": sum(line["count"] for line in reasons),
        "differences_count": len(run_files.read(run, "differences", [])),
        "differences_url": reverse("imports:differences", args=[run.pk]),
        "preview_url": reverse("imports:preview", args=[run.pk]),
        "report_url": reverse("imports:report", args=[run.pk]),
        "place_url": step_url(run, "place") if has_shapes(run) else "",
        "match_url": step_url(run, "match"),
        "can_store": run.state == RunState.CHECKED and not why_not,
        "store_why_not": why_not,
        "ended_on": instructions.ended_on(run),
    }


def result(run):
    """The counts of the last check or of the import."""
    report = run.report
    counts = {name: report.get(name, 0) for name in ("read", "written", "added", "changed", "unchanged", "gone")}
    rejected = counts["read"] - counts["written"]
    return counts | {"rejected": rejected, "repaired": report.get("repaired_count", len(report.get("repaired", [])))}


def store_why_not(run):
    """Why a checked run may not be stored, or ""."""
    counts = result(run)
    if run.state != RunState.CHECKED:
        return ""
    if not counts["read"]:
        return _("The file holds no rows.")
    if not counts["written"]:
        return _("No row passed the check.")
    if counts["rejected"] and run.mode == "replace":
        return _("What the file no longer has is ended only when every row passes.")
    if counts["rejected"] and not run.instructions.get("good_rows"):
        return _("Some rows are rejected. Mend them, accept what may stand, or choose to import the rows that pass.")
    return ""


def placed(listed):
    """The findings with their longitude and latitude."""
    for issue in listed:
        issue.lon, issue.lat = to_degrees(*issue.place.coords) if issue.place else (None, None)
    return listed


def stored(run, user):
    """What became of a stored import, and whether it may be taken back."""
    is_stored = run.state == RunState.STORED
    obstacle = undoing.obstacle(run) if is_stored else None
    met = undoing.met(run) if is_stored and obstacle is None else None
    acts = Act.objects.visible_to(user).filter(details__run=run.pk).select_related("user", "organisation")
    return {
        "can_undo": is_stored and obstacle is None,
        "undo_why_not": str(obstacle.message) if obstacle else "",
        "undo_met": str(met.message) if met else "",
        "can_redo": run.state == RunState.UNDONE,
        "acts": acts[:PAGE_SIZE],
        "organisation": run.organisation,
        "stored_at": run.finished_at,
    }


class RunProgress(RunView):
    """How far the background work on a run is."""

    is_data = True

    def get(self, request, pk):
        run, told = self.run, progress(self.run)
        rows, total = told["rows"], told["total"]
        return JsonResponse(
            {
                "state": run.state,
                "label": run.get_state_display(),
                "step": told["step"] if self.is_busy else "",
                "step_label": str(STEPS[told["step"]]) if self.is_busy else "",
                "rows": rows,
                "total": total,
                "percent": min(100, round(100 * rows / total)) if total else None,
                "finished": not self.is_busy,
                "can_cancel": self.is_busy,
                "url": reverse("imports:run", args=[run.pk]),
            }
        )


class Preview(RunView):
    """The map of the last check."""

    is_data = True

    def get(self, request, pk):
        problems = self.run.issues.exclude(place=None).order_by("severity", "row", "id")[:DRAWN_PROBLEMS]
        return JsonResponse(collection(self.run, issues.shown(list(problems), self.run.kind)))


class Differences(RunView):
    """What the file changes and ends, row by row."""

    def get(self, request, pk):
        run = self.run
        listed = run_files.read(run, "differences", [])
        page = Paginator(listed, PAGE_SIZE).get_page(request.GET.get("page"))
        labels = issues.field_labels(run.kind)
        page.object_list = [difference(row, labels) for row in in_words(page.object_list, KINDS[run.kind])]
        counts = {name: run.report.get(name, 0) for name in ("added", "changed", "unchanged", "gone")}
        return render(request, "imports/differences.html", shared(run) | {"page": page, "counts": counts})


def difference(row, labels):
    """A changed or ended row with the labels of its fields."""
    named = {"changed": _("Changed"), "gone": _("No longer in the file")}
    changes = [
        {"field": name, "label": labels.get(name, name), "old": old, "new": new}
        for name, (old, new) in row["fields"].items()
    ]
    return row | {"status_label": named[row["status"]], "changes": changes}

