"""Real files whose encoding, CRS or shape types are not what a tool would guess."""

import geopandas
import pytest
import shapely

from geo_renovation.interchange.parsing import parser
from geo_renovation.interchange.staging import staged

from .profiles import ABSENT, REAL

pytestmark = pytest.mark.skipif(not REAL.exists(), reason=ABSENT)
# Both cities lie far outside a county's zone; only encoding and types are at stake here.
DISTRICTS = {"shanghai_shp": (17, "黄浦区"), "chongqing_shp": (38, "奉节县")}


def read(path, columns, *, family):
    with staged(path) as file, parser(file, encoding=None, crs=None, family=family, outline=None) as parsed:
        positions = [parsed.header["headings"].index(name) for name in columns]
        batches = list(parsed.batches(positions))
    cells = [cell for batch in batches for cell in batch["columns"][0]]
    shapes = [shapely.from_wkb(s) for batch in batches for s in batch["shapes"] if s]
    return parsed.header, cells, shapes, [fault for batch in batches for fault in batch["faults"]]


@pytest.mark.parametrize("folder", DISTRICTS)
def test_undeclared_gbk_with_a_chinese_file_name_is_read_right(folder):
    count, known = DISTRICTS[folder]
    header, names, shapes, faults = read(REAL / "gbk_districts" / folder, ["NAME"], family="polygon")
    assert (header["encoding"], header["crs"]) == ("GB18030", "EPSG:4326")
    assert (len(names), len(shapes) + len(faults)) == (count, count)
    assert known in names
    assert all("\u4e00" <= character <= "\u9fff" for name in names for character in name)
    assert {shape.geom_type for shape in shapes} == {"MultiPolygon"}


def test_us_survey_feet_named_in_geojson_are_read_as_metres(settings):
    settings.COUNTY_SRID = 3546  # the same zone in metres
    pipes = REAL / "ky4" / "ky4_pipes.geojson"
    header, names, shapes, faults = read(pipes, ["name"], family="line")
    assert (header["crs"], len(names), len(shapes), faults) == ("EPSG:3547", 1156, 1156, [])
    feet = geopandas.read_file(pipes).length.sum()
    assert sum(shape.length for shape in shapes) == pytest.approx(feet * 1200 / 3937, abs=0.01)
