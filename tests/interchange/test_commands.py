"""import_layer and load_sample_county as a person types them."""

import json

import pytest
from django.core.management import CommandError, call_command

from geo_renovation.compounds.models import Compound
from geo_renovation.districts.models import County
from geo_renovation.interchange.actions import import_layer as take
from tests.factories import CountyFactory, DistrictFactory, UserFactory

from .files import geojson, square

KEYS = {"committed", "read", "written", "rejected", "repaired", "warnings", "encoding", "crs"}


@pytest.fixture
def compounds(tmp_path, county):
    DistrictFactory(code="371526001")
    rows = (({"code": "C1", "name": "一", "hh": 20}, square()), ({"code": "C2", "name": "二", "hh": "x"}, square(300)))
    return geojson(tmp_path / "c.geojson", *rows)


def import_layer(capsys, *arguments, status=0):
    if status:
        with pytest.raises(SystemExit) as left:
            call_command("import_layer", *map(str, arguments))
        assert left.value.code == status
    else:
        call_command("import_layer", *map(str, arguments))
    return capsys.readouterr().out


def test_the_json_report_and_the_exit_status_say_what_was_stored(compounds, capsys):
    options = (compounds, "--kind", "compounds", "--map", "household_count=hh", "--json")
    report = json.loads(import_layer(capsys, *options, status=2))
    assert set(report) >= KEYS
    assert (report["committed"], report["read"], report["written"]) == (False, 2, 1)
    (rejected,) = report["rejected"]
    assert {k: rejected[k] for k in ("row", "field", "value", "reason")} == {
        "row": 2, "field": "household_count", "value": "x", "reason": "not_a_number",
    }
    report = json.loads(import_layer(capsys, *options, "--good-rows", "--dry-run"))
    assert (report["committed"], Compound.objects.count()) == (False, 0)
    report = json.loads(import_layer(capsys, *options, "--good-rows"))
    assert (report["committed"], report["read"]) == (True, report["written"] + len(report["rejected"]))
    assert Compound.objects.get().household_count == 20


def test_without_json_the_report_is_in_words(compounds, capsys):
    assert "C1" not in import_layer(capsys, compounds, "--kind", "compounds", "--dry-run")
    text = import_layer(capsys, compounds, "--kind", "compounds", "--map", "household_count=hh", status=2)
    assert "household_count (x)" in text


def test_a_field_without_value_is_no_option(compounds, capsys):
    with pytest.raises(CommandError):
        call_command("import_layer", str(compounds), "--kind", "compounds", "--set", "name")


def test_values_come_from_csv_or_json(compounds, capsys, tmp_path):
    codes = tmp_path / "codes.csv"
    codes.write_text("x,31\n", "utf-8")
    options = (compounds, "--kind", "compounds", "--map", "household_count=hh", "--values", f"household_count={codes}")
    import_layer(capsys, *options)
    assert Compound.objects.get(code="C2").household_count == 31


def test_an_import_is_recorded_under_an_account(compounds, capsys):
    planner = UserFactory(role="planner")
    import_layer(capsys, compounds, "--kind", "compounds", "--user", planner.username)
    with pytest.raises(CommandError):
        call_command("import_layer", str(compounds), "--kind", "compounds", "--user", "nobody-of-that-name")


def sample(folder, *entries):
    (folder / "load.json").write_text(json.dumps(entries), "utf-8")
    return folder


@pytest.mark.django_db
def test_the_sample_is_loaded_once_and_in_order(tmp_path, capsys):
    geojson(tmp_path / "county.geojson", ({"代码": "371526", "县名": "高唐县"}, square(size=9000)))
    geojson(tmp_path / "d.geojson", ({"code": "371526001", "name": "x"}, square(size=9000)))
    folder = sample(
        tmp_path,
        {"file": "county.geojson", "kind": "county", "map": {"name": "县名"}, "set": {"demonstration": "是"}},
        {"file": "d.geojson", "kind": "districts", "map": {}, "set": {}},
    )
    call_command("load_sample_county", "--folder", str(folder))
    assert County.objects.get().is_demonstration
    call_command("load_sample_county", "--folder", str(folder))
    assert County.objects.count() == 1


@pytest.mark.django_db
def test_a_sample_that_fails_half_way_leaves_nothing(tmp_path):
    geojson(tmp_path / "county.geojson", ({"code": "371526", "name": "高唐县"}, square(size=9000)))
    folder = sample(
        tmp_path, {"file": "county.geojson", "kind": "county"}, {"file": "missing.geojson", "kind": "districts"}
    )
    with pytest.raises(CommandError):
        call_command("load_sample_county", "--folder", str(folder))
    assert not County.objects.exists()


@pytest.mark.django_db
def test_a_county_that_is_there_is_left_alone(tmp_path):
    CountyFactory()
    call_command("load_sample_county", "--folder", str(tmp_path / "not-even-there"))


@pytest.mark.django_db
def test_reports_are_in_the_readers_language(tmp_path):
    from django.utils import translation

    with translation.override("en"):
        report = take(tmp_path / "nothing.shp", "county")
    assert report.refused["message"] == "There is no such file."
