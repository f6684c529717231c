"""Files for engineers: a drawing after CJJ 61, a GeoPackage that QGIS opens in colour, a workbook line by line."""
import io
import json
import sqlite3
from xml.etree import ElementTree

import ezdxf
import openpyxl
import pytest

from geo_renovation.accounts.models import Act
from geo_renovation.interchange.actions import import_layer
from geo_renovation.interchange.readers import drawing
from geo_renovation.utilities.models import Segment
from tests.factories import (
    CompoundFactory,
    DisclosureAreaFactory,
    NodeFactory,
    OrganisationFactory,
    SegmentFactory,
    UserFactory,
)
from tests.factories.bundles import frozen_of, row_of_compounds

pytestmark = pytest.mark.django_db


@pytest.fixture
def planner():
    return UserFactory(role="planner")


@pytest.fixture
def bundle(planner, county):
    """Two compounds with a water main through both, gas through one, a valve on the main and one outside."""
    row_of_compounds("AB", name="东院\nHACK%%d")
    SegmentFactory(code="W1", points=[(-50, 50), (170, 50)], owner="water", pressure="0.4")
    SegmentFactory(code="GAS-SECRET", points=[(10, -50), (10, 300)], owner="gas-tianma", network_class="RQ", depth_m=0.9)
    SegmentFactory(code="T1", points=[(50, 10), (50, 90)], owner="unicom", network_class="TX", placement="JK", depth_m=None)
    NodeFactory(code="V1", at=(60, 50), owner="water")
    NodeFactory(code="V2", at=(-40, 50), owner="water")
    return frozen_of("AB", by=planner, name="东片")


def fetched(client, user, address):
    client.force_login(user)
    answer = client.get(address)
    assert answer.status_code == 200, answer
    return answer


def of_bundle(client, user, bundle, ending):
    return fetched(client, user, f"/planning/bundles/{bundle.number}/v{bundle.version}/export.{ending}")


def of_compound(client, user, code, ending):
    return fetched(client, user, f"/compounds/{code}/networks.{ending}")


@pytest.fixture
def saved(tmp_path):
    """A response as the file it is."""

    def save(response, name):
        path = tmp_path / name
        path.write_bytes(response.content)
        return path

    return save


def lines_of(document):
    """{layer: metres of its lines}, without boundaries."""
    found = {}
    for line in document.modelspace().query("LWPOLYLINE[layer != 'BOUNDARY']"):
        points = [ezdxf.math.Vec2(point) for point in line.get_points("xy")]
        metres = sum(a.distance(b) for a, b in zip(points, points[1:], strict=False))
        found[line.dxf.layer] = found.get(line.dxf.layer, 0) + metres
    return {layer: pytest.approx(metres) for layer, metres in found.items()}


def test_the_drawing_is_sound_and_holds_the_lines_of_the_page_to_the_metre(client, planner, bundle, saved):
    page = client.get  # signed in by `fetched`
    document = ezdxf.readfile(saved(of_bundle(client, planner, bundle, "dxf"), "a.dxf"))
    auditor = document.audit()
    assert (auditor.errors, auditor.fixes) == ([], [])
    assert (document.dxfversion, document.units) == ("AC1024", ezdxf.units.M)
    figures = page(f"/planning/bundles/{bundle.number}/v1/?format=json").json()["figures"]
    assert lines_of(document) == {f"{row['network_class']}LINE": row["metres"] for row in figures["lines"]}
    space = document.modelspace()
    assert len(space.query("LWPOLYLINE[layer == 'BOUNDARY']")) == 2
    assert {line.dxf.linetype for line in space.query("LWPOLYLINE[layer == 'TXLINE']")} == {"DASHED"}


