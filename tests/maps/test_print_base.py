"""The base map on paper."""

import io
import math

import pytest
from PIL import Image
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from geo_renovation.maps.basemap import tianditu
from geo_renovation.maps.print.sheet import lonlat
from tests.factories.shapes import EAST, NORTH
from tests.maps.pdf_reading import pictures_of, text_of
from tests.maps.printing import sheet


def raster_file(path, *tiles):
    """A PMTiles file of green pictures."""
    body = io.BytesIO()
    Image.new("RGB", (256, 256), (10, 200, 10)).save(body, "PNG")
    corners = {f"{edge}_e7": 0 for edge in ("min_lon", "min_lat", "max_lon", "max_lat", "center_lon", "center_lat")}
    zooms = {"min_zoom": tiles[0][0], "max_zoom": tiles[0][0], "center_zoom": tiles[0][0]}
    with path.open("wb") as file:
        writer = Writer(file)
        for tile in sorted(zxy_to_tileid(*each) for each in tiles):
            writer.write_tile(tile, body.getvalue())
        writer.finalize({"tile_type": TileType.PNG, "tile_compression": Compression.NONE} | corners | zooms, {})
    return str(path)


def test_the_base_map_lies_under_the_sheet_with_its_source(county, client, settings, tmp_path):
    longitude, latitude = lonlat(EAST, NORTH)
    x, y = int((longitude + 180) / 360 * 2**17), int((1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) * 2**16)
    settings.BASEMAP_FILE = raster_file(tmp_path / "a.pmtiles", (17, x, y))
    settings.BASEMAP_FILE_ATTRIBUTION, settings.BASEMAP_FILE_APPROVAL = "县测绘院", "鲁S(2026)000号"
    made = sheet(client, base="own")
    (picture,) = pictures_of(made)
    # A tile of zoom 17 is 305.7 m wide on the equator, and by the cosine of the latitude less here.
    assert picture == pytest.approx((305.748 * math.cos(math.radians(latitude)),) * 2, rel=0.01)
    assert "县测绘院" in text_of(made)
    assert "鲁S(2026)000号" in text_of(made)
    without = sheet(client)
    assert pictures_of(without) == []
    assert "县测绘院" not in text_of(without)


def test_a_base_map_that_cannot_be_had_is_said_on_the_sheet(county, client_of, client, settings, tmp_path, monkeypatch):
    settings.TIANDITU_TOKEN, settings.TIANDITU_URL = "abc", "http://127.0.0.1:9"
    settings.BASEMAP_CACHE = tmp_path
    monkeypatch.setattr(tianditu, "upstream", tianditu.Upstream())
    lost = "底图未能取得", "Thebasemapcouldnotbereached"
    assert any(each in text_of(sheet(client_of("planner"), base="vector")) for each in lost)
    # A visitor is not offered it.
    assert not any(each in text_of(sheet(client, base="vector")) for each in lost)
