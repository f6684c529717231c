"""Base maps of others: what goes out, what comes in, and who may have it."""

import logging
import os
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.checks import run_checks
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from geo_renovation.maps.basemap import cache, tianditu
from geo_renovation.maps.basemap.offer import described
from geo_renovation.maps.basemap.pictures import LARGEST
from tests.maps.fake_tianditu import PNG, FakeTianditu

TOKEN = "0123456789abcdefSECRET0123456789"
TILE = "/basemap/vec/14/13480/6384"


@pytest.fixture
def upstream(settings, tmp_path, monkeypatch):
    server = FakeTianditu()
    settings.TIANDITU_TOKEN = TOKEN
    settings.TIANDITU_URL = server.url
    settings.TIANDITU_APPROVAL = "GS(2024)0000号"
    settings.BASEMAP_CACHE = tmp_path / "tiles"
    monkeypatch.setattr(tianditu, "upstream", tianditu.Upstream())
    yield server
    server.close()


@pytest.fixture
def planner(county, client_of):
    return client_of("planner")


def own_file(path, kind, body=PNG, compression=Compression.NONE):
    with path.open("wb") as file:
        writer = Writer(file)
        writer.write_tile(zxy_to_tileid(14, 13480, 6384), body)
        corners = {f"{edge}_e7": 0 for edge in ("min_lon", "min_lat", "max_lon", "max_lat", "center_lon", "center_lat")}
        writer.finalize(
            {"tile_type": kind, "tile_compression": compression, "min_zoom": 14, "max_zoom": 14, "center_zoom": 14}
            | corners,
            {},
        )
    return str(path)


def test_without_settings_there_is_no_base_map_and_nobody_is_asked(planner, nobody, monkeypatch):
    monkeypatch.setattr(tianditu.Upstream, "fetch", lambda *args: pytest.fail("went out"))
    assert described(nobody)["choices"] == []
    for layer in ("vec", "cva", "img", "cia", "own"):
        assert planner.get(f"/basemap/{layer}/14/13480/6384").status_code == 404


def test_an_official_gets_the_picture_that_tianditu_gave(upstream, planner):
    answer = planner.get(TILE)
    assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, PNG, "image/png")
    address = urlsplit(upstream.asked[0])
    asked = {name: value for name, (value,) in parse_qs(address.query).items()}
    assert (address.path, asked["LAYER"], asked["TILEMATRIXSET"]) == ("/vec_w/wmts", "vec", "w")
    assert (asked["TILEMATRIX"], asked["TILECOL"], asked["TILEROW"]) == ("14", "13480", "6384")
    assert asked["tk"] == TOKEN


def test_nothing_of_the_viewer_goes_out(upstream, planner):
    planner.get(TILE, headers={"referer": "https://county.example/?text=SECRET", "accept-language": "zh"})
    (seen,) = upstream.headers_seen
    assert set(seen) == {"Host", "User-Agent", "Accept", "Accept-Encoding"}
    assert seen["Accept-Encoding"] == "identity"


def test_the_quota_is_for_officials_unless_set(upstream, county, client, settings, nobody):
    assert client.get(TILE).status_code == 404
    assert described(nobody)["choices"] == []
    assert upstream.asked == []
    settings.TIANDITU_PUBLIC = True
    assert client.get(TILE).status_code == 200
    assert [each["key"] for each in described(nobody)["choices"]] == ["vector", "imagery"]


@pytest.mark.parametrize(
    "path",
    [
        "nosuch/14/13480/6384", "vec_w/14/13480/6384", "own/14/13480/6384", "vec/0/0/0", "vec/19/1/1", "vec/14/16384/0",
        "vec/14/0/16384", "vec/14/-1/0", "vec/14/1.5/0", "vec/14/x/0", "vec/99999999999999999999/0/0", "..%2Fvec/14/1/1",
        "vec/14/1/1%3Ftk=x", "vec/14/1/1/", "http:%2F%2F127.0.0.1/14/1/1",
    ],
)  # fmt: skip
def test_only_tiles_that_exist_of_layers_on_the_list_are_asked_for(upstream, planner, path):
    assert planner.get(f"/basemap/{path}").status_code == 404
    assert upstream.asked == []


