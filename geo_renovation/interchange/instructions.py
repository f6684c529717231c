"""How a layer is to be read: kept with its run, handed to the import, remembered for the next file alike."""
from datetime import date

from django.db.models import F

from geo_renovation.accounts.choices import OrganisationKind
from geo_renovation.accounts.models import Organisation

from . import rejected
from .models import ImportRun, Matching
from .queueing import CHANGEABLE, ChangedMeanwhile, in_the_name_of

# What a run's instructions may hold; `mode` is a column of its own.
KEYS = ("encoding", "place", "geometry", "mapping", "constants", "value_maps", "good_rows", "accepted")
# What stays true for the next file: not what was agreed about single rows or a day.
REMEMBERED = ("encoding", "place", "geometry", "mapping", "constants", "value_maps")
# Of a workbook of ours: its text needs no guessing, and its shapes stand in a column.
WORKBOOK = ("place", "mapping", "constants", "value_maps")
# A name nobody knows is said of the rows, and may be longer than any code.
LONGEST_OWNER = Matching._meta.get_field("owner").max_length


def keywords(run):
    """The run's instructions as import_layer takes them."""
    told = {name: run.instructions[name] for name in KEYS if run.instructions.get(name)}
    return told | {"mode": run.mode, "ended_on": ended_on(run)}


def ended_on(run):
    """The day on which what the file no longer has ended, or None."""
    day = run.instructions.get("ended_on")
    return date.fromisoformat(day) if day else None


def change(run, version, *, by, mode=None, **told):
    """Changes the run's instructions if they are still those of `version`; answers the run as it is now."""
    changed = run.instructions | told
    rows = ImportRun.objects.filter(pk=run.pk, version=version, state__in=CHANGEABLE, job_id=None)
    new = {"instructions": changed, "mode": mode or run.mode} | in_the_name_of(by)
    if not rows.update(**new, version=F("version") + 1):
        raise ChangedMeanwhile
    for name, value in new.items():
        setattr(run, name, value)
    run.version = version + 1
    return run


def remember(run, headings):
    """Keeps what was chosen for the organisation's next file of the same headings."""
    _keep(run, headings, REMEMBERED)


def remember_mended(run):
    """Keeps it for the rejected rows too, which come back as a sheet of the report."""
    kept = rejected.kept(run)
    if kept["rows"]:
        place = dict(run.instructions.get("place", {}))
        place["crs"] = place.get("crs") or (run.report.get("place") or {}).get("crs", "")
        _keep(run, rejected.mended_headings(kept), WORKBOOK, place=place)


def _keep(run, headings, names, **more):
    kept = {name: run.instructions[name] for name in names if run.instructions.get(name)} | more
    Matching.objects.update_or_create(
        organisation=run.organisation,
        kind=run.kind,
        headings=_cut(headings),
        owner=kept.get("constants", {}).get("owner", "")[:LONGEST_OWNER],
        defaults={"instructions": kept},
    )


def first_time(organisation, kind):
    """What goes without saying: a utility sends its own network."""
    is_own = kind in ("segments", "nodes") and organisation and organisation.kind == OrganisationKind.UTILITY
    return {"constants": {"owner": organisation.code}} if is_own else {}


def last_time(organisation, kind, headings, owner=None):
    """What the organisation chose for such a file, of that owner if one is said; or None."""
    own = Matching.objects.filter(organisation=organisation, kind=kind, headings=_cut(headings))
    return (own if owner is None else own.filter(owner=owner)).first()


def remembered_owners(organisation, kind, headings):
    """[(code, name)] of the owners for whose files of these headings the organisation chose something."""
    told = Matching.objects.filter(organisation=organisation, kind=kind, headings=_cut(headings)).exclude(owner="")
    codes = told.values_list("owner", flat=True)
    names = dict(Organisation.objects.filter(code__in=codes).values_list("code", "name"))
    return [(code, names.get(code, code)) for code in codes]


def _cut(headings):
    return [heading[:255] for heading in headings]
