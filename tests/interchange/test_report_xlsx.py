"""The report as a workbook: what was wrong, and the rejected rows that come back mended."""
import io

import openpyxl
import pytest

from geo_renovation.accounts.models import Act
from geo_renovation.compounds.models import Compound
from geo_renovation.interchange import issues, rejected
from geo_renovation.interchange.models import ImportIssue

from .files import geojson, shapefile, square, table

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]
GOOD = {"小区编号": "C-1", "小区名称": "光明里", "户数": 120}
BAD = {"小区编号": "C-2", "小区名称": "=cmd()", "户数": -5}


@pytest.fixture
def dirty(tmp_path):
    return geojson(tmp_path / "a.geojson", (GOOD, square()), (BAD, square(300)))


def book_of(street, run):
    answer = street.client.get(f"/imports/runs/{run.pk}/report.xlsx")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="import-{run.pk}.xlsx"'
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def rows(sheet):
    return list(sheet.iter_rows(values_only=True))


def test_the_three_sheets_say_what_was_read_what_is_wrong_and_hold_the_row(street, dirty):
    run = street.check(street.begin(street.deliver(dirty), "compounds"))
    summary, problems, turned_away = book_of(street, run).worksheets
    assert 2 in [value for _item, value in rows(summary)]
    headings, problem = rows(problems)
    assert (problem[0], problem[2]) == (2, "-5")
    assert len(headings) == len(problem) == 9
    assert rows(turned_away)[0] == ("小区编号", "小区名称", "户数", "WKT", "原行号", "问题")
    code, name, households, wkt, number, said = rows(turned_away)[1]
    assert (code, name, households, number) == ("C-2", "=cmd()", -5, 2)
    assert wkt.startswith(("POLYGON", "MULTIPOLYGON"))
    assert problem[4] in said


def test_text_stays_text(street, dirty):
    run = street.check(street.begin(street.deliver(dirty), "compounds"))
    cell = book_of(street, run).worksheets[2]["B2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=cmd()", "s", True)


def mended(street, run, tmp_path, **cells):
    """The report with cells of the sheet of rejected rows corrected, as a person does it."""
    book = book_of(street, run)
    sheet = book.worksheets[2]
    for place, value in cells.items():
        sheet[place] = value
    path = tmp_path / "mended.xlsx"
    book.save(path)
    return path


def sent_again(street, path, kind="compounds"):
    delivery = street.deliver(path)
    layer = next(layer["name"] for layer in delivery.found["layers"] if "WKT" in [h["name"] for h in layer["headings"]])
    return street.begin(delivery, kind, layer)


def test_a_rejected_row_is_mended_and_sent_again(street, dirty, tmp_path):
    run = street.store(street.check(street.begin(street.deliver(dirty), "compounds"), good_rows="on"))
    assert list(Compound.objects.values_list("code", flat=True)) == ["C-1"]
    again = sent_again(street, mended(street, run, tmp_path, C2=95, B2="东风里"))
    again = street.store(street.check(again, good_rows=""))
    assert again.state == "stored", again.report
    compound = Compound.objects.get(code="C-2")
    assert (compound.name, compound.household_count) == ("东风里", 95)
    assert compound.boundary.area == pytest.approx(10_000, rel=1e-3)
    assert Compound.objects.count() == 2


def test_what_was_matched_by_hand_need_not_be_matched_again(street, tmp_path):
    rows_ = [({"号": "C-1", "叫法": "光明里", "户": "120"}, square()), ({"号": "C-2", "叫法": "", "户": "x"}, square(300))]
    path = shapefile(tmp_path / "shp", *rows_, encoding="gb18030", prj=False)
    delivery = street.deliver(*sorted(path.parent.iterdir()))
    run = street.begin(delivery, "compounds")
    street.post(run, "place", crs="EPSG:4548", points="[]")
    chosen = {"heading-code": "号", "heading-name": "叫法", "heading-household_count": "户", "good_rows": "on"}
    run = street.store(street.check(run, **chosen))
    assert (run.read_count, run.written_count) == (2, 1)
    again = sent_again(street, mended(street, run, tmp_path, B2="东风里", C2="95"))
    again = street.store(street.check(again))
    assert again.state == "stored", again.report
    assert Compound.objects.get(code="C-2").household_count == 95


def test_a_table_has_no_column_of_shapes_to_mend(street, tmp_path):
    path = table(tmp_path / "a.csv", [{"编号": "E-1", "小区": "nowhere", "阶段": "摸底", "录入日期": "2021-01-01"}])
    run = street.check(street.begin(street.deliver(path), "stages"))
    assert rows(book_of(street, run).worksheets[2])[0] == ("编号", "小区", "阶段", "录入日期", "原行号", "问题")


def test_taking_the_report_is_journalled(street, dirty):
    run = street.check(street.begin(street.deliver(dirty), "compounds"))
    book_of(street, run)
    assert Act.objects.filter(verb="exported", details__run=run.pk, details__format="xlsx").count() == 1


def test_of_very_many_findings_the_first_are_kept_and_all_are_counted(street, tmp_path, monkeypatch):
    monkeypatch.setattr(issues, "KEPT", 3)
    monkeypatch.setattr(rejected, "MOST_ROWS", 2)
    bad = [(BAD | {"小区编号": f"C-{n}"}, square(n * 200)) for n in range(6)]
    run = street.check(street.begin(street.deliver(geojson(tmp_path / "a.geojson", *bad)), "compounds"))
    page = street.client.get(f"/imports/runs/{run.pk}/").context
    assert (page["issues_kept"], page["issues_total"], page["reasons"][0]["count"]) == (3, 6, 6)
    assert ImportIssue.objects.count() == 3
    assert len(rows(book_of(street, run).worksheets[2])) == 3
