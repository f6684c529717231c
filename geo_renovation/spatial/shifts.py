"""The shifts of Chinese web maps: GCJ-02 (Amap, Tencent) and BD-09 (Baidu), to and from WGS 84.

Neither is a CRS and neither is published by its authority. The constants are those known since
2013 from the open implementations (eviltransform and its many ports), whose published pairs of
points the tests repeat. Inside the library coordinates are arrays of longitude and latitude in
degrees; outside China's frame GCJ-02 equals WGS 84.
"""
import numpy as np

# Krassovsky 1940, on which GCJ-02 measures its offsets (m; first eccentricity squared).
SEMI_MAJOR_M = 6_378_245.0
ECCENTRICITY2 = 0.006693421622965943
# The frame within which the offsets hold: west, south, east, north.
CHINA = (72.004, 0.8293, 137.8347, 55.8271)
# Amplitude (m) and wavelength of each sine: of longitude for both axes, then of x or y itself.
RIPPLE = ((20, 1 / 3), (20, 1))
NORTH_WAVES = ((20, 2), (40, 6), (160, 24), (320, 60))
EAST_WAVES = ((20, 2), (40, 6), (150, 24), (300, 60))
# What BD-09 adds to GCJ-02, in degrees; its ripples run with 3000 half-turns a degree / 180.
BAIDU_EAST, BAIDU_NORTH = 0.0065, 0.006
BAIDU_RADIUS, BAIDU_TURN = 2e-5, 3e-6
BAIDU_PACE = np.pi * 3000 / 180
# Degrees; a hundredth of a millimetre. Each round leaves less than a hundredth of the error before.
CLOSE = 1e-10
ROUNDS = 20


def gcj02_from_wgs84(lon, lat):
    """WGS 84 → GCJ-02.

    Parameters
    ----------
    lon, lat : array_like
        Degrees.

    Returns
    -------
    lon, lat : ndarray
        Degrees; the same as given where they lie outside China or are no numbers.

    Examples
    --------
    >>> lon, lat = gcj02_from_wgs84([121.5272106, -0.1], [31.1774276, 51.5])
    >>> lon.round(6).tolist(), lat.round(6).tolist()
    ([121.531542, -0.1], [31.175304, 51.5])
    """
    lon, lat = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    inside = _in_china(lon, lat)
    # Kept small elsewhere, so that no sine is asked for infinity.
    east_m, north_m = _offsets_m(np.where(inside, lon - 105, 0), np.where(inside, lat - 35, 0))
    sine, cosine = (f(np.radians(np.where(inside, lat, 0))) for f in (np.sin, np.cos))
    flattened = 1 - ECCENTRICITY2 * sine**2
    east = np.degrees(east_m / (SEMI_MAJOR_M / np.sqrt(flattened) * cosine))
    north = np.degrees(north_m / (SEMI_MAJOR_M * (1 - ECCENTRICITY2) / flattened**1.5))
    return np.where(inside, lon + east, lon), np.where(inside, lat + north, lat)


def wgs84_from_gcj02(lon, lat):
    """GCJ-02 → WGS 84, to better than a millimetre; arguments as in `gcj02_from_wgs84`."""
    return _inverse(gcj02_from_wgs84, lon, lat)


def bd09_from_wgs84(lon, lat):
    """WGS 84 → BD-09; arguments as in `gcj02_from_wgs84`."""
    return _bd09_from_gcj02(*gcj02_from_wgs84(lon, lat))


def wgs84_from_bd09(lon, lat):
    """BD-09 → WGS 84, to better than a millimetre; arguments as in `gcj02_from_wgs84`."""
    return wgs84_from_gcj02(*_inverse(_bd09_from_gcj02, lon, lat))


def _in_china(lon, lat):
    west, south, east, north = CHINA
    return (west <= lon) & (lon <= east) & (south <= lat) & (lat <= north)


def _offsets_m(x, y):
    """Metres by which GCJ-02 lies east and north; x, y in degrees from 105° E, 35° N."""
    ripple = _waves(x, RIPPLE)
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x))
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x))
    return east + ripple + _waves(x, EAST_WAVES), north + ripple + _waves(y, NORTH_WAVES)


def _waves(at, waves):
    return sum(2 / 3 * metres * np.sin(2 * np.pi * at / length) for metres, length in waves)


def _bd09_from_gcj02(lon, lat):
    lon, lat = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    radius = np.hypot(lon, lat) + BAIDU_RADIUS * np.sin(lat * BAIDU_PACE)
    turn = np.arctan2(lat, lon) + BAIDU_TURN * np.cos(lon * BAIDU_PACE)
    return radius * np.cos(turn) + BAIDU_EAST, radius * np.sin(turn) + BAIDU_NORTH


def _inverse(shift, lon, lat):
    """The point that `shift` brings to (lon, lat), found by taking the miss off again and again."""
    lon, lat = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    found_lon, found_lat = lon, lat
    for _ in range(ROUNDS):
        shifted_lon, shifted_lat = shift(found_lon, found_lat)
        miss_lon, miss_lat = shifted_lon - lon, shifted_lat - lat
        found_lon, found_lat = found_lon - miss_lon, found_lat - miss_lat
        # Written so that what is no number does not keep the others waiting.
        if not ((np.abs(miss_lon) > CLOSE) | (np.abs(miss_lat) > CLOSE)).any():
            break
    return found_lon, found_lat
