"""Two cities' districts: GBK without a .cpg under a Chinese file name, Polygon and MultiPolygon mixed."""

import pytest

from .profiles import ABSENT, REAL

GBK = REAL / "gbk_districts"
OPTIONS = ("--map", "code=ADMINCODE", "--map", "name=NAME")
CITIES = {"shanghai": (4549, 17, "宝山区"), "chongqing": (4545, 38, "奉节县")}

pytestmark = pytest.mark.skipif(not REAL.exists(), reason=ABSENT)


@pytest.mark.parametrize("city", CITIES)
def test_every_district_comes_in_with_its_chinese_name(county_of, city):
    import geopandas

    srid, count, first = CITIES[city]
    folder = GBK / f"{city}_shp"
    shapes = geopandas.read_file(folder / "区县界_area.shp", encoding="gbk").to_crs(srid).geometry
    county = county_of(city, srid)
    county.outlined(list(shapes))
    report = county.take(folder, "districts", *OPTIONS)
    assert (report["read"], report["written"], report["rejected"]) == (count, count, [])
    assert (report["encoding"], report["crs"]) == ("GB18030", "EPSG:4326")
    rows = dict(county.ask("SELECT name, ST_Area(boundary) FROM districts_district ORDER BY id"))
    assert next(iter(rows)) == first
    assert sum(rows.values()) == pytest.approx(shapes.area.sum(), rel=1e-4)
