"""Exports of the table under the map: the same rows in other clothes, stamped and journalled."""
import io
import json
import sqlite3
import zipfile

import openpyxl
import pyogrio
import pytest
import shapely

from geo_renovation.accounts.models import Act
from geo_renovation.interchange import tables
from geo_renovation.interchange.contiguous import pieces
from geo_renovation.maps.table import KINDS
from tests.factories import CompoundFactory, DistrictFactory, SegmentFactory

COLUMNS = "code,name,stage,year_built,estimate_cny"


@pytest.fixture
def town(county):
    DistrictFactory(code="371526001")
    CompoundFactory(code="A", name="=HYPERLINK(1)", estimate_cny="1000.25", stage="surveyed")
    CompoundFactory(code="B", name="光明里", at=(300, 0), completion_year=None, estimate_cny=None)
    SegmentFactory(code="G1", owner="water", points=((-50, 50), (250, 50)))


def exported(client, ending, layer="compounds", **query):
    answer = client.get(f"/map/export/{layer}.{ending}", {"columns": COLUMNS, "sort": "-code"} | query)
    assert answer.status_code == 200, answer.content
    return answer


def sheet_of(answer):
    return openpyxl.load_workbook(io.BytesIO(answer.content)).active


def layer_of(answer, tmp_path, name, layer=None):
    path = tmp_path / name
    path.write_bytes(answer.content)
    return pyogrio.read_dataframe(path, layer=layer)


def test_a_workbook_holds_the_rows_in_their_order_with_words_for_codes_and_a_row_of_sums(town, client_of):
    sheet = sheet_of(exported(client_of("planner"), "xlsx"))
    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    assert [row[0] for row in rows[:2]] == ["B", "A"]
    assert rows[1][3:] == (1995, 1000.25)
    assert "surveyed" not in rows[1]
    assert rows[2][4] == 1000.25
    assert len({cell.value for cell in sheet[3]}) == 5


def test_text_stays_text(town, client_of):
    sheet = sheet_of(exported(client_of("planner"), "xlsx"))
    assert (sheet["B5"].value, sheet["B5"].data_type) == ("=HYPERLINK(1)", "s")
    assert (sheet["E5"].data_type, sheet["E5"].number_format) == ("n", "#,##0.00")


@pytest.mark.parametrize("ending", ["xlsx", "gpkg", "geojson", "zip"])
def test_every_format_says_who_took_what_by_which_filter(town, client_of, tmp_path, ending):
    client = client_of("planner", username="zhang")
    answer = exported(client, ending, stage="surveyed")
    held = {
        "xlsx": lambda: str(list(sheet_of(answer).values)),
        "gpkg": lambda: layer_of(answer, tmp_path, "a.gpkg", "about").to_csv(),
        "geojson": lambda: answer.content.decode(),
        "zip": lambda: zipfile.ZipFile(io.BytesIO(answer.content)).read("readme.txt").decode("utf-8-sig"),
    }[ending]()
    assert "zhang" in held
    assert "surveyed" not in exported(client, ending).headers["Content-Disposition"]
    act = Act.objects.order_by("id").first()
    assert (act.verb, act.subject, act.user.username) == ("exported", "compounds", "zhang")
    assert (act.details["query"], act.details["rows"], act.details["format"]) == ("stage=surveyed", 1, ending)
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_geopackage_holds_shapes_in_the_countys_crs_and_typed_columns(town, client_of, tmp_path, settings):
    layer = layer_of(exported(client_of("planner"), "gpkg"), tmp_path, "a.gpkg", "compounds")
    assert layer.crs.to_epsg() == settings.COUNTY_SRID
    assert list(layer["code"]) == ["B", "A"]
    assert list(layer.columns[:-1]) == COLUMNS.split(",")
    assert layer.geometry.area.tolist() == pytest.approx([10_000, 10_000])
    held = sqlite3.connect(tmp_path / "a.gpkg").execute("select estimate_cny, typeof(year_built) from compounds")
    assert held.fetchall() == [(None, "null"), (1000.25, "integer")]


def test_geojson_is_in_degrees(town, client_of):
    body = json.loads(exported(client_of("planner"), "geojson").content)
    assert [feature["properties"]["code"] for feature in body["features"]] == ["B", "A"]
    west, south, east, north = shapely.from_geojson(json.dumps(body["features"][1]["geometry"])).bounds
    assert 116 < west < east < 117
    assert 36 < south < north < 37