@pytest.mark.parametrize(
    "answer",
    [
        (302, {"Location": "http://127.0.0.1:9/stolen", "Content-Type": "image/png"}, PNG),
        (200, {"Content-Type": "text/html"}, b"<html>" + TOKEN.encode()),
        (200, {"Content-Type": "image/png"}, b"<html>" + TOKEN.encode()),
        (200, {"Content-Type": "image/svg+xml"}, b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        (200, {"Content-Type": "image/png", "Content-Encoding": "gzip"}, PNG),
        (200, {"Content-Type": "image/png"}, PNG + b"0" * LARGEST),
        (200, {}, PNG),
        (403, {"Content-Type": "text/plain"}, b"bad token " + TOKEN.encode()),
        (500, {"Content-Type": "image/png"}, PNG),
        (200, {"Content-Type": "image/png", "Content-Length": "999"}, PNG),
    ],
    ids=[
        "redirect", "page", "page called a picture", "drawing", "packed", "too large", "no type", "refused", "error", "cut",
    ],
)  # fmt: skip
def test_anything_but_a_picture_is_refused_and_not_kept(upstream, planner, answer, caplog, monkeypatch):
    caplog.set_level(logging.DEBUG)
    upstream.answer = answer
    refused = planner.get(TILE)
    assert (refused.status_code, refused.content, refused["Cache-Control"]) == (502, b"", "no-store")
    assert len(upstream.asked) == 1
    assert TOKEN not in str(refused.headers) + caplog.text
    upstream.answer = (200, {"Content-Type": "image/png"}, PNG)
    monkeypatch.setattr(tianditu, "upstream", tianditu.Upstream())
    assert planner.get(TILE).content == PNG


def test_the_token_is_in_no_answer_page_header_or_log(upstream, planner, caplog):
    caplog.set_level(logging.INFO)
    said = "".join(str(planner.get(path).headers) + planner.get(path).content.decode("latin1") for path in (TILE, "/"))
    assert "/basemap/vec/" in said
    upstream.close()
    refused = planner.get("/basemap/img/14/13480/6384")
    assert refused.status_code == 502
    assert TOKEN not in said + str(refused.headers) + refused.content.decode() + caplog.text


def test_the_client_library_may_not_write_addresses_into_the_log(upstream, planner):
    assert not logging.getLogger("urllib3.connectionpool").isEnabledFor(logging.DEBUG)


def test_after_a_failure_nobody_waits_for_the_next_one(upstream, planner):
    upstream.answer = (500, {}, b"")
    assert [planner.get(f"/basemap/vec/14/13480/{y}").status_code for y in (1, 2, 3)] == [502] * 3
    assert len(upstream.asked) == 1


def test_a_tile_that_tianditu_lacks_stops_no_other(upstream, planner):
    upstream.answer = (404, {}, b"")
    assert planner.get(TILE).status_code == 404
    upstream.answer = (200, {"Content-Type": "image/png"}, PNG)
    assert planner.get("/basemap/vec/14/13480/6385").status_code == 200


def test_no_more_than_a_few_threads_wait_for_tianditu(upstream, county):
    upstream.gate.clear()
    with ThreadPoolExecutor(tianditu.AT_ONCE) as pool:
        waiting = [pool.submit(tianditu.tile, "vec", 14, 1, y) for y in range(tianditu.AT_ONCE)]
        while len(upstream.asked) < tianditu.AT_ONCE:
            time.sleep(0.01)
        with pytest.raises(tianditu.Busy):
            tianditu.tile("vec", 14, 1, 99)
        upstream.gate.set()
        assert [each.result().body for each in waiting] == [PNG] * tianditu.AT_ONCE
    assert tianditu.tile("vec", 14, 1, 99).body == PNG


def test_who_must_wait_is_told_to_come_back(upstream, planner, monkeypatch):
    def busy(*args):
        raise tianditu.Busy

    monkeypatch.setattr(tianditu.upstream, "fetch", busy)
    answer = planner.get(TILE)
    assert (answer.status_code, answer["Retry-After"]) == (503, "1")


def test_a_tile_is_fetched_once(upstream, planner):
    assert [planner.get(TILE).content for _ in range(3)] == [PNG] * 3
    assert len(upstream.asked) == 1


def test_an_old_tile_is_fetched_again_and_shown_where_that_fails(upstream, planner, settings):
    planner.get(TILE)
    (path,) = (each for each in settings.BASEMAP_CACHE.rglob("vec-*"))
    os.utime(path, (1, 1))
    newer = PNG + b"newer"
    upstream.answer = (200, {"Content-Type": "image/png"}, newer)
    assert planner.get(TILE).content == newer
    os.utime(path, (1, 1))
    upstream.answer = (500, {}, b"")
    assert planner.get(TILE).content == newer
    assert len(upstream.asked) == 3


def test_the_cache_keeps_within_its_room_and_drops_the_oldest(settings, tmp_path):
    settings.BASEMAP_CACHE = tmp_path
    settings.BASEMAP_CACHE_BYTES = cache.FOLDERS * 1000
    for n in range(2000):
        cache.keep(f"vec-1-1-{n}", b"x" * 300)
    sizes = {}
    for file in tmp_path.rglob("vec-*"):
        sizes[file.parent] = sizes.get(file.parent, 0) + file.stat().st_size
    assert max(sizes.values()) <= 1000
    assert cache.kept("vec-1-1-1999") == (b"x" * 300, True)


def test_a_failed_write_leaves_nothing_behind_and_the_map_goes_on(upstream, planner, settings, monkeypatch):
    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert planner.get(TILE).content == PNG
    assert [each for each in settings.BASEMAP_CACHE.rglob("*") if each.is_file()] == []


def test_a_raster_file_of_ones_own_is_for_everybody(settings, tmp_path, county, client, nobody):
    settings.BASEMAP_FILE = own_file(tmp_path / "a.pmtiles", TileType.PNG)
    settings.BASEMAP_FILE_APPROVAL = "鲁S(2026)000号"
    (choice,) = described(nobody)["choices"]
    assert (choice["zooms"], choice["approval"]) == ((14, 14), "鲁S(2026)000号")
    answer = client.get("/basemap/own/14/13480/6384")
    assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, PNG, "image/png")
    for path in ("14/13480/6385", "13/1/1", "15/1/1"):
        assert client.get(f"/basemap/own/{path}").status_code == 404


