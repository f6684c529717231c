"""Shapes are transformed, checked, capped, repaired and checked again."""

import numpy as np
import pytest
import shapely
from pyproj import CRS

from geo_renovation.interchange.readers import limits
from geo_renovation.interchange.readers.crs import resolve, shown, transformer
from geo_renovation.interchange.readers.geometry import Shaper
from geo_renovation.interchange.refusals import Refused

SRID = 4548
CENTRE = (430_800, 4_081_200)
COUNTY = shapely.box(420_000, 4_070_000, 440_000, 4_090_000)


def moved(shape):
    return shapely.affinity.translate(shape, *CENTRE)


def shaped(family, *shapes, crs=SRID, outline=COUNTY):
    source = CRS.from_epsg(crs)
    shaper = Shaper(family, source, transformer(source, SRID), SRID, outline)
    hexed, faults, repaired = shaper.shape([s if isinstance(s, bytes) or s is None else s.wkb for s in shapes])
    read = [shapely.from_wkb(h) if h else None for h in hexed]
    return read, [(row, reason) for row, reason, *_ in faults], repaired, shaper


def places(family, *shapes, crs=SRID, outline=COUNTY):
    """{reason: place} of what is refused."""
    source = CRS.from_epsg(crs)
    faults = Shaper(family, source, transformer(source, SRID), SRID, outline).shape([shape.wkb for shape in shapes])[1]
    return {reason: place for _, reason, _, _, place in faults}


SQUARE = moved(shapely.box(0, 0, 10, 10))
# A spike of 2 mm² crosses itself: repairing changes next to nothing.
SLIVER = moved(shapely.Polygon([(0, 0), (10, 0), (10, 10), (10.001, 10.002), (9.999, 10.002), (10, 10), (0, 10)]))
BOW_TIE = moved(shapely.Polygon([(0, 0), (10, 10), (10, 0), (0, 9)]))


def test_single_parts_become_what_the_column_holds():
    (square,), faults, _, _ = shaped("polygon", SQUARE)
    assert (square.geom_type, shapely.get_srid(square), faults) == ("MultiPolygon", SRID, [])
    line = moved(shapely.LineString([(0, 0), (5, 5)]))
    assert shaped("multiline", line)[0][0].geom_type == "MultiLineString"
    assert shaped("line", shapely.multilinestrings([line]))[0][0].geom_type == "LineString"


def test_heights_are_dropped():
    line = shapely.LineString([(*CENTRE, 21.5), (CENTRE[0] + 9, CENTRE[1], 22)])
    assert not shaped("line", line)[0][0].has_z


def test_several_lines_are_no_segment():
    lines = shapely.MultiLineString([[CENTRE, (430_900, 4_081_200)], [(431_000, 4_081_200), (431_100, 4_081_200)]])
    assert shaped("line", lines)[1] == [(0, "multi_part")]


def test_the_wrong_type_is_refused():
    assert shaped("polygon", shapely.Point(CENTRE), SQUARE)[1] == [(0, "wrong_type")]


def test_missing_empty_and_broken_shapes_are_refused():
    faults = shaped("polygon", None, shapely.Polygon(), b"\x01\x03\x00", SQUARE)[1]
    assert sorted(faults) == [(0, "geometry_missing"), (1, "geometry_missing"), (2, "geometry_unreadable")]


@pytest.mark.filterwarnings("ignore:invalid value")
def test_a_coordinate_that_is_no_number_is_refused():
    assert shaped("line", shapely.LineString([CENTRE, (np.nan, 1)]))[1] == [(0, "coordinate_not_a_number")]


def test_an_invalid_polygon_is_repaired_where_its_area_hardly_changes():
    (mended,), faults, repaired, _ = shaped("polygon", SLIVER)
    assert (mended.is_valid, faults) == (True, [])
    assert [(row, change < limits.REPAIRABLE_AREA_CHANGE) for row, change in repaired] == [(0, True)]


def test_an_invalid_polygon_is_refused_where_repair_would_change_it():
    assert shaped("polygon", BOW_TIE)[1] == [(0, "invalid_geometry")]


def test_a_fault_carries_the_spot_where_it_lies():
    (crossing,) = places("polygon", BOW_TIE).values()
    assert moved(shapely.LineString([(0, 0), (10, 10)])).distance(shapely.Point(crossing)) < 0.001
    assert moved(shapely.LineString([(0, 9), (10, 0)])).distance(shapely.Point(crossing)) < 0.001
    assert places("polygon", shapely.Point(CENTRE)) == {"wrong_type": [*CENTRE]}
    apart = moved(shapely.MultiLineString([[(3, 4), (5, 6)], [(9, 9), (20, 20)]]))
    assert places("line", apart) == {"multi_part": [CENTRE[0] + 3, CENTRE[1] + 4]}


def test_the_spot_of_a_fault_is_in_the_countys_crs():
    found = places("polygon", shapely.Point(39_430_800, 4_081_200), crs=4527)["wrong_type"]
    assert found == pytest.approx(CENTRE, abs=1)