@pytest.mark.parametrize(("encoding", "declared"), [("gbk", "GBK"), ("utf-8", "UTF-8"), ("nonsense", "UTF-8")])
def test_a_shapefile_has_ascii_headings_texts_in_the_encoding_asked_for_and_a_readme(
    town, client_of, tmp_path, encoding, declared
):
    answer = exported(client_of("planner"), "zip", encoding=encoding)
    parts = zipfile.ZipFile(io.BytesIO(answer.content))
    assert {name.partition(".")[2] for name in parts.namelist()} == {"shp", "shx", "dbf", "prj", "cpg", "txt"}
    assert "光明里".encode(declared) in parts.read("compounds.dbf")
    assert parts.read("compounds.cpg").decode() == declared
    parts.extractall(tmp_path)
    layer = pyogrio.read_dataframe(tmp_path / "compounds.shp")
    assert list(layer.columns[:-1]) == ["CODE", "NAME", "STAGE", "YEAR_BUILT", "ESTIMATE"]
    assert list(layer["NAME"]) == ["光明里", "=HYPERLINK(1)"]
    assert layer["ESTIMATE"][1] == 1000.25
    assert "YEAR_BUILT\t" in parts.read("readme.txt").decode("utf-8-sig")


def test_characters_that_gbk_lacks_are_told_in_the_readme(town, client_of):
    CompoundFactory(code="C", name="𠮷祥里", at=(600, 0))
    for encoding, lines in (("gbk", 1), ("utf-8", 0)):
        answer = exported(client_of("planner"), "zip", encoding=encoding)
        readme = zipfile.ZipFile(io.BytesIO(answer.content)).read("readme.txt").decode("utf-8-sig")
        assert readme.count("?") == lines


@pytest.mark.parametrize("layer", sorted(KINDS))
def test_headings_of_a_shapefile_are_short_ascii_and_each_stands_once(layer):
    headings = [column.heading for column in KINDS[layer].columns]
    assert len(set(headings)) == len(headings)
    assert all(heading.isascii() and len(heading) <= 10 for heading in headings)


@pytest.mark.parametrize("ending", ["xlsx", "gpkg", "geojson", "zip"])
def test_a_filter_that_finds_nothing_is_a_file_without_rows(town, client_of, ending):
    assert exported(client_of("planner"), ending, stage="-").content
    assert exported(client_of("planner"), ending, "segments", **{"class": "-"}).content


def test_lines_leave_cut_to_what_their_viewer_may_see(town, client_of):
    client = client_of("street-yuqiuhu")
    body = json.loads(exported(client, "geojson", "segments", columns="code,metres").content)
    (line,) = body["features"]
    assert line["properties"] == {"code": None, "metres": 300.0}
    assert client_of("enforcement").get("/map/export/segments.xlsx").status_code == 404


@pytest.mark.parametrize("ending", ["xlsx", "gpkg", "geojson", "zip"])
def test_networks_over_more_than_25_km2_of_contiguous_ground_are_refused(county, client_of, ending):
    client = client_of("planner")
    SegmentFactory(points=((0, 0), (5100, 0)))
    assert client.get(f"/map/export/segments.{ending}").status_code == 200
    SegmentFactory(points=((0, 0), (0, 9900)))
    answer = client.get(f"/map/export/segments.{ending}")
    assert (answer.status_code, bool(answer.json()["error"])) == (422, True)
    assert Act.objects.count() == 1


def test_separate_grounds_count_each_for_itself():
    far = shapely.linestrings([[[0, 0], [900, 0]], [[50_000, 50_000], [50_000, 50_900]], [[100, 0], [100, 900]]])
    areas = sorted(round(piece.area) for piece in pieces(far))
    assert areas == [0, 405_000]


def test_more_rows_than_a_file_may_hold_are_refused(town, client_of, monkeypatch):
    monkeypatch.setattr(tables, "MOST_ROWS", 1)
    assert client_of("planner").get("/map/export/compounds.xlsx").status_code == 422
    assert not Act.objects.exists()


def test_a_child_that_fails_is_told_and_not_journalled(town, client_of, monkeypatch):
    monkeypatch.setattr("geo_renovation.interchange.writers.geopackage.LONGEST_S", 0.001)
    assert client_of("planner").get("/map/export/compounds.gpkg").status_code == 503
    assert not Act.objects.exists()


def test_a_visitor_takes_what_is_published(town, client):
    CompoundFactory(code="P", at=(900, 0), published=True)
    rows = list(sheet_of(exported(client, "xlsx")).iter_rows(min_row=3, values_only=True))
    assert (rows[1][0], len(rows), len(rows[0])) == ("P", 3, 3)
    assert Act.objects.get().user is None