def test_a_replaced_file_is_opened_again(settings, tmp_path, county, client):
    settings.BASEMAP_FILE = own_file(tmp_path / "a.pmtiles", TileType.PNG)
    assert client.get("/basemap/own/14/13480/6384").content == PNG
    os.replace(own_file(tmp_path / "b.pmtiles", TileType.PNG, PNG + b"newer"), settings.BASEMAP_FILE)
    assert client.get("/basemap/own/14/13480/6384").content == PNG + b"newer"


def complaints():
    return {each.id: each.msg for each in run_checks() if each.id and each.id.startswith("maps.")}


@pytest.mark.parametrize(
    ("kind", "compression", "said"),
    [
        (TileType.MVT, Compression.GZIP, "vector tiles"), (TileType.PNG, Compression.GZIP, "no plain PNG"),
        (TileType.AVIF, Compression.NONE, "no plain PNG"),
    ],
)  # fmt: skip
def test_a_file_without_plain_pictures_is_refused_by_a_check_and_not_offered(
    settings, tmp_path, nobody, kind, compression, said
):
    settings.BASEMAP_FILE = own_file(tmp_path / "a.pmtiles", kind, compression=compression)
    assert said in complaints()["maps.E002"]
    assert described(nobody)["choices"] == []


@pytest.mark.parametrize("content", [None, b"", b"PMTiles", b"PMTiles\x02" + b"\0" * 200, b"SQLite format 3\0" * 20])
def test_what_is_no_file_of_tiles_is_refused_by_a_check(settings, tmp_path, nobody, content):
    path = tmp_path / "a.pmtiles"
    if content is not None:
        path.write_bytes(content)
    settings.BASEMAP_FILE = str(path)
    assert "BASEMAP_FILE" in complaints()["maps.E002"]
    assert described(nobody)["choices"] == []


def test_a_base_map_without_its_approval_number_is_warned_of(settings):
    assert complaints() == {}
    settings.TIANDITU_TOKEN = TOKEN
    assert "审图号" in complaints()["maps.W001"]
    settings.TIANDITU_APPROVAL = "GS(2024)0000号"
    assert complaints() == {}
    settings.TIANDITU_TOKEN = "abc&layer=x"
    assert set(complaints()) == {"maps.E001"}