def test_layers_bear_the_colours_of_the_standard_and_nodes_are_blocks(client, planner, bundle, saved):
    document = ezdxf.readfile(saved(of_bundle(client, planner, bundle, "dxf"), "a.dxf"))
    colours = {name: tuple(document.layers.get(f"{name}LINE").rgb) for name in ("JS", "WS", "RQ", "RL", "DL", "TX", "GY")}
    assert colours == {
        "JS": (0, 255, 255), "WS": (76, 57, 38), "RQ": (255, 0, 255), "RL": (255, 128, 0), "DL": (255, 0, 0),
        "TX": (0, 255, 0), "GY": (0, 0, 0),
    }  # fmt: skip
    (valve,) = document.modelspace().query("INSERT")
    assert (valve.dxf.name, valve.dxf.layer) == ("阀门", "JSPOINT")
    assert {a.dxf.tag: a.dxf.text for a in valve.attribs}["点号"] == "V1"
    texts = [text.dxf.text for text in document.modelspace().query("TEXT[layer == 'JSTEXT']")]
    assert texts == [f"JS DN200 球墨铸铁 1.20m {OrganisationFactory(code='water').name}"] * len(texts)
    assert texts


def test_a_name_is_only_text_in_the_drawing(client, planner, bundle, saved):
    document = ezdxf.readfile(saved(of_bundle(client, planner, bundle, "dxf"), "a.dxf"))
    names = [text.dxf.text for text in document.modelspace().query("TEXT[layer == 'BOUNDARY']")]
    assert names == ["A 东院 HACK% %d", "B 东院 HACK% %d"]


def test_our_own_importer_reads_the_drawing_back(client, planner, bundle, saved):
    """The importer reads R2010 with its classes by layer; codes are no part of a drawn line."""
    path = saved(of_bundle(client, planner, bundle, "dxf"), "a.dxf")
    counts = {layer["name"]: layer["count"] for layer in drawing.layers(path)}
    assert (counts["点"], counts["面"]) == (1, 2)
    before = {s.network_class: s.route.length for s in Segment.objects.all()}
    Segment.objects.all().delete()
    constants = {"owner": "unknown"}
    report = import_layer(path, "segments", layer="线", crs="EPSG:4548", mapping={"network_class": "图层"}, constants=constants)
    told = json.loads(report.as_json())
    assert (told["read"], told["written"], told["rejected"]) == (4, 4, []), told
    again = {}
    for segment in Segment.objects.all():
        again[segment.network_class] = again.get(segment.network_class, 0) + segment.route.length
    # Cut to the compounds: 100 + 50 m of water, 100 m of gas, all of the cable.
    assert again == pytest.approx({"JS": 150, "RQ": 100, "TX": 80})
    assert before["JS"] == pytest.approx(220)


@pytest.mark.parametrize("ending", ["dxf", "gpkg", "xlsx"])
def test_every_file_says_who_took_it_and_is_journalled(client, planner, bundle, saved, ending):
    for fetch, of, subject in ((of_bundle, bundle, str(bundle)), (of_compound, "A", "A")):
        response = fetch(client, planner, of, ending)
        assert planner.username in stamp_in(saved(response, f"a.{ending}"))
        act = Act.objects.filter(verb="exported").latest("id")
        assert (act.user, act.subject, act.details["format"]) == (planner, subject, ending)
        assert act.details["bytes"] == len(response.content)


def stamp_in(path):
    if path.suffix == ".dxf":
        document = ezdxf.readfile(path)
        drawn = [text.dxf.text for text in document.modelspace().query("TEXT[layer == 'EXPORT']")]
        assert document.header.custom_vars.get("EXPORTED") == drawn[0]
        return drawn[0]
    if path.suffix == ".gpkg":
        return sqlite3.connect(path).execute("select stamp from about").fetchone()[0]
    (line,) = {sheet["A1"].value for sheet in openpyxl.load_workbook(path).worksheets}
    return line


def test_the_geopackage_brings_styles_that_qgis_finds(client, planner, bundle, saved):
    package = sqlite3.connect(saved(of_bundle(client, planner, bundle, "gpkg"), "a.gpkg"))
    rows = package.execute("select f_table_name, f_geometry_column, useAsDefault, styleQML from layer_styles").fetchall()
    columns = dict(package.execute("select table_name, column_name from gpkg_geometry_columns"))
    assert [(name, column, used) for name, column, used, _qml in rows] == [("lines", "geom", 1), ("nodes", "geom", 1)]
    assert {name: columns[name] for name, *_ in rows} == {name: column for name, column, *_ in rows}
    for name, _column, _used, qml in rows:
        style = ElementTree.fromstring(qml)  # noqa: S314
        renderer = style.find("renderer-v2")
        values = {each.get("symbol"): each.get("value") for each in renderer.iter("category")}
        symbols = {each.get("name") for each in renderer.iter("symbol")}
        assert {"JS", "RQ", "TX"} <= set(values.values())
        assert set(values) == symbols
        stored = {row[1] for row in package.execute(f"pragma table_info({name})")}
        assert renderer.get("attr") in stored
    water = next(k for k, v in values.items() if v == "JS")
    colours = {e.get("v") for s in renderer.iter("symbol") if s.get("name") == water for e in s.iter("prop")}
    assert "0,112,224,255" in colours
    assert package.execute("select code, kind from nodes").fetchall() == [("V1", "valve")]


