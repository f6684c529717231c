"""Files that lie about what they are: refused before anything parses them."""

import json
import sqlite3
import struct
import zipfile

import pytest

from geo_renovation.interchange.actions import import_layer
from tests.factories import DistrictFactory

from .files import geojson, geopackage, shapefile, square, zipped

pytestmark = pytest.mark.django_db
NAMED = {"code": "C1", "name": "一小区"}
SECRET = "secret-of-the-server"


@pytest.fixture
def take(county):
    DistrictFactory(code="371526001")

    def taken(path, **options):
        report = import_layer(path, "compounds", **options)
        assert not report.committed
        assert SECRET not in report.as_json()
        return report.refused["reason"]

    return taken


@pytest.fixture
def secret(tmp_path):
    return geojson(tmp_path / "secret.geojson", ({"code": SECRET, "name": SECRET}, square()))


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".shp", ".json"])
def test_a_vrt_under_another_name_reads_nothing(tmp_path, take, secret, suffix):
    path = tmp_path / f"layer{suffix}"
    layer = f"<OGRVRTLayer name='x'><SrcDataSource>{secret}</SrcDataSource></OGRVRTLayer>"
    path.write_text(f"<OGRVRTDataSource>{layer}</OGRVRTDataSource>")
    if suffix == ".shp":
        for part in (".shx", ".dbf"):
            path.with_suffix(part).write_bytes(b"\x03" + bytes(100))
    assert take(path) == "not_what_it_says"


def test_json_of_another_dialect_reads_nothing(tmp_path, take, secret):
    path = tmp_path / "layer.geojson"
    pipeline = f"gdal vector pipeline ! read {secret} ! write out"
    path.write_text(json.dumps({"type": "gdal_streamed_alg", "command_line": pipeline}))
    assert take(path) == "not_a_collection"


def test_a_link_is_not_followed(tmp_path, take, secret):
    link = tmp_path / "link.geojson"
    link.symlink_to(secret)
    assert take(link) == "symlink"
    shapefile(tmp_path / "s", (NAMED, square()))
    (tmp_path / "s" / "layer.dbf").unlink()
    (tmp_path / "s" / "layer.dbf").symlink_to(secret)
    assert take(tmp_path / "s" / "layer.shp") == "symlink"


def test_suffix_and_content_must_agree(tmp_path, take):
    path = geojson(tmp_path / "a.geojson", (NAMED, square()))
    assert take(path.rename(tmp_path / "a.gpkg")) == "not_what_it_says"
    assert take(tmp_path / "nothing.shp") == "not_found"
    (tmp_path / "a.docx").write_bytes(b"PK")
    assert take(tmp_path / "a.docx") == "unknown_format"


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE VIEW spy AS SELECT * FROM layer",
        "CREATE TRIGGER spy AFTER INSERT ON layer BEGIN DELETE FROM layer; END",
        "CREATE VIRTUAL TABLE spy USING fts4(content)",
        "CREATE TABLE spy (a INTEGER, b INTEGER GENERATED ALWAYS AS (a * 2))",
    ],
)
def test_a_geopackage_that_could_run_something_is_refused(tmp_path, take, statement):
    path = geopackage(tmp_path / "a.gpkg", (NAMED, square()))
    with sqlite3.connect(path) as database:
        database.execute(statement)
    database.close()
    assert take(path) == "unsafe_geopackage"


def test_sqlite_that_is_no_geopackage_is_refused(tmp_path, take):
    path = tmp_path / "a.gpkg"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE t (a)")
    database.close()
    assert take(path) == "not_what_it_says"


@pytest.mark.parametrize("name", ["../layer.shp", "/layer.shp", "a\\layer.shp", "inner.zip", "c:layer.shp"])
def test_an_archive_member_that_leaves_its_folder_is_refused(tmp_path, take, name):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, "x")
    assert take(path) == "unsafe_archive"


def test_an_archive_bomb_is_refused(tmp_path, take):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("layer.geojson", " " * 50_000_000)
    assert take(path) == "unsafe_archive"


def test_an_archive_with_a_link_is_refused(tmp_path, take, secret):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        member = zipfile.ZipInfo("layer.geojson")
        member.external_attr = 0o120777 << 16
        archive.writestr(member, str(secret))
    assert take(path) == "unsafe_archive"


def test_a_damaged_archive_is_refused(tmp_path, take):
    path = zipped(tmp_path / "a.zip", shapefile(tmp_path / "s", (NAMED, square())).parent)
    path.write_bytes(path.read_bytes()[:200])
    assert take(path) == "bad_archive"