def test_a_spot_that_no_map_of_the_county_shows_is_left_out():
    assert places("polygon", shapely.Point(1, 1)) == {"wrong_type": None}
    assert places("point", shapely.Point(1, 1)) == {"outside_county": None}
    assert places("polygon", BOW_TIE, outline=None) == {"invalid_geometry": None}


def test_a_large_scribble_is_refused_at_once():
    corner = np.random.default_rng(1).uniform(0, 1000, (limits.REPAIRABLE_VERTICES + 1, 2))
    assert shaped("polygon", moved(shapely.Polygon(corner)))[1] == [(0, "invalid_and_large")]


def test_too_many_vertices_and_holes_are_refused():
    turns = np.linspace(0, 2 * np.pi, limits.VERTICES_PER_FEATURE + 1, endpoint=False)
    ring = shapely.Polygon(np.column_stack((np.cos(turns), np.sin(turns))) * 1000)
    assert shaped("polygon", moved(ring))[1] == [(0, "too_many_vertices")]
    xs = np.arange(limits.HOLES + 1) * 0.5
    holes = [[(x, 1), (x + 0.2, 1), (x + 0.2, 2)] for x in xs]
    sieve = moved(shapely.Polygon([(-1, 0), (3000, 0), (3000, 9), (-1, 9)], holes))
    assert shaped("polygon", sieve)[1] == [(0, "too_many_holes")]


def test_a_line_of_no_length_is_refused():
    assert shaped("line", shapely.LineString([CENTRE, CENTRE]))[1] == [(0, "zero_length")]


def test_what_lies_mostly_outside_the_county_is_refused():
    out, over = shapely.box(0, 0, 9, 9), shapely.box(439_000, 4_080_000, 443_000, 4_080_100)
    edge = shapely.box(437_000, 4_080_000, 441_000, 4_080_100)
    assert shaped("polygon", out, over, edge)[1] == [(0, "outside_county"), (1, "outside_county")]


def test_one_vertex_at_the_origin_puts_a_line_outside():
    assert shaped("line", shapely.LineString([CENTRE, (0, 0)]))[1] == [(0, "outside_county")]


@pytest.mark.parametrize(
    ("point", "stated", "likely"),
    [
        ((116.224, 36.8594), SRID, "EPSG:4326"),
        ((36.8594, 116.224), 4326, "swapped axes"),
        ((36.8594, 116.224), SRID, "EPSG:4326, swapped axes"),
        ((4_081_200, 430_800), SRID, "swapped axes"),
        ((39_430_800, 4_081_200), SRID, "EPSG:4527"),
        ((430_800, 4_081_200), 4527, "EPSG:4548"),
        ((12_937_996, 4_417_000), SRID, "EPSG:3857"),
    ],
)
def test_the_likely_crs_is_named(point, stated, likely):
    _, faults, _, shaper = shaped("point", shapely.Point(point), crs=stated)
    assert faults == [(0, "outside_county")]
    assert shaper.likely_crs() == likely


def test_nothing_likely_is_said_of_what_fits_nowhere():
    assert shaped("point", shapely.Point(1, 1))[3].likely_crs() is None


@pytest.mark.parametrize(("code", "point"), [(4527, (39_430_800, 4_081_200)), (4548, CENTRE), (4326, (116.2229, 36.8602))])
def test_cgcs2000_with_and_without_zone_prefix_and_wgs84_are_read(code, point):
    (found,), faults, _, _ = shaped("point", shapely.Point(point), crs=code)
    assert faults == []
    assert found.distance(shapely.Point(CENTRE)) < 200


@pytest.mark.parametrize("code", [2384, 4610, 2436, 4214, 4555, 4269])
def test_what_has_no_datum_shift_is_refused(code):
    with pytest.raises(Refused) as refusal:
        resolve(f"EPSG:{code}", None, SRID)
    assert refusal.value.reason == "crs_no_datum_shift"


@pytest.mark.parametrize(
    ("stated", "asked", "reason"),
    [(None, None, "crs_missing"), ("EPSG:1", None, "crs_unknown"), (None, "EPSG:nothing", "crs_unknown"),
     ('LOCAL_CS["city grid",UNIT["m",1]]', None, "crs_no_datum_shift")],
)
def test_a_crs_is_never_guessed(stated, asked, reason):
    with pytest.raises(Refused) as refusal:
        resolve(stated, asked, SRID)
    assert refusal.value.reason == reason


def test_asking_for_another_crs_than_stated_is_told():
    crs, _, warnings = resolve("EPSG:4326", "EPSG:4490", SRID)
    assert (shown(crs), warnings) == ("EPSG:4490", ["crs_overridden"])
    assert resolve("EPSG:4490", "EPSG:4490", SRID)[2] == []


def test_a_crs_that_is_asked_for_wins_over_a_statement_nobody_understands():
    _crs, transform, warnings = resolve("no such thing", "EPSG:4548", SRID)
    assert transform is None
    assert warnings == ["crs_overridden"]
