"""GCJ-02 and BD-09 against published pairs of points, and back to the millimetre."""

import numpy as np
import pytest

from geo_renovation.spatial import shifts

METRES_PER_DEGREE = 111_320
# WGS 84 and GCJ-02 of places in Shanghai, Shenzhen and Beijing, as the open implementations publish them.
PUBLISHED = [
    ((121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)),
    ((113.912316, 22.543847), (113.9171764808363, 22.540796131694766)),
    ((116.377817, 39.911954), (116.38404722455657, 39.91334545536069)),
]
GAOTANG = (116.224, 36.8594)


def metres(a, b):
    (lon, lat), (other_lon, other_lat) = a, b
    squeeze = np.cos(np.radians(lat))
    return np.hypot((lon - other_lon) * squeeze, lat - other_lat) * METRES_PER_DEGREE


@pytest.mark.parametrize(("wgs84", "gcj02"), PUBLISHED)
def test_published_points_are_met_both_ways(wgs84, gcj02):
    assert metres(shifts.gcj02_from_wgs84(*wgs84), gcj02) < 1e-6
    assert metres(shifts.wgs84_from_gcj02(*gcj02), wgs84) < 1e-3


def test_baidu_lies_from_gcj02_as_published():
    gcj02 = (116.404, 39.915)
    bd09 = shifts.bd09_from_wgs84(*shifts.wgs84_from_gcj02(*gcj02))
    assert metres(bd09, (116.41036949371029, 39.92133699351021)) < 1e-3


@pytest.mark.parametrize(
    ("there", "back"),
    [(shifts.gcj02_from_wgs84, shifts.wgs84_from_gcj02), (shifts.bd09_from_wgs84, shifts.wgs84_from_bd09)],
)
def test_the_way_back_is_exact_to_a_millimetre_all_over_china(there, back):
    lon, lat = np.random.default_rng(3).uniform([73, 3], [135, 53], (20_000, 2)).T
    assert metres(back(*there(lon, lat)), (lon, lat)).max() < 1e-3


def test_the_county_moves_by_half_a_kilometre_and_more():
    assert 400 < metres(shifts.gcj02_from_wgs84(*GAOTANG), GAOTANG) < 700
    assert 900 < metres(shifts.bd09_from_wgs84(*GAOTANG), GAOTANG) < 1500


@pytest.mark.parametrize("place", [(-0.1276, 51.5072), (139.767, 35.681), (116.2, -10.0)])
def test_outside_china_nothing_moves(place):
    assert shifts.gcj02_from_wgs84(*place) == place
    assert shifts.wgs84_from_gcj02(*place) == place


def test_what_is_no_number_stays_so_and_spoils_nothing_else():
    with np.errstate(invalid="ignore"):
        lon, lat = shifts.wgs84_from_bd09([np.nan, np.inf, GAOTANG[0]], [1, 2, GAOTANG[1]])
    assert not np.isfinite(lon[:2]).any()
    assert metres(shifts.bd09_from_wgs84(lon[2], lat[2]), GAOTANG) < 1e-3
