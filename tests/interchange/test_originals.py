"""What was sent in is kept as it came, and given back so."""
import hashlib
import io
import os
import uuid
import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone

from geo_renovation.compounds.models import Compound
from geo_renovation.interchange import originals
from geo_renovation.interchange.actions import import_layer
from geo_renovation.interchange.models import Delivery, ImportRun
from tests.factories import DistrictFactory, UserFactory

from .files import geojson, shapefile, square, zipped

pytestmark = pytest.mark.django_db


@pytest.fixture
def district(county):
    return DistrictFactory(code="371526001")


def named(**files):
    return [(name.replace("_", "."), io.BytesIO(content)) for name, content in files.items()]


def delivery(files):
    folder = uuid.uuid4()
    return Delivery.objects.create(folder=folder, **originals.keep(folder, files)._asdict())


def given_back(kept):
    name, file, size = originals.open_original(kept)
    with file:
        content = file.read()
    assert len(content) == size
    return name, content


def test_one_file_comes_back_byte_for_byte(db):
    kept = delivery([("管线/给水.csv", io.BytesIO(b"code\n1\n"))])
    assert (kept.name, kept.size_bytes, kept.sha256) == ("给水.csv", 7, hashlib.sha256(b"code\n1\n").hexdigest())
    assert given_back(kept) == ("给水.csv", b"code\n1\n")


def test_a_zip_is_kept_as_it_is(db, tmp_path):
    folder = tmp_path / "f"
    folder.mkdir()
    (folder / "a.csv").write_bytes(b"x")
    content = zipped(tmp_path / "a.zip", folder).read_bytes()
    kept = delivery([("a.zip", io.BytesIO(content))])
    assert originals.path(kept).read_bytes() == content
    assert given_back(kept) == ("a.zip", content)


def test_several_files_come_back_together_whatever_their_order(db):
    files = {"b_dbf": b"2", "b_shp": b"1", "b_shx": b"3"}
    first, second = delivery(named(**files)), delivery(named(**dict(reversed(files.items()))))
    assert (first.name, first.sha256, first.size_bytes) == ("b.shp", second.sha256, 3)
    name, content = given_back(first)
    assert name == "b.shp.zip"
    assert sorted(zipfile.ZipFile(io.BytesIO(content)).namelist()) == ["b.dbf", "b.shp", "b.shx"]


def test_archives_among_others_lie_side_by_side_inside_the_folder_only(db, settings):
    files = [("../../etc/x.zip", b"1"), ("资料/a.zip", b"2"), ("/b.csv", b"3"), ("c\\d.csv", b"4"), ("a\0b.csv", b"5")]
    kept = delivery([(name, io.BytesIO(content)) for name, content in files])
    home = originals.path(kept)
    assert home.is_dir()
    found = {path.relative_to(home).as_posix(): path.read_bytes() for path in home.rglob("*") if path.is_file()}
    assert sorted(found.values()) == [b"1", b"2", b"3", b"4", b"5"]
    assert found["资料/a.zip"] == b"2"
    assert given_back(kept)[0].endswith(".zip")


def test_what_is_kept_is_read_only_and_nothing_half_written_stays(db, settings):
    class Broken(io.BytesIO):
        def read(self, *_):
            raise OSError("the line is cut")

    kept = delivery(named(a_csv=b"1"))
    assert originals.path(kept).stat().st_mode & 0o222 == 0
    folder = uuid.uuid4()
    with pytest.raises(OSError, match="cut"):
        originals.keep(folder, [("a.csv", Broken())])
    assert list((settings.IMPORT_FOLDER / str(folder)).iterdir()) == []


def test_earlier_deliveries_of_the_same_bytes_are_found(db):
    first, other, second = (delivery(named(a_csv=content)) for content in (b"1", b"2", b"1"))
    assert list(originals.already(second)) == [first]
    assert not originals.already(other).exists()


def test_an_import_by_command_keeps_its_file_too(tmp_path, district):
    clerk = UserFactory(role="planner")
    path = shapefile(tmp_path / "小区", ({"code": "C1", "name": "一"}, square()))
    assert import_layer(path, "compounds", by=clerk).committed
    run = ImportRun.objects.select_related("delivery").get()
    assert (run.delivery.name, run.delivery.user, run.delivery.organisation) == ("layer.shp", clerk, clerk.organisation)
    _name, content = given_back(run.delivery)
    inside = zipfile.ZipFile(io.BytesIO(content))
    assert inside.read("layer.shp") == path.read_bytes()
    Compound.objects.all().delete()
    assert import_layer(originals.path(run.delivery), "compounds").committed


def test_an_import_that_fails_keeps_nothing(tmp_path, district, settings):
    before = set(settings.IMPORT_FOLDER.iterdir()) if settings.IMPORT_FOLDER.exists() else set()
    file = geojson(tmp_path / "c.geojson", ({"code": "C1", "name": "一", "household_count": -1}, square()))
    assert not import_layer(file, "compounds").committed
    after = set(settings.IMPORT_FOLDER.iterdir()) if settings.IMPORT_FOLDER.exists() else set()
    assert after == before
    assert not Delivery.objects.exists()


def test_folders_that_a_crash_left_are_swept_away(db, settings):
    kept, lost, young = delivery(named(a_csv=b"1")), uuid.uuid4(), uuid.uuid4()
    for folder in (lost, young):
        originals.keep(folder, named(a_csv=b"1"))
    long_ago = (timezone.now() - timedelta(days=2)).timestamp()
    for folder in (kept.folder, lost):
        os.utime(settings.IMPORT_FOLDER / str(folder), (long_ago, long_ago))
    originals.sweep()
    there = {path.name for path in settings.IMPORT_FOLDER.iterdir()}
    assert {str(kept.folder), str(young)} <= there
    assert str(lost) not in there
