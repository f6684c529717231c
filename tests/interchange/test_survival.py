"""Whatever dies at whatever moment, an import is there as a whole or not at all, and goes on by itself."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from itertools import count

import psycopg
import pytest
import shapely
from django.conf import settings
from private_cluster.claim import claimed
from private_cluster.discard import discard
from private_cluster.places import Places
from private_cluster.server import Server

from .files import geojson, line, square
from .profiles import collection

ROWS, KILLS, PATIENCE_S = 4_000, 10, 120
HELD = """
    SELECT count(DISTINCT s.id), count(r.id), (SELECT count(*) FROM interchange_undo WHERE run_id = %(run)s),
           (SELECT count(*) FROM accounts_act WHERE verb = 'imported' AND details ->> 'run' = %(run)s::text),
           (SELECT state FROM interchange_importrun WHERE id = %(run)s)
    FROM utilities_segment s LEFT JOIN utilities_assetright r ON r.segment_id = s.id
    WHERE s.code LIKE %(codes)s
"""
NOTHING, EVERYTHING = (0, 0, 0, 0, "storing"), (ROWS, ROWS, 1, 1, "stored")
REPORT = "SELECT left(report::text, 2000) FROM interchange_importrun WHERE id = %s"
AT_WORK = "SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'"
DELIVER = """
import json, pathlib
from geo_renovation.interchange import originals, queueing
from geo_renovation.interchange.models import Delivery, ImportRun
delivery = Delivery(name={layer!r} + ".geojson", state="inspected", size_bytes=0)
kept = originals.keep_path(delivery.folder, pathlib.Path({file!r}))
delivery.size_bytes, delivery.sha256 = kept.size_bytes, kept.sha256
delivery.save()
told = {{"constants": {{"network_class": "JS", "owner": "water"}}}}
run = ImportRun.objects.create(
    delivery=delivery, layer={layer!r}, kind="segments", state="checked", instructions=told, file_name=delivery.name
)
queueing.store(run, run.version, by=None)
print(json.dumps(run.pk))
"""


GROUND = shapely.buffer(square(), 30_000)


class Machine:
    """A database server, a migrated county in it and a worker, all of which may be killed."""

    def __init__(self, server, folder):
        self.server, self.folder, self.worker = server, folder, None
        self.manage("migrate", "--verbosity", "0")
        for kind, code in (("county", "990000"), ("districts", "990000001")):
            file = folder / f"{kind}.geojson"
            file.write_text(json.dumps(collection([({"code": code, "name": kind}, GROUND)], 4548)), "utf-8")
            self.manage("import_layer", file, "--kind", kind)

    @property
    def environment(self):
        ours = {"DATABASE_URL": self.server.url(), "IMPORT_FOLDER": str(self.folder / "originals")}
        return os.environ | ours | {"DJANGO_DEBUG": "1", "COUNTY_SRID": "4548", "DB_STATEMENT_TIMEOUT": "0"}

    def manage(self, *arguments):
        command = [sys.executable, "manage.py", *map(str, arguments)]
        done = subprocess.run(
            command, cwd=settings.BASE_DIR, env=self.environment, capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    def deliver(self, file):
        code = DELIVER.format(file=str(file), layer=file.stem)
        return json.loads(self.manage("shell", "--no-imports", "-c", code).strip().splitlines()[-1])

    def start_worker(self):
        command = [sys.executable, "manage.py", "work"]
        with (self.folder / "worker.log").open("ab") as log:
            streams = {"stdout": log, "stderr": subprocess.STDOUT}
            self.worker = subprocess.Popen(command, cwd=settings.BASE_DIR, env=self.environment, **streams)

    def kill_worker(self):
        if self.worker is not None:
            self.worker.kill()
            self.worker.wait()

    def kill_database(self):
        """The server and all of its children, as when the machine loses its power."""
        for process in self.server.running.processes():
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        self.server.ensure_running()

    def ask(self, query, parameters=None):
        with psycopg.connect(self.server.url().replace("postgis:", "postgresql:")) as database:
            return database.execute(query, parameters).fetchone()


class Import:
    """A run of `ROWS` lines that waits in the machine's queue."""

    def __init__(self, machine, folder, number):
        self.machine, self.codes = machine, f"lines{number}-%"
        features = (({}, line((n % 900, n // 9 + number / 9), (n % 900 + 9, n // 9 + number / 9))) for n in range(ROWS))
        self.run = machine.deliver(geojson(folder / f"lines{number}.geojson", *features))

    @property
    def held(self):
        return self.machine.ask(HELD, {"run": self.run, "codes": self.codes})

    def is_at_work(self):
        return self.machine.ask(AT_WORK) == (1,) or self.held == EVERYTHING

    def is_stored(self):
        held = self.held
        assert held in (NOTHING, EVERYTHING), (held, self.machine.ask(REPORT, [self.run]))
        return held == EVERYTHING


def wait_for(condition):
    until = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.1)


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    folder = tmp_path_factory.mktemp("survival")
    places = Places(folder / "cluster")
    places.folder.mkdir()
    with claimed(Server(places)) as server:
        machine = Machine(server, folder)
        yield machine
        machine.kill_worker()
    discard(places)


@pytest.mark.parametrize("victim", ["worker", "database"])
def test_killed_at_ten_random_moments_all_of_an_import_is_there_or_nothing(machine, tmp_path, victim):
    chance, numbers, found = random.Random(victim), count(100 * (victim == "worker")), []
    machine.start_worker()
    takes_s = _time_of(Import(machine, tmp_path, next(numbers)))
    importing = Import(machine, tmp_path, next(numbers))
    while len(found) < KILLS:
        wait_for(importing.is_at_work)
        time.sleep(chance.uniform(0, takes_s))
        machine.kill_worker() if victim == "worker" else machine.kill_database()
        found.append(importing.held)
        assert found[-1] in (NOTHING, EVERYTHING)
        machine.kill_worker()
        if found[-1] == EVERYTHING:
            importing = Import(machine, tmp_path, next(numbers))
        machine.start_worker()
    wait_for(importing.is_stored)
    assert found.count(NOTHING) >= 3, "the kills came too late to prove anything"


def _time_of(importing):
    wait_for(importing.is_at_work)
    begun = time.monotonic()
    wait_for(importing.is_stored)
    return time.monotonic() - begun
