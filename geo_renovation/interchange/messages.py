"""What each reason code means, in the reader's language. Never text of GDAL, SQL or paths."""
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .kinds.labels import LABELS
from .mends import MENDS
from .place_words import crs_words, words

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
    "which_layer": _("The file holds several layers: %(layers)s."),
    "layer_unknown": _("There is no layer %(layer)s. The file holds: %(layers)s."),
    "no_geometry": _("The layer holds no shapes."),
    "encoding_unknown": _("The encoding %(encoding)s is not known."),
    "encoding_undecided": _("The text is neither UTF-8 nor GB18030."),
    "crs_missing": _("The file states no CRS."),
    "crs_unknown": _("The CRS %(crs)s is not known."),
    "crs_no_datum_shift": _(
        "No exact transformation leads from %(crs)s to the county's CRS. Xi'an 80, Beijing 54 and local"
        " grids need at least three control points."
    ),
    "place_wrong": _("How the file lies on the ground is not said completely: %(part)s."),
    "unit_of_degrees": _("Degrees have no feet: choose a CRS in metres, or leave the unit as it is."),
    "shift_needs_degrees": _(
        "Baidu's own metres are not those of another CRS. Export the coordinates in degrees."
    ),
    "points_too_few": _("At least %(least)s control points are needed."),
    "points_same_point": _("At least %(least)s control points at different places are needed."),
    "points_mirrored": _("The control points are mirrored: the axes of the file seem to be swapped."),
    "points_disagree": _(
        "The control points do not fit together: point %(point)s is off by %(worst_m)s m,"
        " and %(tolerance_m)s m are allowed."
    ),
    "points_outside_grid": _("A control point lies outside the area of its CRS."),
    "unknown_field": _("There is no field %(field)s. The fields are: %(fields)s."),
    "field_missing": _(
        "No column was found for: %(field)s."
        " The file's columns are: %(headings)s."
    ),
    "heading_missing": _("There is no column %(heading)s. The file's columns are: %(headings)s."),
    "unit_unknown": _("The unit %(unit)s does not fit the field %(field)s."),
    "no_county": _("There is no county yet."),
    "differs_from_check": _(
        "What is stored has changed since the check: this import would do something else than was shown."
    ),
    "given_up": _("The work on this file was given up: it failed again and again."),
    "parser_failed": _("The file could not be read: its parser stopped."),
    "not_permitted": _("Your account may not import this kind of data."),
    "not_acceptable": _("The error %(error)s cannot be accepted; it has to be mended."),
    "acceptance_without_reason": _("To accept the error %(error)s, say why it may stand."),
    "busy": _("Somebody else is changing the same data. Nothing was stored."),
    "database": _("The database stopped at the rows. Nothing was stored; the log says why."),
    "constraint": _("The database refused the rows: %(field)s %(fault)s. Nothing was stored."),
    "constraint_unknown": _("The database refused the rows. Somebody may have stored the same. Nothing was stored."),
    "not_updatable": _("What is stored of this kind is never changed by an import."),
    "not_replaceable": _("Rows of this kind do not end. Choose “Add and update”."),
    "ended_in_future": _("The day on which rows end lies in the future."),
    "cannot_be_ended": _(
        "The file no longer has compounds that are in a bundle, in a plan, or under works: %(compounds)s."
    ),
    "no_sandbox": _("Files cannot be imported here: there is no sandbox to read them in."),
    "too_slow": _("Reading the file takes too long; it was stopped."),
    "twice": _("The same part of a shapefile is there twice, under names that differ in case only."),
    "unsaved": _(
        "The GeoPackage was copied while a programme still had it open; its last changes lie in another file."
    ),
    "geodatabase": _("File geodatabases are not read."),
    "dwg": _("Drawings in the format %(suffix)s are not read; DXF is."),
    "old_excel": _("Tables in the format %(suffix)s are not read; xlsx is."),
    "macros": _("The workbook holds macros, or its suffix says that it may."),
    "access": _("Databases in the format %(suffix)s are not read."),
    "mapinfo": _("MapInfo files are not read."),
    "other_archive": _("Archives in the format %(suffix)s are not opened; zip is."),
    "plain_text": _("Files with the suffix %(suffix)s are not read; tables are read as .csv."),
    "too_many_members": _("The archive or folder holds more than %(limit)s files."),
    "encrypted_archive": _("The zip archive is locked with a password: %(member)s."),
    "several_documents": _("The KMZ holds several documents."),
    "json_array": _("The JSON begins with an array; a GeoJSON file is a FeatureCollection."),
    "not_a_collection": _("The JSON is not a GeoJSON FeatureCollection."),
    "bad_feature": _("Feature %(feature)s is not as GeoJSON wants it."),
    "cut_short": _("The file ends in the middle; a part of it is missing."),
    "rows_lost": _("The file says it has %(stated)s rows, but %(read)s can be read."),
    "parts_differ": _("The parts of the shapefile do not belong together: %(shapes)s shapes, %(rows)s rows."),
    "formula": _("The workbook holds a formula in cell %(cell)s."),
    "external_links": _("The workbook links to other files or sources."),
    "xml_doctype": _("The file holds a document type declaration, which can pull in other files."),
    "block_expansion": _("Blocks of the drawing come to more than %(limit)s entities."),
    "heading_ambiguous": _("Several columns fit %(field)s equally well: %(headings)s."),
    "points_missing": _("There is no table of points for these lines: %(layer)s."),
    "which_points": _("Several tables hold points with numbers: %(layers)s."),
}
FAULTS = {
    "required": _("must not be empty"),
    "too_long": _("is too long"),
    "control_character": _("holds a control character"),
    "undecodable": _("holds bytes that are not text of the file's encoding"),
    "overfull": _("the row has more cells than there are headings"),
    "not_a_number": _("is not a number"),
    "inexact": _("is a number of more digits than a number can keep"),
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
    "not_your_district": _("lies outside your street office's district"),
    "not_your_network": _("does not belong to your network"),
    "not_your_right": _("another organisation holds this right"),
    "not_your_record": _("names another organisation as having recorded it"),
    "overlap": _("%(code)s overlaps %(other)s by %(area_m2)s m²"),
    "too_detailed_to_place": _("is drawn in too much detail to be measured against %(other)s"),
    "too_detailed": _("%(code)s and %(other)s are drawn in too much detail to be compared"),
    "buildings_overlap": _("building %(code)s overlaps building %(other)s by %(area_m2)s m²"),
    "sliver": _("is a sliver of %(area_m2)s m², %(width_m)s m wide on average"),
    "outside_compound": _("lies with %(percent)s percent of its ground outside its compound"),
    "zero_length": _("has no length"),
    "closed_line": _("ends where it begins"),
    "line_twice": _("runs exactly where %(other)s runs"),
    "impossible_depth": _("no line of this class lies at such a depth"),
    "impossible_diameter": _("no line of this class has such a diameter"),
    "laid_after_survey": _("was laid after it was surveyed"),
    "right_not_later": _("the right that stands began on that day or later (%(since)s)"),
    "unknown_point": _("names a point that is not in the point table"),
    "duplicate_point": _("names a point that stands in the point table at several places"),
    "point_without_place": _("names a point whose coordinates are missing or wrong"),
    "start_is_end": _("starts and ends at the same point"),
    "crs_differs": _("is in another CRS than the rows before"),
    "cell_error": _("holds an error of the spreadsheet"),
    "ambiguous_name": _("is a name that several of them have"),
}
WARNINGS = {
    "deleted_rows": _("%(count)s rows are marked as deleted in the file and were left out."),
    "encoding_overruled": _("The file declares another encoding than its text is in; read as %(encoding)s."),
    "encoding_doubtful": _("The text was read as %(encoding)s as declared, but looks like UTF-8 or GB18030."),
    "crs_overridden": _("The file states another CRS; read as %(crs)s as asked."),
    "datum_overridden": _(
        "The file states another datum; read as %(crs)s as asked, it may lie some hundred metres off."
    ),
    "crs_likely": _("%(count)s shapes lie outside the county. They would lie inside if read as %(likely)s."),
    "crs_fitted": _(
        "Fitted on %(points)s control points: root mean square %(rms_m)s m, at most %(worst_m)s m."
    ),
    "points_in_line": _("The control points lie nearly on a line; add one to the side of it."),
    "points_scale": _("The fit scales by %(scale)s. Is the file in another unit?"),
    "points_far": _(
        "The file reaches %(times)s times as far as the control points; what lies far out may be off."
    ),
    "feet_differ": _("Feet and US survey feet put this file %(metres)s m apart; look at the map closely."),
    "codes_made": _("The file has no codes; they were made as %(stem)s-1, %(stem)s-2 and so on."),
    "overlaps_many": _("%(code)s overlaps more than %(limit)s others; only those are named."),
    "sliver_part": _("%(code)s has a part of only %(area_m2)s m², %(width_m)s m wide on average."),
    "across_districts": _("%(code)s reaches %(area_m2)s m² beyond the district %(district)s, in which most of it lies."),
    "strip_to_district": _("Between %(code)s and the border of %(district)s a strip of %(gap_m)s m is left."),
    "coverage_gap": _("Between %(codes)s a gap of %(area_m2)s m², narrower than %(limit)s m, is left."),
    "coverage_unchecked": _("There are too many shapes to look for gaps between them; gaps were not looked for."),
    "district_uncovered": _("%(area_m2)s m² of the district %(district)s lie in none of its communities."),
    "partly_outside_compound": _("Building %(code)s lies with %(percent)s percent of its ground outside its compound."),
    "name_twice": _("Another one in the same district is called %(name)s, too: %(other)s."),
    "floor_area_per_household": _("%(per_household_m2)s m² of floor area per household are implausible."),
    "households_per_staircase": _("%(per_staircase)s households per storey and staircase are implausible."),
    "building_after_compound": _("The building is dated %(building_year)s, its compound %(compound_year)s."),
    "shallow": _("Covered by less than the %(limit)s m that its class needs."),
    "unusual_diameter": _("The diameter is outside the usual range of its class (%(low)s to %(high)s mm)."),
    "differs_at_shared_point": _("Meets %(other)s end to end, but differs from it in: %(fields)s."),
    "node_on_node": _("Another point of the same class stands exactly here: %(other)s."),
    "lonely_node": _("No line of its class touches this point."),
    "same_file": _("The very same data was imported before, on %(on)s (%(organisation)s)."),
    "gone_not_told": _("What the file no longer has can only be told when no row is rejected."),
    "replaces_nothing": _("No earlier import of a file of this name is there: nothing ends."),
    "heading_left": _("%(field)s was left open, as several columns fit it equally well: %(headings)s."),
    "unit_in_heading": _("%(heading)s was read in %(unit)s, as its heading says."),
    "axes_taken": _("%(east)s was read as east and %(north)s as north, as their sizes say."),
    "axes_assumed": _(
        "%(east)s was taken as east and %(north)s as north, as survey tables have it; their sizes do not say."
    ),
    "points_joined": _("Lines were drawn between the points of %(layer)s."),
    "depth_mean": _("The depth of a line is the mean of the depths at its two ends."),
    "hidden_rows": _("%(count)s hidden rows were read as well."),
    "hidden_sheets": _("Hidden sheets were left out: %(sheets)s."),
    "links_left": _("%(count)s links and overlays were left out; nothing was fetched."),
    "drawing_units": _("The drawing says its unit is %(unit)s; its numbers were read as they stand."),
    "references_left": _("External references were not opened: %(names)s."),
    "entities_left": _("Entities left out: %(entities)s."),
    "layers_hidden": _("Layers that are off or frozen were read as well: %(names)s."),
}
MESSAGES = {**REFUSALS, **FAULTS, **WARNINGS}
# Errors that may stand where somebody says why: the ground may really be so.
ACCEPTABLE = {
    "overlap", "too_detailed", "buildings_overlap", "sliver", "outside_compound", "closed_line",
    "line_twice", "impossible_depth", "impossible_diameter", "laid_after_survey",
}