def test_the_workbook_lists_every_line_and_point_and_sums_to_the_page(client, planner, bundle):
    book = openpyxl.load_workbook(io.BytesIO(of_compound(client, planner, "A", "xlsx").content))
    totals, lines, points = (list(sheet.iter_rows(min_row=3, values_only=True)) for sheet in book.worksheets)
    assert [(row[0], row[4], row[5]) for row in totals] == [("JS", 100, 1), ("RQ", 100, 1), ("TX", 80, 1)]
    assert [(row[5], row[4]) for row in lines] == [("W1", 100), ("GAS-SECRET", 100), ("T1", 80)]
    assert [row[5] for row in points] == ["V1"]


@pytest.mark.parametrize("ending", ["dxf", "gpkg", "xlsx"])
def test_a_utility_takes_of_others_only_what_a_disclosure_area_opens(client, bundle, saved, ending):
    water = UserFactory(role="water")
    closed = of_compound(client, water, "A", ending).content
    path = saved(of_compound(client, water, "A", ending), f"closed.{ending}")
    assert classes_in(path) == {"JS"}
    DisclosureAreaFactory(at=(0, 0), size=100)
    path = saved(of_compound(client, water, "A", ending), f"open.{ending}")
    assert classes_in(path) == {"JS", "RQ", "TX"}
    for content in (closed, path.read_bytes()):
        assert b"GAS-SECRET" not in content
    if ending == "xlsx":
        book = openpyxl.load_workbook(path)
        gas = next(row for row in book.worksheets[1].iter_rows(min_row=3, values_only=True) if row[0] == "RQ")
        # Depth is told, code, material and size are not.
        assert (gas[5], gas[7], gas[8], gas[9]) == (None, None, None, 0.9)


def classes_in(path):
    if path.suffix == ".dxf":
        return {layer.removesuffix("LINE") for layer in lines_of(ezdxf.readfile(path))}
    if path.suffix == ".gpkg":
        return {row[0] for row in sqlite3.connect(path).execute("select network_class from lines")}
    return {row[0] for row in openpyxl.load_workbook(path).worksheets[1].iter_rows(min_row=3, values_only=True)}


@pytest.mark.parametrize("ending", ["dxf", "gpkg", "xlsx"])
def test_more_than_25_square_kilometres_is_refused(client, planner, ending):
    CompoundFactory(code="BIG", size=(6000, 4500))
    client.force_login(planner)
    answer = client.get(f"/compounds/BIG/networks.{ending}")
    assert (answer.status_code, "25" in answer.json()["error"]) == (422, True)
    assert not Act.objects.filter(verb="exported").exists()


def test_the_pages_of_bundle_and_compound_link_to_the_files(client, planner, bundle):
    assert b"/planning/bundles/2027-001/v1/export.dxf" in fetched(client, planner, "/planning/bundles/2027-001/v1/").content
    page = fetched(client, planner, "/compounds/A/").content
    assert all(f"/compounds/A/networks.{ending}".encode() in page for ending in ("dxf", "gpkg", "xlsx"))


@pytest.mark.parametrize("role", ["enforcement", "admin", "nobody"])
def test_who_sees_no_network_finds_no_file(client, bundle, role):
    client.force_login(UserFactory(role=role))
    assert b"networks.dxf" not in client.get("/compounds/A/").content
    assert {client.get(f"/compounds/A/networks.{e}").status_code for e in ("dxf", "gpkg", "xlsx")} == {404}


def test_a_few_queries_however_many_lines(client, planner, bundle, django_assert_max_num_queries):
    client.force_login(planner)
    with django_assert_max_num_queries(10):
        assert client.get("/compounds/A/networks.dxf").status_code == 200
