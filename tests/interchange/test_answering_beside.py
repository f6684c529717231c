"""The service answers all the while a worker is at files made to wear it out."""
import json
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

import pytest
import shapely
from django.conf import settings

from .corpus import Lure, cases
from .corpus.shapes import scribble
from .files import at
from .profiles import server
from .test_sandbox import gone

# Only a service that hangs takes so long; how fast it is, is the benchmarks' matter.
HANGS_S, PATIENCE_S = 60, 300
COUNTY = shapely.box(420_000, 4_070_000, 450_000, 4_100_000)
ASKED = ("/healthz", "/")
SENT = (
    "zip_that_swells", "zip_of_many_that_swell_together", "zip_of_too_many", "hostile_deep_without_end_geojson",
    "hostile_deep_geojson",
    "dxf_that_swells", "dxf_inserted_a_billion_times",
)  # fmt: skip
HEAD = '{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4548"}},"features":['

BEGIN = """
import json, uuid
from pathlib import Path
from geo_renovation.interchange import originals, queueing
from geo_renovation.interchange.models import Delivery, ImportRun
begun = {{}}
for path in sorted(Path({folder!r}).rglob("*")):
    if not path.is_file():
        continue
    folder = uuid.uuid4()
    kept = originals.keep(folder, [(path.name, path.open("rb"))])
    delivery = Delivery.objects.create(folder=folder, **kept._asdict())
    queueing.inspect(delivery)
    begun[delivery.pk] = path.name
    if path.stem in {checked!r}:
        run = ImportRun.objects.create(
            delivery=delivery, layer=path.stem, kind="compounds", file_name=path.name, state="draft",
        )
        queueing.check(run, 0, by=None)
print(json.dumps(begun))
"""
CHECKS = """
    SELECT file_name, state, report -> 'refused' ->> 'reason', report -> 'counts' -> 'errors'
    FROM interchange_importrun WHERE state <> 'stored'
"""


def feature(ring):
    shape = {"type": "Polygon", "coordinates": [ring]}
    named = {"code": "C1", "name": "小区"}
    return json.dumps({"type": "Feature", "properties": named, "geometry": shape}, separators=(",", ":"))


def write_hogs(folder):
    """What takes all the time, all the memory, or more corners than can be mended."""
    scribbled = feature([list(map(int, corner)) for corner in scribble(490)])
    (folder / "slow.geojson").write_text(HEAD + ",".join([scribbled] * 500) + "]}")
    ring = [at((n * 7919) % 9973, (n * 104_729) % 9941) for n in range(199_990)]
    (folder / "ring.geojson").write_text(HEAD + feature([*ring, ring[0]]) + "]}")
    names = ",".join(f'"{n}":{{}}' for n in range(6_000_000))
    (folder / "large.geojson").write_text(HEAD + f'{{"type":"Feature","properties":{{{names}}},"geometry":null}}]}}')


@pytest.fixture
def sent(tmp_path):
    """A folder of the nastiest files, each in a folder of its own."""
    by_name = {case.name: case for case in cases()}
    for name in SENT:
        (tmp_path / "sent" / name).mkdir(parents=True)
        by_name[name].make(tmp_path / "sent" / name, Lure("/etc/hostname", "http://127.0.0.1:9"))
    write_hogs(tmp_path / "sent")
    return tmp_path / "sent"


@pytest.fixture
def county(county_of, tmp_path):
    county = county_of("besieged", 4548)
    county.env |= {"IMPORT_FOLDER": str(tmp_path / "imports"), "PYTHONUNBUFFERED": "1"}
    county.found([COUNTY])
    return county


@pytest.fixture
def worker(county):
    process = county.start("work")
    assert "ready" in process.stdout.readline()
    yield process
    process.kill()
    process.communicate()


@pytest.fixture
def address(county, tmp_path):
    """Where the county is served, with the time limits of the service."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {name: value for name, value in county.env.items() if name != "DB_STATEMENT_TIMEOUT"}
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "warning", "geo_renovation.wsgi:application",
    ]  # fmt: skip
    with (tmp_path / "service.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stdout=log, stderr=log)
    url = f"http://127.0.0.1:{port}"
    until = time.monotonic() + HANGS_S
    while status_of(f"{url}/healthz") != 200:
        assert time.monotonic() < until, (tmp_path / "service.log").read_text()[-2000:]
        time.sleep(0.1)
    yield url
    process.terminate()
    process.wait(HANGS_S)


def status_of(url):
    """The answer's status; in words why there was none."""
    try:
        with urllib.request.urlopen(url, timeout=HANGS_S) as answer:
            answer.read()
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError as error:
        return str(error)


class Visitor(threading.Thread):
    """Asks for one address after the other until told to stop."""

    def __init__(self, url, at_work):
        super().__init__(daemon=True)
        self.url, self.at_work, self.enough = url, at_work, threading.Event()
        self.answers, self.beside = [], 0

    def run(self):
        while not self.enough.is_set():
            busy = self.at_work()
            for path in ASKED:
                self.answers.append(status_of(self.url + path))
            self.beside += busy and self.at_work()


def test_every_page_is_answered_while_the_worker_is_at_the_nastiest_files(county, worker, address, sent, tmp_path):
    def waiting(states="('todo', 'doing')"):
        with server(county.name) as database:
            query = f"SELECT count(*) FROM procrastinate_jobs WHERE status::text IN {states}"
            return database.execute(query).fetchone()[0]

    begun = county.run(BEGIN.format(folder=str(sent), checked={"slow", "ring"}))
    visitor = Visitor(address, lambda: waiting("('doing')") > 0)
    visitor.start()
    until = time.monotonic() + PATIENCE_S
    while waiting() and time.monotonic() < until:
        time.sleep(0.2)
    visitor.enough.set()
    visitor.join(2 * HANGS_S)
    assert not waiting(), "the worker hangs"
    assert set(visitor.answers) == {200}
    assert visitor.beside >= 5, "nothing was asked while it was at work"
    assert worker.poll() is None
    assert gone(str(tmp_path / "imports"))
    found = {
        begun[str(pk)]: (state, refused and refused["reason"])
        for pk, state, refused in county.ask("SELECT id, state, refused FROM interchange_delivery")
        if str(pk) in begun
    }
    assert found.pop("slow.geojson") == found.pop("ring.geojson") == ("inspected", None)
    assert {state for state, _reason in found.values()} == {"refused"}
    assert found["large.geojson"][1] in ("too_large", "parser_failed")
    assert sorted(county.ask(CHECKS)) == [("ring.geojson", "checked", None, {"invalid_and_large": 1}), ("slow.geojson", "refused", "too_slow", {})]
    assert county.ask("SELECT count(*) FROM compounds_compound") == [(0,)]
