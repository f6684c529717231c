"""How a file's coordinates become the county's: every way a file of the county has been wrong."""

import numpy as np
import pytest
import shapely
from pyproj import CRS, Transformer

from geo_renovation.interchange.readers.likely import likely_label, likely_place
from geo_renovation.interchange.readers.placement import TOLERANCE_M, complete, placed
from geo_renovation.interchange.refusals import Refused
from geo_renovation.spatial import shifts

from .grids import BEIJING, PLACES, SRID, TRUE, XIAN, controlled, into, local

COUNTY = shapely.box(400_000, 4_060_000, 460_000, 4_110_000)
FAR = np.array([(116.05, 36.75), (116.45, 36.98), (116.30, 36.70)])
FOOT, SURVEY_FOOT = 0.3048, 1200 / 3937


def read(place, points, stated=None, srid=SRID):
    """Where a place puts coordinates in the county's CRS."""
    return np.column_stack(placed(place, stated, srid).transform(*np.asarray(points, dtype=float).T))


def refused(place, stated=None):
    with pytest.raises(Refused) as refusal:
        placed(place, stated, SRID)
    return refusal.value.reason


def miss(found, true=TRUE):
    return np.hypot(*(found - true).T).max()


def test_what_the_file_states_is_enough():
    assert miss(read({}, into("EPSG:4527", PLACES), "EPSG:4527")) < 0.001
    assert placed(None, f"EPSG:{SRID}", SRID).transformer is None


def test_a_missing_crs_is_asked_for_and_never_guessed():
    assert refused({}) == "crs_missing"
    assert refused({"swapped": True, "shift": "gcj02"}) == "crs_missing"


@pytest.mark.parametrize("code", [4548, 4527, 4509, 4498, 4549, 4490, 4326, 3857, 32650])
def test_a_chosen_crs_is_read_with_and_without_zone_number(code):
    assert miss(read({"crs": f"EPSG:{code}"}, into(f"EPSG:{code}", PLACES))) < 0.001


def test_a_chosen_crs_wins_over_the_one_stated_and_is_told():
    wrong = placed({"crs": "EPSG:4548"}, "EPSG:4527", SRID)
    assert wrong.warnings == ["crs_overridden"]
    assert miss(read({"crs": "EPSG:4548"}, TRUE, "EPSG:4527")) < 0.001


def test_reading_an_old_datum_as_the_new_one_is_told_apart():
    assert placed({"crs": "EPSG:4548"}, "EPSG:2436", SRID).warnings == ["datum_overridden"]
    assert placed({"crs": "EPSG:4548"}, "nobody understands this", SRID).warnings == ["crs_overridden"]
    assert placed({"crs": "EPSG:4490"}, "EPSG:4326", SRID).warnings == ["crs_overridden"]


@pytest.mark.parametrize("code", [4548, 4527, 4326, 3857])
def test_swapped_axes_are_swapped_back(code):
    points = into(f"EPSG:{code}", PLACES)[:, ::-1]
    place = {"crs": f"EPSG:{code}", "swapped": True}
    assert miss(read(place, points)) < 0.001
    assert miss(read({"swapped": True}, points, f"EPSG:{code}")) < 0.001
    assert placed(place, None, SRID).shown == f"EPSG:{code}, swapped axes"


@pytest.mark.parametrize(("unit", "metres"), [("ft", FOOT), ("usft", SURVEY_FOOT), ("m", 1)])
def test_feet_become_metres(unit, metres):
    assert miss(read({"unit": unit}, TRUE / metres, "EPSG:4548")) < 0.001


def test_the_two_feet_lie_metres_apart_at_this_northing():
    assert 5 < miss(read({"unit": "ft"}, TRUE / SURVEY_FOOT, "EPSG:4548")) < 10


def test_metres_under_a_crs_in_survey_feet_are_read():
    kentucky = np.array([(-84.5, 38.05)])
    metres, feet = into("EPSG:3546", kentucky), into("EPSG:3547", kentucky)
    for unit, points in (("m", metres), ("", feet), ("usft", feet)):
        found = read({"unit": unit}, points, "EPSG:3547", srid=3546)
        assert miss(found, metres) < 0.001


def test_degrees_have_no_feet():
    assert refused({"crs": "EPSG:4326", "unit": "ft"}) == "unit_of_degrees"
    assert miss(read({"crs": "EPSG:4326", "unit": "m"}, PLACES)) < 0.001


