"""物探点表 and 线表 become nodes and segments; a line that names no place is told."""

import openpyxl
import pytest

from geo_renovation.interchange.actions import import_layer
from geo_renovation.utilities.models import Node, Segment
from tests.factories import OrganisationFactory
from tests.factories.shapes import EAST, NORTH

pytestmark = pytest.mark.django_db
POINTS = ["物探点号", "X", "Y", "地面高程", "特征", "附属物", "埋深"]
LINES = ["起点点号", "终点点号", "起点埋深", "终点埋深", "材质", "管径或断面", "压力/电压", "权属单位", "埋设方式", "建设年代"]
PIPE = ["PE", "DN300", "0.4MPa", "县水务集团", "直埋", 2001]


@pytest.fixture(autouse=True)
def _places(county):
    OrganisationFactory(code="water", name="县水务集团")


def point(number, x, y=0, kind=None):
    return [f"JS{number}", NORTH + y, EAST + x, 25.1, "直线点", kind, 1.2]


THREE = [point(1, 0, kind="阀门"), point(2, 50, kind="检查井"), point(3, 90, kind="检查井")]
TWO = [["JS1", "JS2", 1.0, 1.4, *PIPE], ["JS2", "JS3", 1.4, None, *PIPE]]


def book(path, points, lines, headings=LINES):
    workbook = openpyxl.Workbook()
    for sheet, head, rows in ((workbook.active, POINTS, points), (workbook.create_sheet("线表"), headings, lines)):
        for row in (head, *rows):
            sheet.append(row)
    workbook.active.title = "点表"
    workbook.save(path)
    return path


def csv(path, head, rows):
    lines = (",".join("" if cell is None else str(cell) for cell in row) for row in (head, *rows))
    path.write_text("\n".join(lines), "gb18030")


def segments(file, layer="线表", **options):
    options = {"crs": "EPSG:4548", "constants": {"network_class": "JS"}, "good_rows": True, **options}
    return import_layer(file, "segments", layer=layer, **options)


def faults(report):
    return [(row["row"], row["field"], row["value"], row["reason"]) for row in report.rejected]


def warned(report):
    return {warning["reason"] for warning in report.as_dict()["warnings"]}


def test_two_sheets_become_segments_with_the_mean_depth_and_codes_of_their_ends(tmp_path):
    report = segments(book(tmp_path / "s.xlsx", THREE, TWO))
    assert report.committed, report.as_json()
    assert warned(report) >= {"points_joined", "axes_taken", "depth_mean"}
    first, second = Segment.objects.order_by("code")
    assert (first.code, first.depth_m, first.diameter_mm, first.material) == ("JS1-JS2", 1.2, 300, "PE")
    assert (first.pressure, first.voltage, first.owner.code, first.laid_year) == ("0.4MPa", "", "water", 2001)
    assert first.route.coords == ((EAST, NORTH), (EAST + 50, NORTH))
    assert second.depth_m == 1.4


def test_the_point_table_becomes_nodes(tmp_path):
    constants = {"network_class": "JS", "owner": "water"}
    file = book(tmp_path / "s.xlsx", THREE, TWO)
    report = import_layer(file, "nodes", layer="点表", crs="EPSG:4548", constants=constants)
    assert report.committed, report.as_json()
    nodes = {node.code: (node.kind, node.depth_m, node.position.coords) for node in Node.objects.all()}
    assert nodes["JS1"] == ("valve", 1.2, (EAST, NORTH))
    assert len(nodes) == 3


def test_lines_without_a_place_are_told_one_by_one(tmp_path):
    points = [*THREE, point(4, 120), point(4, 125), ["JS5", "abc", EAST, None, None, None, None]]
    ends = [("JS1", "JS9"), ("JS2", "JS2"), ("JS2", "JS4"), ("JS3", "JS5"), (None, "JS1"), ("JS1", "JS2")]
    report = segments(book(tmp_path / "s.xlsx", points, [[*pair, 1, 1, *PIPE] for pair in ends]))
    assert faults(report) == [
        (1, "终点点号", "JS9", "unknown_point"), (2, "终点点号", "JS2", "start_is_end"),
        (3, "终点点号", "JS4", "duplicate_point"), (4, "终点点号", "JS5", "point_without_place"),
        (5, "起点点号", None, "required"),
    ]  # fmt: skip
    assert (report.read, report.written) == (6, 1)


def test_two_cables_between_the_same_points_get_codes_of_their_own(tmp_path):
    lines = [["JS1", "JS2", 1, 1, *PIPE], ["JS1", "JS2", 2, 2, *PIPE]]
    report = segments(book(tmp_path / "s.xlsx", THREE, lines), accepted={"line_twice": "两根并行"})
    assert report.committed, report.as_json()
    assert set(Segment.objects.values_list("code", flat=True)) == {"JS1-JS2", "JS1-JS2-2"}


def test_voltage_is_told_from_pressure(tmp_path):
    lines = [["JS1", "JS2", 1, 1, "铜", "4孔", "10kV", "县水务集团", "管块", 2001]]
    report = segments(book(tmp_path / "s.xlsx", THREE, lines), mapping={"diameter_mm": ""})
    assert report.committed, report.as_json()
    assert (Segment.objects.get().voltage, Segment.objects.get().pressure) == ("10kV", "")


def test_depths_of_the_points_stand_in_where_the_lines_have_none(tmp_path):
    points = [["JS1", NORTH, EAST, 25, None, None, 1.0], ["JS2", NORTH, EAST + 9, 25, None, None, 2.0]]
    headings = ["起点点号", "终点点号", "权属单位"]
    report = segments(book(tmp_path / "s.xlsx", points, [["JS1", "JS2", "县水务集团"]], headings))
    assert report.committed, report.as_json()
    assert Segment.objects.get().depth_m == 1.5


def test_two_csv_of_one_folder_belong_together(tmp_path):
    folder = tmp_path / "探测"
    folder.mkdir()
    csv(folder / "JS_POINT.csv", POINTS, THREE)
    csv(folder / "JS_LINE.csv", LINES, TWO)
    report = segments(folder, layer="JS_LINE")
    assert report.committed, report.as_json()
    assert (report.read, report.written, report.encoding) == (2, 2, "GB18030")


def test_a_line_table_alone_has_no_shapes(tmp_path):
    csv(tmp_path / "JS_LINE.csv", LINES, TWO)
    assert segments(tmp_path / "JS_LINE.csv", layer=None).refused["reason"] == "no_geometry"


def test_two_point_tables_are_asked_about_and_can_be_told(tmp_path):
    csv(tmp_path / "a.csv", POINTS, THREE)
    csv(tmp_path / "b.csv", POINTS, THREE)
    csv(tmp_path / "lines.csv", LINES, TWO)
    assert segments(tmp_path, layer="lines").refused["reason"] == "which_points"
    told = {"points_layer": "b", "from": "起点点号", "to": "终点点号"}
    report = segments(tmp_path, layer="lines", geometry=told)
    assert report.committed, report.as_json()


def test_numbers_that_excel_took_for_numbers_meet_again(tmp_path):
    points = [[1, NORTH, EAST, None, None, None, None], [2.0, NORTH, EAST + 30, None, None, None, None]]
    report = segments(book(tmp_path / "s.xlsx", points, [["1", 2, 1, 1, *PIPE]]))
    assert report.committed, report.as_json()
    assert Segment.objects.get().code == "1-2"
