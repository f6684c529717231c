"""Vector tiles and GeoJSON made in the database."""

import json

import mapbox_vector_tile
import pytest
from django.contrib.gis.db.models.functions import Transform
from django.db.models import CharField, F, Value

from geo_renovation.districts.models import District
from geo_renovation.spatial.mvt import AsFeatures, AsMVT, AsMVTGeom, Slot, TileEnvelope, compiled, select
from tests.factories import DistrictFactory
from tests.maps.tiles import tile_at

pytestmark = pytest.mark.django_db


def drawn(z, x, y):
    near = District.objects.filter(boundary_3857__bboverlaps=TileEnvelope(z, x, y, buffered=True))
    return near.order_by().values_list(AsMVTGeom("boundary_3857", TileEnvelope(z, x, y)), F("code"))


def test_rows_become_features_with_the_names_they_were_given():
    DistrictFactory(code="371526001")
    tile = select(tile=AsMVT(drawn(*tile_at(10)), "districts", ["district"]))["tile"]
    layer = mapbox_vector_tile.decode(bytes(tile))["districts"]
    assert layer["extent"] == 4096
    assert [f["properties"] for f in layer["features"]] == [{"district": "371526001"}]


def test_a_tile_of_nothing_is_empty():
    DistrictFactory()
    z, x, y = tile_at(10)
    assert bytes(select(tile=AsMVT(drawn(z, x + 2, y), "districts", ["code"]))["tile"]) == b""


def test_a_row_that_only_touches_the_buffered_envelope_by_its_box_is_left_out():
    DistrictFactory()
    z, x, y = tile_at(10)
    rows = District.objects.values_list(AsMVTGeom("boundary_3857", TileEnvelope(z, x + 2, y)), F("code"))
    assert bytes(select(tile=AsMVT(rows, "districts", ["code"]))["tile"]) == b""


def test_several_tiles_and_values_come_in_one_statement(django_assert_num_queries):
    DistrictFactory()
    with django_assert_num_queries(1):
        found = select(a=AsMVT(drawn(*tile_at(10)), "a", ["code"]), b=Value(7))
    assert found["a"]
    assert found["b"] == 7


def test_the_buffer_widens_the_envelope_by_a_64th_on_each_side():
    plain, wide = (select(g=TileEnvelope(3, 1, 1, buffered=b))["g"] for b in (False, True))
    (west, _, east, _), (far_west, _, far_east, _) = plain.extent, wide.extent
    assert west - far_west == pytest.approx((east - west) / 64)
    assert far_east - east == pytest.approx((east - west) / 64)


def test_features_are_geojson_in_degrees_and_keep_nulls():
    DistrictFactory(code="371526001")
    rows = District.objects.values_list(Transform("boundary", 4326), F("code"), Value(None, CharField()))
    text = select(f=AsFeatures(rows, ["code", "nothing"]))["f"]
    feature = json.loads(text)
    lon, lat = feature["geometry"]["coordinates"][0][0][0]
    assert (round(lon), round(lat)) == (116, 37)
    assert feature["properties"] == {"code": "371526001", "nothing": None}


def test_no_rows_are_no_features():
    rows = District.objects.values_list(Transform("boundary", 4326), F("code"))
    assert select(f=AsFeatures(rows, ["code"]))["f"] == ""


def test_a_compiled_statement_draws_any_tile_of_its_zoom():
    DistrictFactory(code="371526001")
    z, x, y = tile_at(10)
    statement = compiled(tile=AsMVT(drawn(z, Slot("x"), Slot("y")), "districts", ["code"]))
    assert statement.run(x=x + 2, y=y)["tile"] == b""
    expected = select(tile=AsMVT(drawn(z, x, y), "districts", ["code"]))["tile"]
    assert statement.run(x=x, y=y)["tile"] == bytes(expected)