@pytest.mark.parametrize("code", [4326, 4490, 3857, 4548])
def test_gcj02_is_taken_off_degrees_and_metres(code):
    shifted = np.column_stack(shifts.gcj02_from_wgs84(*PLACES.T))
    points = into(f"EPSG:{code}", shifted)
    assert miss(read({"crs": f"EPSG:{code}", "shift": "gcj02"}, points)) < 0.002
    assert 400 < miss(read({"crs": f"EPSG:{code}"}, points)) < 800


def test_bd09_is_taken_off_degrees_only():
    points = np.column_stack(shifts.bd09_from_wgs84(*PLACES.T))
    assert miss(read({"crs": "EPSG:4326", "shift": "bd09"}, points)) < 0.002
    assert miss(read({"crs": "EPSG:4326", "shift": "bd09", "swapped": True}, points[:, ::-1])) < 0.002
    assert refused({"crs": "EPSG:3857", "shift": "bd09"}) == "shift_needs_degrees"


@pytest.mark.parametrize("code", [2384, 2363, 4610, 2436, 2415, 4214])
def test_old_datums_are_refused_without_control_points(code):
    assert refused({}, f"EPSG:{code}") == "crs_no_datum_shift"
    assert refused({"crs": f"EPSG:{code}", "shift": "gcj02"}) == "crs_no_datum_shift"
    assert refused({"points": controlled(TRUE)["points"][:2]}, f"EPSG:{code}") == "points_too_few"


@pytest.mark.parametrize(
    ("grid", "lon", "east", "stated"),
    [
        (BEIJING, 117, 500_000, "EPSG:2436"),
        (BEIJING, 117, 39_500_000, "EPSG:2415"),
        (BEIJING, 120, 500_000, "EPSG:2437"),
        (XIAN, 117, 500_000, "EPSG:2384"),
        (XIAN, 114, 38_500_000, "EPSG:2362"),
    ],
)
def test_old_datums_come_in_on_control_points_even_from_another_zone(grid, lon, east, stated):
    crs = grid.format(lon=lon, east=east)
    place = controlled(into(crs, PLACES))
    assert miss(read(place, into(crs, PLACES), stated)) < 0.01
    # Twenty kilometres beyond the points, where the fit is told to be doubtful, it holds to decimetres.
    assert miss(read(place, into(crs, FAR), stated), into(f"EPSG:{SRID}", FAR)) < 0.3
    fit = placed(place, stated, SRID).as_dict()["fit"]
    assert (fit["points"], fit["rms_m"] < 0.01, abs(fit["scale"] - 1) < 1e-4) == (5, True, True)


def test_old_degrees_come_in_on_control_points():
    crs = "+proj=longlat +ellps=krass +towgs84=15.8,-154.4,-82.3"
    place = controlled(into(crs, PLACES))
    assert miss(read(place, into(crs, PLACES), "EPSG:4214")) < 0.02


def test_a_local_grid_comes_in_on_control_points():
    place = controlled(local(TRUE))
    for stated in (None, 'LOCAL_CS["city grid",UNIT["m",1]]', "nobody understands this"):
        found = placed(place, stated, SRID)
        assert miss(read(place, local(TRUE), stated)) < 0.001
        assert found.shown == "fitted on 5 points, rms 0.0 m"
    assert found.as_dict()["fit"]["scale"] == pytest.approx(0.9998, abs=1e-6)
    assert found.as_dict()["fit"]["rotation_deg"] == pytest.approx(7, abs=1e-4)


def test_a_wrong_statement_can_be_set_aside_for_control_points():
    place = controlled(local(TRUE))
    assert refused(place, "EPSG:4326") in ("points_outside_grid", "points_disagree")
    assert miss(read(place | {"crs": "local"}, local(TRUE), "EPSG:4326")) < 0.001


def test_control_points_are_given_in_the_files_own_order_and_unit():
    swapped_feet = local(TRUE)[:, ::-1] / FOOT
    place = controlled(swapped_feet, swapped=True, unit="ft")
    assert miss(read(place, swapped_feet)) < 0.001
    assert refused(controlled(local(TRUE)[:, ::-1])) == "points_mirrored"


def test_control_points_that_disagree_are_refused_until_more_is_allowed():
    points = local(TRUE)
    points[2] += (3, 0)
    place = controlled(points)
    with pytest.raises(Refused) as refusal:
        placed(place, None, SRID)
    details = refusal.value.details
    assert (refusal.value.reason, details["point"], details["tolerance_m"]) == ("points_disagree", 3, TOLERANCE_M)
    assert 1 < details["worst_m"] < 3
    allowed = placed(place | {"tolerance_m": 3.0}, None, SRID)
    (code, fit), *_ = allowed.warnings
    assert (code, fit["worst_m"], len(fit["residuals_m"])) == ("crs_fitted", details["worst_m"], 5)


