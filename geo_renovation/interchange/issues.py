"""The findings of a check as rows that can be paged and filtered; their counts are kept exact with the run."""
import re

from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils.translation import gettext as _

from .choices import Severity
from .kinds import KINDS
from .messages import ACCEPTABLE, MESSAGES, mend, message
from .models import ImportIssue

KEPT = 20_000
PLACES = re.compile(r"%\(\w+\)s")
AT_ONCE = 2000
DECIMALS = 3


def keep(run, report):
    """Replaces the run's findings by those of the report, its first ones where there are very many."""
    kept = []
    for problem in report.problems:
        if len(kept) == KEPT:
            break
        kept.append(_issue(run, problem))
    with transaction.atomic():
        run.issues.all().delete()
        ImportIssue.objects.bulk_create(kept, batch_size=AT_ONCE)


def _issue(run, problem):
    return ImportIssue(
        run=run,
        row=problem.row,
        field=(problem.field or "")[:40],
        value=_legible(problem.value)[:200].replace("\0", "�"),
        reason=problem.reason,
        details=problem.details,
        severity=problem.severity,
        place=Point(*problem.place[:2], srid=ImportIssue._meta.get_field("place").srid) if problem.place else None,
        accepted_because=problem.accepted_because[:400],
    )


def _legible(value):
    """As a person would write it: converted feet have a dozen decimals that nobody measured."""
    if isinstance(value, float):
        value = round(value, DECIMALS) or value
    return "" if value is None else str(value)


def shown(issues, kind):
    """The findings with their words in the reader's language."""
    labels = field_labels(kind)
    for issue in issues:
        issue.message, issue.mend = message(issue.reason, **issue.details), mend(issue.reason)
        issue.field_label = labels.get(issue.field, issue.field)
    return issues


def field_labels(kind):
    """Field name -> its label."""
    return {field.name: str(field.label) for field in KINDS[kind].fields} | {"geometry": _("Shape")}


def reasons(run):
    """One line per reason of the last check: how often, how grave, what to do, whether it may be accepted."""
    counts, accepted, examples = run.report.get("counts", {}), run.instructions.get("accepted", {}), _examples(run)
    groups = (("errors", Severity.ERROR), ("warnings", Severity.WARNING), ("accepted", Severity.WARNING))
    lines = [
        {
            "reason": reason,
            "severity": severity.value,
            "label": severity.label,
            "title": title(reason),
            "message": message(reason, **examples.get(reason, {})),
            "mend": mend(reason),
            "count": count,
            "acceptable": reason in ACCEPTABLE,
            "accepted_because": accepted.get(reason, "") if group == "accepted" else "",
        }
        for group, severity in groups
        for reason, count in counts.get(group, {}).items()
    ]
    return sorted(lines, key=lambda line: (line["severity"] != Severity.ERROR, -line["count"], line["reason"]))


def title(reason):
    """What a reason says of any row: its sentence without the details."""
    return PLACES.sub("…", str(MESSAGES.get(reason, ""))) or message(reason)


def _examples(run):
    """Reason -> the details of its first finding, for the places in its sentence."""
    first = run.issues.order_by("reason", "id").distinct("reason")
    return dict(first.values_list("reason", "details"))
