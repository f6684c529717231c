"""What an update would change, in the reader's words; and lines it lays on others."""
import pytest
import shapely
from django.utils import translation

from geo_renovation.interchange import shown_differences
from geo_renovation.interchange.actions import import_layer
from geo_renovation.interchange.kinds import KINDS
from geo_renovation.interchange.models import ImportRun
from geo_renovation.interchange.running import Run
from tests.factories import CompoundFactory, FindingFactory, OrganisationFactory, SegmentFactory

from .files import compound, geojson, line, square, table

pytestmark = pytest.mark.django_db


def differences(report, kind):
    """Field -> [old, new] of the one changed row, as a reader sees them."""
    (row,) = shown_differences.in_words(report.differences, KINDS[kind])
    return row["fields"]


def test_differences_say_yes_and_no_labels_and_a_dash_for_nothing(tmp_path, district):
    compound_there = CompoundFactory(code="C1", owner_unit="", household_count=None)
    FindingFactory(compound=compound_there, criterion="willing")
    shape = shapely.from_wkt(compound_there.boundary.wkt)
    file = geojson(tmp_path / "a.geojson", (compound(willing="否", owner_unit="机械厂", household_count=9), shape))
    report = import_layer(file, "compounds", mode="update", dry_run=True)
    with translation.override("zh-hans"):
        said = differences(report, "compounds")
    assert said["willing"] == ["是", "否"]
    assert said["owner_unit"] == ["–", "机械厂"]
    assert said["household_count"] == ["–", "9"]


def test_differences_name_codes_by_their_labels_in_the_readers_language(tmp_path, county):
    SegmentFactory(code="S1", network_class="JS", status="in_use", is_precaution=False)
    file = table(tmp_path / "s.csv", [{"code": "S1", "status": "废弃", "is_precaution": "是", "owner": "不明"}])
    report = import_layer(file, "segments", mode="update", dry_run=True)
    assert report.differences[0]["fields"]["status"] == ["in_use", "abandoned"]
    for language, words in (("zh-hans", ["在用", "废弃"]), ("en", ["In use", "Abandoned"])):
        with translation.override(language):
            assert differences(report, "segments")["status"] == words


def test_a_line_laid_on_another_is_found_though_the_file_names_neither_owner_nor_class(tmp_path, county):
    water = OrganisationFactory(code="water")
    there = SegmentFactory(code="S1", network_class="JS", owner=water)
    SegmentFactory(code="S2", network_class="JS", owner=water, route=line((0, 40), (50, 40)).wkt)
    SegmentFactory(code="S3", network_class="RQ", owner=water, route=line((0, 60), (50, 60)).wkt)
    on_it = shapely.from_wkt(there.route.wkt)
    file = geojson(tmp_path / "a.geojson", ({"code": "S2"}, on_it), ({"code": "S3"}, on_it))
    report = import_layer(file, "segments", mode="update", dry_run=True)
    assert [(row["row"], row["reason"], row["other"]) for row in report.rejected] == [(1, "line_twice", "S1")]


def test_two_lines_of_an_update_laid_on_one_another_are_told_by_their_stored_class(tmp_path, county):
    for n, network_class in enumerate(["JS", "JS", "RQ"]):
        SegmentFactory(code=f"S{n}", network_class=network_class, route=line((0, 20 * n), (50, 20 * n)).wkt)
    same = line((0, 90), (50, 90))
    file = geojson(tmp_path / "a.geojson", *(({"code": f"S{n}"}, same) for n in range(3)))
    report = import_layer(file, "segments", mode="update", dry_run=True)
    assert [(row["row"], row["reason"], row["other"]) for row in report.rejected] == [(2, "line_twice", "S0")]


def test_what_an_import_rests_on_is_written_in_the_countys_language(settings):
    report = type("Report", (), {"file": "管线.zip"})()
    for worker in ("en", "zh-hans"):
        with translation.override(worker):
            assert Run(KINDS["segments"], report, None, None).basis == "导入 管线.zip"


def sentences(record):
    """Every word the record keeps, at any depth, that is a sentence for readers."""
    if isinstance(record, dict):
        return [name for name in record if name in ("message", "mend")] + sum(map(sentences, record.values()), [])
    return sum(map(sentences, record), []) if isinstance(record, list) else []


def test_what_is_kept_of_an_import_is_codes_and_no_sentence(tmp_path, district):
    file = geojson(tmp_path / "a.geojson", (compound(), square()), (compound("C2", household_count="x"), square(500)))
    with translation.override("en"):
        report = import_layer(file, "compounds", good_rows=True, crs="EPSG:4548")
    kept = ImportRun.objects.get().report
    assert report.committed
    assert sentences(report.as_dict())
    assert sentences(kept) == []
    assert [row["reason"] for row in kept["rejected"]] == ["not_a_number"]
    assert (kept["crs"], kept["place"]["crs"]) == ("EPSG:4548", "EPSG:4548")