def test_points_on_one_spot_or_on_a_line_and_a_strange_scale_are_told():
    spot = controlled(np.repeat(local(TRUE)[:1], 5, axis=0))
    assert refused(spot) == "points_same_point"
    line = TRUE[0] + np.array([(0, 0), (400, 3), (900, 0), (1500, 2)])
    degrees = np.column_stack(Transformer.from_crs(SRID, 4326, always_xy=True).transform(*line.T))
    assert "points_in_line" in [code for code, _ in placed(controlled(local(line), degrees), None, SRID).warnings]
    feet = placed(controlled(local(TRUE) / FOOT), None, SRID)
    assert ["points_scale", {"scale": pytest.approx(0.3048, abs=1e-3)}] in feet.warnings


def test_reaching_far_beyond_the_control_points_is_told():
    placement = placed(controlled(local(TRUE)), None, SRID)
    placement.transform(*local(TRUE).T)
    assert placement.late_warnings() == []
    placement.transform(*local(TRUE + (20_000, 0)).T)
    assert [code for code, _ in placement.late_warnings()] == ["points_far"]


@pytest.mark.parametrize(
    ("place", "part"),
    [
        ({"crs": 4548}, "crs"),
        ({"crs": "x" * 30_000}, "crs"),
        ({"crs": "local"}, "points"),
        ({"swapped": "no"}, "swapped"),
        ({"unit": "chi"}, "unit"),
        ({"unit": ["ft"]}, "unit"),
        ({"shift": "mars"}, "shift"),
        ({"points": [[1, 2, 3]]}, "points"),
        ({"points": [[1, 2, 3, float("nan")]]}, "points"),
        ({"points": [[1, 2, 36.8, 116.2]]}, "points"),
        ({"points": [[1, 2, True, 3]]}, "points"),
        ({"points": [[1, 2, 116, 36]] * 201}, "points"),
        ({"points": controlled(TRUE)["points"], "shift": "gcj02"}, "shift"),
        ({"tolerance_m": 5.1}, "tolerance_m"),
        ({"tolerance_m": 0}, "tolerance_m"),
        ({"tolerance_m": "1"}, "tolerance_m"),
    ],
)
def test_a_place_that_makes_no_sense_is_refused_with_its_part(place, part):
    with pytest.raises(Refused) as refusal:
        complete(place)
    assert (refusal.value.reason, refusal.value.details) == ("place_wrong", {"part": part})


@pytest.mark.parametrize(
    ("points", "stated", "likely", "label"),
    [
        (into("EPSG:4527", PLACES), None, {"crs": "EPSG:4527"}, "EPSG:4527"),
        (TRUE, None, {"crs": "EPSG:4548"}, "EPSG:4548"),
        (TRUE, 4527, {"crs": "EPSG:4548"}, "EPSG:4548"),
        (into("EPSG:4527", PLACES), 4548, {"crs": "EPSG:4527"}, "EPSG:4527"),
        (into("EPSG:4549", PLACES), 4548, {"crs": "EPSG:4549"}, "EPSG:4549"),
        (into("EPSG:4498", PLACES), 4549, {"crs": "EPSG:4498"}, "EPSG:4498"),
        (PLACES, 4548, {"crs": "EPSG:4326"}, "EPSG:4326"),
        (PLACES[:, ::-1], None, {"crs": "EPSG:4326", "swapped": True}, "EPSG:4326, swapped axes"),
        (TRUE[:, ::-1], 4548, {"crs": "EPSG:4548", "swapped": True}, "swapped axes"),
        (into("EPSG:4527", PLACES)[:, ::-1], 4548, {"crs": "EPSG:4527", "swapped": True}, "EPSG:4527, swapped axes"),
        (TRUE / FOOT, 4548, {"crs": "EPSG:4548", "unit": "ft"}, "in feet"),
        (into("EPSG:3857", PLACES), None, {"crs": "EPSG:3857"}, "EPSG:3857"),
    ],
)
def test_the_likeliest_place_is_named_whole(points, stated, likely, label):
    crs = CRS.from_epsg(stated) if stated else None
    place = likely_place(*points.T, crs, SRID, COUNTY)
    assert place == complete(likely)
    assert likely_label(place, crs) == label
    assert shapely.intersects_xy(COUNTY, *read(place, points, crs).T).all()


def test_nothing_is_likely_for_a_local_grid_and_no_shift_is_ever_guessed():
    assert likely_place(*local(TRUE).T, None, SRID, COUNTY) is None
    shifted = np.column_stack(shifts.gcj02_from_wgs84(*PLACES.T))
    assert likely_place(*shifted.T, None, SRID, COUNTY)["shift"] == ""