# Of fields that no file fills, but the database keeps.
MORE_LABELS = {
    "geometry": _("Shape"),
    "criterion": _("criterion"),
    "district": _("district"),
    "plan": _("annual plan"),
}


class Known(dict):
    """Details of a finding; of the very many only the first have all of them."""

    def __missing__(self, name):
        return "…"


def message(reason, **details):
    """The sentence for a reason."""
    text = str(MESSAGES[reason]) if reason in MESSAGES else gettext("Refused.")
    if reason == "constraint":
        details = _of_constraint(**details)
    text = text % Known({name: _worded(part) for name, part in details.items()}) if "%(" in text else text
    if details.get("closest"):
        text += gettext(" (perhaps %(words)s)") % {"words": ", ".join(details["closest"])}
    return f"{details['file']}: {text}" if reason in REFUSALS and details.get("file") else text


def _of_constraint(field="", fault="", value="", **more):
    """The field by its label, the fault by its sentence."""
    fault = str(FAULTS[fault]) if fault in FAULTS else fault
    labels = {**LABELS, **MORE_LABELS}
    label = labels.get(field) or labels.get(f"{field}_code", field)  # what a file names by its code
    return {"field": f"{label} “{value}”" if value else label, "fault": fault, **more}


def _worded(part):
    """A detail as it is shown; where a file lies is kept as codes."""
    if isinstance(part, dict):
        return crs_words(part) if part.get("fit") else words(part)
    return part


def mend(reason):
    """What the sender should do about it."""
    return str(MENDS.get(reason, ""))
