"""`manage.py import_layer`: a file into the county."""
import csv
import datetime
import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from geo_renovation.accounts.models import User
from geo_renovation.interchange.actions import import_layer
from geo_renovation.interchange.choices import Mode
from geo_renovation.interchange.kinds import KINDS
from geo_renovation.interchange.readers.encoding import of_text

SHOWN_ROWS = 20
# What answers a refusal at the command line.
OPTIONS = {
    "which_layer": "--layer", "layer_unknown": "--layer", "encoding_undecided": "--encoding",
    "encoding_unknown": "--encoding", "crs_missing": "--crs", "crs_unknown": "--crs",
    "crs_no_datum_shift": "--place", "field_missing": "--map --set", "heading_missing": "--map",
    "heading_ambiguous": "--map", "no_county": "--kind county",
}  # fmt: skip


class Command(BaseCommand):
    """Exit status 0 when rows were stored (or would be, in a dry run), else 2."""

    help = (
        "Imports a shapefile, GeoPackage, GeoJSON, KML, KMZ, DXF, CSV or xlsx (a file, a folder or a zip of"
        " them) into the county."
    )

    def add_arguments(self, parser):
        add = parser.add_argument
        add("file", type=Path)
        add("--kind", required=True, choices=KINDS)
        add("--layer", help="where the file holds several")
        add("--crs", help="where the file states none, e.g. EPSG:4548")
        add("--place", type=as_json, metavar="JSON", help="swapped axes, unit, map shift or control points; or a file")
        add("--geometry", type=as_json, metavar="JSON", help="the columns of a table that hold coordinates or WKT")
        add("--encoding", help="where it cannot be told, e.g. GB18030")
        add("--map", action="append", default=[], metavar="FIELD=HEADING[:UNIT]", dest="mapping")
        add("--set", action="append", default=[], metavar="FIELD=VALUE", dest="constants")
        add("--values", action="append", default=[], metavar="FIELD=FILE", help="CSV or JSON of codes")
        add("--mode", choices=Mode.values, default=Mode.ADD.value, help="what becomes of codes that are there")
        add("--ended-on", type=datetime.date.fromisoformat, metavar="DAY", help="of what the file no longer has")
        add("--accept", action="append", default=[], metavar="REASON=WHY", help="findings that somebody answers for")
        add("--good-rows", action="store_true", help="store the rows that pass, leave the others")
        add("--dry-run", action="store_true", help="check everything, store nothing")
        add("--json", action="store_true", help="the report as JSON")
        add("--user", help="account the import is recorded under")

    def handle(self, *args, **options):
        report = import_layer(
            options["file"],
            options["kind"],
            layer=options["layer"],
            crs=options["crs"],
            place=options["place"],
            geometry=options["geometry"],
            encoding=options["encoding"],
            mapping=pairs(options["mapping"]),
            constants=pairs(options["constants"]),
            value_maps={name: words(file) for name, file in pairs(options["values"]).items()},
            mode=options["mode"],
            ended_on=options["ended_on"],
            accepted=pairs(options["accept"]),
            good_rows=options["good_rows"],
            dry_run=options["dry_run"],
            by=account(options["user"]),
        )
        self.stdout.write(report.as_json() if options["json"] else in_words(report))
        if not report.may_be_stored:
            raise SystemExit(2)


def pairs(specs):
    """{"field": "value"} out of ["field=value", …]."""
    found = {}
    for spec in specs:
        name, sign, value = spec.partition("=")
        if not sign or not name:
            raise CommandError(_("%(spec)s is not of the form field=value.") % {"spec": spec})
        found[name] = value
    return found


def as_json(text):
    """An object written out, or a file that holds one."""
    try:
        found = json.loads(text if text.lstrip().startswith("{") else Path(text).read_text("utf-8-sig"))
    except (OSError, ValueError):
        found = None
    if not isinstance(found, dict):
        raise CommandError(_("%(text)s is no JSON object, nor a file that holds one.") % {"text": text[:80]})
    return found


def words(path):
    """File's value -> ours, out of a JSON object or a CSV of two columns."""
    try:
        if path.endswith(".json"):
            return {str(k): v for k, v in json.loads(Path(path).read_text("utf-8-sig")).items()}
        encoding = of_text(path)
        with Path(path).open(encoding=encoding.codec, newline="") as file:
            return {row[0].strip(): row[1].strip() for row in csv.reader(file) if len(row) > 1}
    except (OSError, ValueError, AttributeError):
        raise CommandError(_("%(file)s cannot be read as a list of values.") % {"file": path}) from None


def account(name):
    """The user called `name`, or None for nobody."""
    if name is None:
        return None
    try:
        return User.objects.get(username=name)
    except User.DoesNotExist:
        raise CommandError(_("There is no account %(name)s.") % {"name": name}) from None


def in_words(report):
    """The report for a terminal."""
    lines = [
        _("%(file)s: %(read)s rows read, %(written)s good, %(rejected)s rejected, %(repaired)s repaired.")
        % {
            "file": report.file, "read": report.read, "written": report.written,
            "rejected": len(report.rejected), "repaired": len(report.repaired),
        }
    ]
    if report.changed or report.unchanged or report.gone:
        told = _("%(added)s added, %(changed)s changed, %(unchanged)s unchanged, %(gone)s ended.")
        names = ("added", "changed", "unchanged", "gone")
        lines.append(told % {name: getattr(report, name) for name in names})
    if report.refused:
        lines += [report.refused["message"], report.refused["mend"], OPTIONS.get(report.refused["reason"], "")]
    for entry in report.rejected[:SHOWN_ROWS]:
        value = "" if entry["value"] is None else f" ({entry['value']})"
        lines.append(f"  {entry['row']}: {entry['field']}{value}: {entry['message']}")
    if len(report.rejected) > SHOWN_ROWS:
        lines.append("  …")
    lines += [f"  {warning['message']}" for warning in report.warnings[:SHOWN_ROWS]]
    stored = _("Stored.") if report.committed else _("Nothing was stored.")
    return "\n".join([*filter(None, lines), stored])
