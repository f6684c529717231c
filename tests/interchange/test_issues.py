"""Findings as they are read: what forbids an import before what does not, figures as people write them."""

import pytest
from django.utils import translation

from geo_renovation.interchange.models import ImportIssue
from geo_renovation.interchange.views import runs

from .files import geojson, square

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]


@pytest.fixture
def checked(street, compounds):
    """A checked run in which a warning lies in an earlier row than an error."""
    run = street.check(street.begin(street.deliver(compounds), "compounds"))
    place = run.issues.model._meta.get_field("place").srid
    for row, severity in ((1, "warning"), (2, "warning"), (3, "error")):
        ImportIssue.objects.create(
            run=run, row=row, reason="overlap", severity=severity, place=f"SRID={place};POINT(430000 4080000)",
            details={"code": "C-1", "other": "C-2", "area_m2": 2},
        )  # fmt: skip
    return run


def test_errors_are_listed_before_warnings_of_earlier_rows(street, checked):
    page = street.client.get(f"/imports/runs/{checked.pk}/")
    assert [issue.row for issue in page.context["issues"]] == [3, 1, 2]


def test_where_not_every_problem_can_be_drawn_the_errors_are(street, checked, monkeypatch):
    monkeypatch.setattr(runs, "DRAWN_PROBLEMS", 1)
    preview = street.client.get(f"/imports/runs/{checked.pk}/preview.json").json()
    assert [each["properties"]["row"] for each in preview["problems"]["features"]] == [3]


def test_a_converted_figure_is_shown_without_decimals_that_nobody_measured(street, tmp_path):
    path = geojson(tmp_path / "小区.geojson", ({"小区编号": "C-9", "小区名称": "里", "户数": 1, "面积": 1e6 / 3}, square()))
    run = street.begin(street.deliver(path), "compounds")
    run = street.check(run, **{"heading-floor_area_m2": "面积", "unit-floor_area_m2": "ft2"})
    assert run.issues.get(field="floor_area_m2").value == str(round(1e6 / 3 * 0.3048**2, 3))


def test_a_layer_without_rows_cannot_be_begun_on_its_page(street, tmp_path):
    path = tmp_path / "空.csv"
    path.write_text("小区编号,小区名称,WKT\n", "utf-8")
    page = street.client.get(f"/imports/{street.deliver(path).pk}/")
    assert page.context["layers"][0]["count"] == 0
    assert b"/runs/" not in page.content


def test_a_check_that_read_no_row_says_so(checked):
    checked.report = {"read": 0, "written": 0}
    with translation.override("en"):
        assert runs.store_why_not(checked) == "The file holds no rows."
