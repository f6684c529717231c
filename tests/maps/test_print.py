"""What is on a sheet, and where."""

import pytest

from geo_renovation.maps.print.sheet import lonlat
from tests.factories import CompoundFactory, NodeFactory, RoadFactory, SegmentFactory
from tests.factories.shapes import EAST, NORTH
from tests.maps.pdf_reading import fonts_of, opened, page_size, strokes_of, text_of
from tests.maps.printing import AMBER, GAS, WATER, address, lengths, sheet


@pytest.mark.parametrize(
    ("paper", "turned", "scale", "mm"),
    [("A4", "landscape", 1000, 100), ("A4", "portrait", 2000, 50), ("A3", "landscape", 5000, 20), ("A3", "portrait", 500, 200)],
)
def test_a_hundred_metres_are_true_to_scale(county, client_of, paper, turned, scale, mm):
    SegmentFactory(points=((-30, -40), (30, 40)))
    drawn = sorted(lengths(sheet(client_of("planner"), paper=paper, turned=turned, scale=scale), WATER))
    assert drawn == [pytest.approx(8, abs=0.1), pytest.approx(mm, abs=0.1)]  # the legend's, then the line itself


def test_the_paper_is_as_ordered(county, client):
    assert page_size(sheet(client)) == (297, 210)
    assert page_size(sheet(client, paper="A3", turned="portrait")) == (297, 420)


def test_all_is_on_one_page_whose_letters_are_in_the_file(county, client_of, settings):
    settings.MAP_ATTRIBUTION, settings.MAP_APPROVAL = "县自然资源局", "鲁S(2026)000号"
    CompoundFactory(name="光明家属院", at=(-50, -50), stage="designed")
    RoadFactory(name="人民路", points=((-90, 60), (90, 60)))
    made = sheet(client_of("planner", username="li"), title="鱼邱湖片区 2027 <b>&")
    text = text_of(made)
    for word in ("鱼邱湖片区2027<b>&", "1:1000", "④光明家属院", "人民路", "县自然资源局", "鲁S(2026)000号", "EPSG:4548", "li"):
        assert word in text
    assert len(opened(made).pages) == 1
    fonts = fonts_of(made)
    assert fonts
    assert all(fonts.values())
    assert all(name[7:8] == "+" for name in fonts)


def test_filter_and_layers_decide_what_is_drawn(county, client_of):
    CompoundFactory(name="设计小区", at=(-80, -50), stage="designed")
    CompoundFactory(name="上报小区", at=(30, -50), stage="reported")
    SegmentFactory(points=((-50, 0), (50, 0)))
    SegmentFactory(points=((-50, 20), (50, 20)), network_class="RQ")
    planner = client_of("planner")
    made = sheet(planner, stage="designed", **{"class": "RQ"})
    assert "设计小区" in text_of(made)
    assert "上报小区" not in text_of(made)
    assert lengths(made, WATER) == []
    assert lengths(made, GAS)
    bare = sheet(planner, layers="segments")
    assert "设计小区" not in text_of(bare)
    assert lengths(bare, WATER)
    empty = sheet(planner, layers="-")
    assert lengths(empty, WATER) == []


def test_an_earlier_day_shows_the_stage_of_that_day(county, client_of):
    CompoundFactory(name="光明小区", at=(-50, -50), stage="designed")
    assert "④光明小区" in text_of(sheet(client_of("planner")))
    long_ago = text_of(sheet(client_of("planner"), date="1999-12-31"))
    assert "○光明小区" in long_ago
    assert "1999-12-31" in long_ago


def test_the_legend_counts_what_is_on_the_sheet(county, client_of):
    for n in range(3):
        CompoundFactory(at=(-100 + 60 * n, -50), size=40, stage="designed")
    CompoundFactory(at=(3000, 3000), stage="designed")
    SegmentFactory(points=((0, 0), (5000, 0)))
    text = text_of(sheet(client_of("planner"), **{"class": "JS"}))
    # The frame is 221 m wide: half of it lies east of the centre.
    assert "JS110m" in text or "JS111m" in text
    assert "④" in text
    made = sheet(client_of("planner"), layers="compounds", paper="A3", scale=500)
    assert "3" in text_of(made)


def test_chosen_compounds_are_ringed_in_amber(county, client_of):
    chosen = CompoundFactory(at=(-80, -50))
    CompoundFactory(at=(30, -50))
    planner = client_of("planner")
    assert lengths(sheet(planner), AMBER) == []
    ring = lengths(sheet(planner, basket=chosen.code), AMBER)
    assert sum(ring) >= 300


def test_valves_are_drawn_on_large_scales_only(county, client_of):
    SegmentFactory(points=((-50, 0), (50, 0)))
    planner = client_of("planner")
    before = len(strokes_of(sheet(planner)))
    NodeFactory(at=(0, 0))
    assert len(strokes_of(sheet(planner))) == before + 2
    assert len(strokes_of(sheet(planner, scale=5000))) == before


def test_a_sheet_is_fitted_round_a_box(county, client):
    west, south = lonlat(EAST - 200, NORTH - 150)
    east, north = lonlat(EAST + 200, NORTH + 150)
    box = f"{west:.7f},{south:.7f},{east:.7f},{north:.7f}"
    assert "1:2000" in text_of(sheet(client, scale="fit", fit=box))
    laid = client.get(address(scale="fit", fit=box).replace("/print/", "/print/sheet.json")).json()
    assert laid["scale"] == 2000
    latitudes, longitudes = zip(*laid["outline"], strict=True)
    assert min(longitudes) < west < east < max(longitudes)
    assert min(latitudes) < south < north < max(latitudes)


def test_a_sheet_asks_the_database_a_fixed_number_of_times(county, client_of, django_assert_max_num_queries):
    for n in range(5):
        CompoundFactory(at=(-100 + 30 * n, -50), size=20, stage="designed")
        SegmentFactory(points=((-50, n), (50, n)))
        NodeFactory(at=(n, 0))
    planner = client_of("planner")
    with django_assert_max_num_queries(30):
        sheet(planner)
