"""An import that is killed or cancelled, or whose parser is, leaves nothing."""

import os
import signal
import time

import pytest
import shapely

from geo_renovation.compounds.models import Compound
from geo_renovation.interchange import parsing
from geo_renovation.interchange.actions import import_layer
from geo_renovation.interchange.models import Delivery, ImportRun
from geo_renovation.interchange.refusals import Cancelled
from geo_renovation.utilities.models import Segment

from .files import compound, geojson, line, square
from .profiles import server

ROWS = 20_000
COUNTY = shapely.box(420_000, 4_070_000, 450_000, 4_100_000)
SET = ("--set", "network_class=JS", "--set", "owner=water")


@pytest.fixture(scope="module")
def lines(tmp_path_factory):
    features = (({"note": f"{n}"}, line((n % 900, n // 9), (n % 900 + 9, n // 9))) for n in range(ROWS))
    return geojson(tmp_path_factory.mktemp("lines") / "lines.geojson", *features)


def held(name):
    """What an import may leave in a database."""
    tables = ("utilities_segment", "utilities_assetright", "interchange_importrun", "accounts_act")
    with server(name) as database:
        return [database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]


def is_at_work(name, statement):
    """Whether a backend of the database runs a statement that does so."""
    with server() as database:
        query = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND query LIKE %s AND state = 'active'"
        return database.execute(query, [name, f"%{statement}%"]).fetchone()[0] > 0


def test_killed_half_way_it_leaves_nothing_and_can_be_repeated(county_of, lines):
    county = county_of("killed", 4548)
    county.found([COUNTY])
    before, killed = held(county.name), 0
    for statement in ("COPY incoming", "INSERT INTO utilities_segment", "INSERT INTO utilities_assetright"):
        process = county.start("import_layer", lines, "--kind", "segments", *SET)
        deadline = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < deadline and not is_at_work(county.name, statement):
            time.sleep(0.002)
        process.kill()
        process.communicate()
        _settle(county.name)
        if process.returncode == -signal.SIGKILL:
            assert held(county.name) == before, statement
            killed += 1
        else:  # it was quicker than the look at it
            _empty(county.name)
            before = held(county.name)
    assert killed >= 2
    assert county.take(lines, "segments", *SET)["written"] == ROWS


def _settle(name):
    """Waits until the killed client's backend has gone."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with server() as database:
            query = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s"
            if database.execute(query, [name]).fetchone()[0] == 0:
                return
        time.sleep(0.05)


def _empty(name):
    with server(name) as database:
        database.execute("TRUNCATE utilities_segment CASCADE")


@pytest.mark.django_db
def test_a_parser_that_dies_leaves_nothing(county, lines, monkeypatch):
    receive = parsing.Channel.receive
    batches = []

    def dying(channel):
        batches.append(1)
        if len(batches) == 4:
            os.kill(channel.process.pid, signal.SIGKILL)
            channel.process.wait()
        return receive(channel)

    monkeypatch.setattr(parsing.Channel, "receive", dying)
    report = import_layer(lines, "segments", constants={"network_class": "JS", "owner": "water"})
    assert not report.committed
    assert not Segment.objects.exists()


def test_two_people_importing_the_same_file_store_it_once(county_of, lines):
    county = county_of("twice", 4548)
    county.found([COUNTY])
    both = [county.start("import_layer", lines, "--kind", "segments", *SET) for _ in range(2)]
    statuses = []
    for process in both:
        process.communicate(timeout=300)
        statuses.append(process.returncode)
    assert sorted(statuses) == [0, 2]
    assert county.ask("SELECT count(*) FROM utilities_segment") == [(ROWS,)]


class Stopping:
    """Looks on and has enough at a step."""

    def __init__(self, at):
        self.at, self.seen = at, []

    def step(self, name):
        self.seen.append(name)
        if name == self.at:
            raise Cancelled

    def rows(self, read):
        self.step(f"rows {read}")

    def look(self, run):
        self.step("look")


@pytest.mark.django_db
@pytest.mark.parametrize("step", ["reading", "rows 1", "checking", "comparing", "look", "storing", "reporting"])
def test_an_import_that_is_cancelled_leaves_nothing(tmp_path, district, step):
    file, watch = geojson(tmp_path / "c.geojson", (compound(), square())), Stopping(step)
    with pytest.raises(Cancelled):
        import_layer(file, "compounds", watch=watch)
    assert watch.seen[-1] == step
    assert not any(model.objects.exists() for model in (Compound, ImportRun, Delivery))