def test_an_archive_of_two_layers_asks_which(tmp_path, take):
    path = tmp_path / "a.zip"
    text = geojson(tmp_path / "one.geojson", (NAMED, square())).read_text()
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("one.geojson", text)
        archive.writestr("two.geojson", text)
    assert take(path) == "which_layer"
    assert import_layer(path, "compounds", layer="two").committed


def test_a_shapefile_without_its_parts_says_which(tmp_path, take):
    path = shapefile(tmp_path / "s", (NAMED, square()))
    path.with_suffix(".shx").unlink()
    assert take(path) == "missing_part"


@pytest.mark.parametrize("size", [10, 100, 130])
def test_a_shapefile_cut_short_is_refused(tmp_path, county, size):
    DistrictFactory(code="371526001")
    path = shapefile(tmp_path / "s", (NAMED, square()))
    path.write_bytes(path.read_bytes()[:size])
    report = import_layer(path, "compounds")
    assert not report.committed
    assert report.refused or report.rejected


def test_a_shapefile_that_claims_millions_of_points_is_refused(tmp_path, county):
    path = shapefile(tmp_path / "s", (NAMED, square()))
    content = bytearray(path.read_bytes())
    struct.pack_into("<i", content, 100 + 8 + 4 + 32 + 4, 2**30)
    path.write_bytes(content)
    report = import_layer(path, "compounds")
    assert not report.committed


def test_json_too_deep_is_refused(tmp_path, take):
    path = tmp_path / "deep.geojson"
    path.write_text('{"type": "FeatureCollection", "features": ' + "[" * 100_000 + "]" * 100_000 + "}")
    assert take(path) == "too_deep"


def test_brackets_inside_text_are_no_depth(tmp_path, county):
    DistrictFactory(code="371526001")
    file = geojson(tmp_path / "a.geojson", ({"code": "C1", "name": "[" * 40 + '"{' * 10}, square()))
    assert import_layer(file, "compounds").committed


def test_an_unknown_crs_name_is_refused(tmp_path, take):
    assert take(geojson(tmp_path / "a.geojson", (NAMED, square()), srid=999999)) == "crs_unknown"


def test_a_null_crs_is_asked_about(tmp_path, take):
    path = geojson(tmp_path / "a.geojson", (NAMED, square()), srid=None)
    path.write_text(path.read_text().replace('"features"', '"crs": null, "features"', 1))
    assert take(path) == "crs_missing"


ARCHIVES = {"a.7z": b"7z\xbc\xaf\x27\x1c", "a.rar": b"Rar!\x1a\x07\x01\x00", "a.tar.gz": b"\x1f\x8b\x08", "a.tgz": b"\x1f\x8b\x08"}


@pytest.mark.parametrize("name", ARCHIVES)
def test_other_archives_are_refused_by_their_name_and_say_what_to_do(tmp_path, take, name):
    (tmp_path / "folder").mkdir()
    for path in (tmp_path / name, tmp_path / "folder" / name):
        path.write_bytes(ARCHIVES[name] + bytes(90))
    suffix = name[1:]
    report = import_layer(tmp_path / name, "compounds")
    assert (report.refused["reason"], report.refused["details"]) == ("other_archive", {"suffix": suffix})
    assert suffix in report.refused["message"]
    assert "zip" in report.refused["mend"]
    assert take(tmp_path / "folder") == "other_archive"


@pytest.mark.parametrize("name", ARCHIVES)
def test_another_archive_called_zip_is_called_by_its_true_name(tmp_path, take, name):
    (tmp_path / "a.zip").write_bytes(ARCHIVES[name] + bytes(90))
    assert take(tmp_path / "a.zip") == "other_archive"


def test_a_text_file_says_how_a_table_is_sent(tmp_path, take):
    (tmp_path / "a.txt").write_text("编号,名称")
    assert take(tmp_path / "a.txt") == "plain_text"


def test_a_number_that_lost_its_last_digits_is_a_fault_and_never_stored(tmp_path, county):
    DistrictFactory(code="371526001")
    path = geojson(tmp_path / "a.geojson", ({"code": 37152600100100000123, "name": "甲"}, square()), (NAMED, square(500)))
    report = import_layer(path, "compounds", dry_run=True)
    assert [(row["row"], row["field"], row["reason"]) for row in report.rejected] == [(1, "code", "inexact")]
