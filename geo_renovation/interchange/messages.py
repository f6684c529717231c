"""What each reason code means, in the reader's language. Never text of GDAL, SQL or paths."""
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

REFUSALS = {
    "not_found": _("There is no such file."),
    "symlink": _("The file is a link. Give the file itself."),
    "unknown_format": _(
        "The format is not known. Give a shapefile (folder or zip), GeoPackage, GeoJSON or CSV."
    ),
    "not_what_it_says": _("The content does not match the suffix %(suffix)s."),
    "missing_part": _("A shapefile needs its %(part)s part, and it is missing or broken."),
    "bad_archive": _("The zip archive is damaged."),
    "unsafe_archive": _("The zip archive holds something that is not unpacked: %(member)s."),
    "unsafe_geopackage": _("The GeoPackage holds something that could run: %(object)s."),
    "unreadable": _("The file is damaged or not in the format its suffix names."),
    "empty": _("The file is empty."),
    "too_large": _("The file is too large."),
    "too_deep": _("The file is nested more than %(limit)s levels deep."),
    "too_many_rows": _("The file holds more than %(limit)s rows."),
    "too_many_columns": _("The file holds more than %(limit)s columns."),
    "too_many_layers": _("The file holds more than %(limit)s layers."),
    "which_layer": _("The file holds several layers. Choose one with --layer: %(layers)s."),
    "layer_unknown": _("There is no layer %(layer)s. The file holds: %(layers)s."),
    "no_geometry": _("The layer holds no shapes."),
    "encoding_unknown": _("The encoding %(encoding)s is not known."),
    "encoding_undecided": _("The text is neither UTF-8 nor GB18030. Name its encoding with --encoding."),
    "crs_missing": _("The file states no CRS. Name it with --crs, e.g. --crs EPSG:4548."),
    "crs_unknown": _("The CRS %(crs)s is not known. Name it with --crs, e.g. --crs EPSG:4548."),
    "crs_no_datum_shift": _(
        "No exact transformation leads from %(crs)s to the county's CRS. Xi'an 80, Beijing 54 and local"
        " grids are refused until the county's parameters are set."
    ),
    "unknown_field": _("There is no field %(field)s. The fields are: %(fields)s."),
    "field_missing": _(
        "No column was found for: %(field)s. Name it with --map or give a value with --set."
        " The file's columns are: %(headings)s."
    ),
    "heading_missing": _("There is no column %(heading)s. The file's columns are: %(headings)s."),
    "unit_unknown": _("The unit %(unit)s does not fit the field %(field)s."),
    "no_county": _("There is no county yet. Import its outline first, with --kind county."),
    "parser_failed": _("The file could not be read: its parser stopped."),
    "database": _("The database stopped at the rows. Nothing was stored; the log says why."),
    "constraint": _("The database refused the rows (%(constraint)s). Somebody may have stored the same."),
}
FAULTS = {
    "required": _("must not be empty"),
    "too_long": _("is too long"),
    "control_character": _("holds a control character"),
    "undecodable": _("holds bytes that are not text of the file's encoding"),
    "overfull": _("the row has more cells than there are headings"),
    "not_a_number": _("is not a number"),
    "not_whole": _("is not a whole number"),
    "out_of_range": _("is outside the possible range"),
    "in_future": _("lies in the future"),
    "not_a_date": _("is not a date"),
    "not_yes_or_no": _("is neither yes nor no"),
    "unknown_value": _("is not a known code or word"),
    "unknown_organisation": _("is not a known organisation"),
    "unknown_reference": _("is not there"),
    "exists": _("is there already"),
    "duplicate": _("stands in the file before"),
    "second_county": _("one database holds one county"),
    "geometry_missing": _("has no shape"),
    "geometry_unreadable": _("has a broken shape"),
    "coordinate_not_a_number": _("has a coordinate that is not a number"),
    "wrong_type": _("has a shape of the wrong type"),
    "multi_part": _("has a shape of several parts"),
    "too_many_vertices": _("has too many vertices"),
    "too_many_holes": _("has too many holes"),
    "invalid_geometry": _("has an invalid shape that cannot be repaired without changing it"),
    "invalid_and_large": _("has an invalid shape with too many vertices to repair"),
    "outside_county": _("lies outside the county"),
    "outside_crs": _("lies outside the area of its CRS"),
    "outside_districts": _("lies in no district"),
    "date_or_reason": _("an open date needs a reason"),
    "range_order": _("ends before it begins"),
    "after_record": _("lies after the day of its own record"),
    "corrects_other_compound": _("corrects an event of another compound"),
    "already_corrected": _("corrects an event that is corrected already"),
    "stage_skipped": _("skips a stage"),
    "stage_twice": _("repeats a stage that already stands"),
    "stage_before_preceding": _("is dated before the preceding stage"),
    "one_asset": _("must name either a segment or a node"),
    "holder_or_reason": _("must name either an organisation or why it is unknown"),
    "overlapping_right": _("another organisation holds the same right on the same day"),
    "plan_differs": _("differs from what the plan of that year says"),
}
WARNINGS = {
    "encoding_overruled": _("The file declares another encoding than its text is in; read as %(encoding)s."),
    "encoding_doubtful": _("The text was read as %(encoding)s as declared, but looks like UTF-8 or GB18030."),
    "crs_overridden": _("The file states another CRS; read as %(crs)s as asked."),
    "crs_likely": _("%(count)s shapes lie outside the county. They would lie inside if read as %(likely)s."),
    "codes_made": _("The file has no codes; they were made as %(stem)s-1, %(stem)s-2 and so on."),
    "overlap": _("%(code)s overlaps %(other)s by %(area_m2)s m²."),
}
MESSAGES = {**REFUSALS, **FAULTS, **WARNINGS}


def message(reason, **details):
    """The sentence for a reason."""
    text = str(MESSAGES[reason]) if reason in MESSAGES else gettext("Refused.")
    return text % details if details else text
