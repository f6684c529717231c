"""A place goes all the way: through the sandbox into the database, and into the run's report."""

import numpy as np
import pytest
import shapely
from django.utils import translation

from geo_renovation.interchange.actions import import_layer
from geo_renovation.interchange.models import ImportRun
from geo_renovation.spatial import shifts
from geo_renovation.utilities.models import Segment
from tests.factories import OrganisationFactory

from .files import at, frame
from .grids import BEIJING, PLACES, controlled, degrees, into, local

ROUTES = [[(-900, -700), (-400, -100)], [(0, 0), (300, 40), (800, 900)], [(-200, 600), (500, 650)]]
TRUE = [np.array([at(*point) for point in route]) for route in ROUTES]
CONSTANTS = {"network_class": "JS", "owner": "water"}


@pytest.fixture(autouse=True)
def _water(county):
    OrganisationFactory(code="water", name="自来水公司", role="utility")
    with translation.override("en"):
        yield


def shapefile(folder, routes, crs=None):
    """Pipes as others digitised them, with or without a .prj."""
    named = [({"code": f"S{n}"}, shapely.LineString(route)) for n, route in enumerate(routes)]
    path = folder / "pipes.shp"
    frame(*named, srid=crs or 4548).to_file(path)
    if crs is None:
        path.with_suffix(".prj").unlink()
    return path


def imported(path, place=None, **more):
    return import_layer(path, "segments", place=place, constants=CONSTANTS, **more)


def misses():
    """Metres by which each stored line misses the true one."""
    stored = dict(Segment.objects.values_list("code", "route"))
    return [
        shapely.from_wkb(bytes(stored[f"S{n}"].wkb)).hausdorff_distance(shapely.LineString(route))
        for n, route in enumerate(TRUE)
    ]


def shifted(shift):
    return [np.column_stack(shift(*degrees(route).T)) for route in TRUE]


@pytest.mark.parametrize(
    ("routes", "stated", "place", "crs"),
    [
        (TRUE, None, {"crs": "EPSG:4548"}, "EPSG:4548"),
        (TRUE, 4527, {"crs": "EPSG:4548"}, "EPSG:4548"),
        ([r + (39_000_000, 0) for r in TRUE], 4548, {"crs": "EPSG:4527"}, "EPSG:4527"),
        ([r[:, ::-1] for r in TRUE], 4548, {"swapped": True}, "EPSG:4548, swapped axes"),
        ([r / 0.3048 for r in TRUE], 4548, {"unit": "ft"}, "EPSG:4548, in feet"),
        ([degrees(r)[:, ::-1] for r in TRUE], None, {"crs": "EPSG:4326", "swapped": True}, "EPSG:4326, swapped axes"),
        (shifted(shifts.gcj02_from_wgs84), 4326, {"shift": "gcj02"}, "EPSG:4326, GCJ-02"),
        (shifted(shifts.bd09_from_wgs84), None, {"crs": "EPSG:4326", "shift": "bd09"}, "EPSG:4326, BD-09"),
    ],
)
def test_lines_come_to_lie_where_they_are(tmp_path, routes, stated, place, crs):
    report = imported(shapefile(tmp_path, routes, stated), place)
    assert (report.refused, report.written, list(report.rejected)) == (None, 3, [])
    assert max(misses()) < 0.01
    assert report.crs == ImportRun.objects.get().crs == crs


def test_a_file_without_crs_is_refused_until_somebody_says_one(tmp_path):
    path = shapefile(tmp_path, TRUE)
    assert imported(path).refused["reason"] == "crs_missing"
    assert imported(path, {"swapped": True}).refused["reason"] == "crs_missing"
    assert not Segment.objects.exists()


def test_beijing_54_comes_in_on_control_points_and_the_fit_is_kept(tmp_path):
    grid = BEIJING.format(lon=117, east=500_000)
    path = shapefile(tmp_path, [into(grid, degrees(route)) for route in TRUE], 2436)
    assert imported(path).refused["reason"] == "crs_no_datum_shift"
    report = imported(path, controlled(into(grid, PLACES)))
    assert (report.refused, report.written) == (None, 3)
    assert max(misses()) < 0.02
    kept = ImportRun.objects.get()
    (fit,) = [warning for warning in kept.report["warnings"] if warning["reason"] == "crs_fitted"]
    assert (fit["points"], len(fit["residuals_m"]), fit["rms_m"] < 0.02) == (5, 5, True)
    assert kept.crs == f"fitted on 5 points, rms {fit['rms_m']} m"


def test_a_local_grid_is_refused_over_the_error_that_is_allowed(tmp_path):
    true = into("EPSG:4548", PLACES)
    path = shapefile(tmp_path, [local(route) for route in TRUE])
    rough = local(true) + np.array([(1, 0), (-1, 0), (0, 1), (0, -1), (0, 0)])
    refused = imported(path, controlled(rough))
    assert refused.refused["reason"] == "points_disagree"
    assert refused.refused["mend"]
    assert not Segment.objects.exists()
    assert imported(path, controlled(rough, tolerance_m=2.0)).written == 3
    assert max(misses()) < 2


def test_what_lies_far_from_the_control_points_is_told(tmp_path):
    near = into("EPSG:4548", PLACES)
    far = [*TRUE[:2], TRUE[2] + (8000, 0)]
    report = imported(shapefile(tmp_path, [local(route) for route in far]), controlled(local(near)))
    assert "points_far" in {warning["reason"] for warning in report.warnings}
    assert report.written == 3


def test_the_likeliest_place_is_named_in_words_and_never_taken(tmp_path):
    path = shapefile(tmp_path, [route[:, ::-1] + (0, 39_000_000) for route in TRUE], 4548)
    report = imported(path)
    assert {row["reason"] for row in report.rejected} == {"outside_county"}
    (warning,) = [each for each in report.warnings if each["reason"] == "crs_likely"]
    assert "EPSG:4527, swapped axes" in warning["message"]
    assert not Segment.objects.exists()


@pytest.mark.parametrize("place", [{"crs": "local"}, {"unit": "mile"}, {"points": [[1, 2]]}, {"swapped": "yes"}])
def test_a_place_that_makes_no_sense_refuses_the_file(tmp_path, place):
    assert imported(shapefile(tmp_path, TRUE, 4548), place).refused["reason"] == "place_wrong"
