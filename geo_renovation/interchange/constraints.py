"""What the database's own constraints mean for a row that an import was about to store.

The checks before find nearly all of it, row by row; these words are for what somebody else stored
in the meantime and for what the checks do not know.
"""
import logging
import re

from .refusals import Refused

logger = logging.getLogger(__name__)

# Constraint -> the field to blame, the code of what is wrong with it.
WORDS = {
    "one_county_per_database": ("code", "second_county"),
    "county_outline_valid": ("geometry", "invalid_geometry"),
    "town_area_boundary_valid": ("geometry", "invalid_geometry"),
    "district_boundary_valid": ("geometry", "invalid_geometry"),
    "community_boundary_valid": ("geometry", "invalid_geometry"),
    "community_kind_known": ("kind", "unknown_value"),
    "road_rank_known": ("rank", "unknown_value"),
    "barrier_shape_valid": ("geometry", "invalid_geometry"),
    "barrier_kind_known": ("kind", "unknown_value"),
    "compound_boundary_valid": ("geometry", "invalid_geometry"),
    "compound_stage_known": ("stage", "unknown_value"),
    "compound_year_plausible": ("completion_year", "out_of_range"),
    "compound_willingness_percent": ("willingness_percent", "out_of_range"),
    "building_footprint_valid": ("geometry", "invalid_geometry"),
    "segment_code_unique": ("code", "exists"),
    "segment_route_valid": ("geometry", "invalid_geometry"),
    "segment_class_known": ("network_class", "unknown_value"),
    "segment_placement_known": ("placement", "unknown_value"),
    "segment_accuracy_known": ("accuracy", "unknown_value"),
    "segment_status_known": ("status", "unknown_value"),
    "node_code_unique": ("code", "exists"),
    "node_class_known": ("network_class", "unknown_value"),
    "node_kind_known": ("kind", "unknown_value"),
    "stage_event_stage_known": ("stage", "unknown_value"),
    "stage_event_range_in_order": ("effective_to", "range_order"),
    "stage_event_open_date_has_reason": ("unknown_reason", "date_or_reason"),
    "stage_event_correction_has_reason": ("correction_reason", "required"),
    "one_holder_per_segment_right_and_day": ("organisation", "overlapping_right"),
    "one_holder_per_node_right_and_day": ("organisation", "overlapping_right"),
    "right_kind_known": ("kind", "unknown_value"),
    "right_over_exactly_one_asset": ("segment_code", "one_asset"),
    "right_holder_or_reason": ("organisation", "holder_or_reason"),
    "right_has_basis": ("basis", "required"),
    "one_plan_year_per_compound": ("compound_code", "exists"),
    "planned_tier_known": ("tier", "unknown_value"),
    "plan_status_known": ("status", "unknown_value"),
    "adopted_plan_has_date": ("adopted_on", "required"),
    "finding_criterion_known": ("criterion", "unknown_value"),
    "finding_has_evidence": ("evidence", "required"),
}
# Django's own for unique columns and for rows that others name: the column tells the field.
UNIQUE, FOREIGN, EMPTY = "23505", "23503", "23502"
BY_STATE = {UNIQUE: "exists", FOREIGN: "unknown_reference", EMPTY: "required"}
KEY = re.compile(r"\((\w+)\)=\((.*)\)", re.S)
LONGEST_VALUE = 80


def refusal(error):
    """A Refused with the field, its value and what is wrong, out of an IntegrityError; never the database's words."""
    cause = error.__cause__
    diagnosis = getattr(cause, "diag", None)
    name = getattr(diagnosis, "constraint_name", None) or ""
    column, value = _key(diagnosis)
    field, fault = WORDS.get(name) or (column, BY_STATE.get(getattr(cause, "sqlstate", "")))
    if not (field and fault):
        logger.warning("unexplained constraint %s", name)
        return Refused("constraint_unknown")
    # A key of several columns, or of another one than the field's, has no value of its own.
    return Refused("constraint", field=field, value=value if field == column else "", fault=fault)


def _key(diagnosis):
    """(column, value) the database names, as far as it names one."""
    found = KEY.search(getattr(diagnosis, "message_detail", None) or "")
    if found and found[1].endswith("_id"):
        return found[1].removesuffix("_id"), ""  # a number of ours tells nobody anything
    if found:
        return found[1], found[2][:LONGEST_VALUE]
    return getattr(diagnosis, "column_name", None), ""
