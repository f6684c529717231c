"""What imports did to one object, for its history on the map."""
import datetime

from django.contrib.gis.geos import GEOSException, GEOSGeometry
from django.utils import timezone
from django.utils.translation import gettext as _

from geo_renovation.maps.editing.history import history_source, worded
from geo_renovation.spatial import drawn

from .kinds import KINDS
from .models import Change, ImportRun

KIND_OF = {"compound": "compounds", "building": "buildings", "barrier": "barriers", "segment": "segments"}


@history_source
def imports(user, kind, row):
    """Imports that added, changed or ended the object; the file is named to whom may see the import."""
    runs = ImportRun.objects.stored().filter(kind=KIND_OF[kind])
    added = runs.filter(undo__added_ids__contains=[row.pk]).select_related("organisation")
    changed = Change.objects.filter(run__in=runs, object_id=row.pk).select_related("run__organisation")
    known = set(ImportRun.objects.visible_to(user).values_list("pk", flat=True))
    entries = [entry(run, _("imported"), known) for run in added]
    for change in changed:
        verb = _("ended by an import") if change.ended else _("changed by an import")
        entries.append(entry(change.run, verb, known) | before(change))
    return entries


def entry(run, verb, known):
    return {
        "sort": run.finished_at or timezone.make_aware(datetime.datetime.min),
        "who": "",
        "organisation": str(run.organisation or ""),
        "source": "import",
        "verb": verb,
        "reason": run.file_name if run.pk in known else "",
        "changes": [],
        "shape_before": None,
        "shape_after": None,
    }


def before(change):
    """What was entered before; what it became is told by the next entry, or by what stands now."""
    kind = KINDS[change.run.kind]
    fields = {field.column: field for field in kind.model._meta.concrete_fields}
    told = {column: value for column, value in change.before.get("columns", {}).items() if column in fields}
    shape = told.pop(kind.shape_column, None)
    told.pop("ended_on", None)
    changes = [
        {"label": str(fields[column].verbose_name), "before": worded(fields[column], value), "after": ""}
        for column, value in told.items()
        if value
    ]
    return {"changes": changes, "shape_before": outline(shape)}


def outline(text):
    """A shape that a change kept as text, for the map."""
    try:
        return drawn.geojson(GEOSGeometry(text)) if text else None
    except (GEOSException, ValueError):
        return None
