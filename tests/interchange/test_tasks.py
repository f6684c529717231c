"""The worker itself: what it was doing when it died is done again, and never half."""
import json
import os
import random
import select
import signal
import time
from pathlib import Path

import pytest
import shapely

from geo_renovation.interchange import sandbox
from geo_renovation.interchange.messages import message

from .files import geojson, line
from .profiles import server
from .test_sandbox import gone, processes

ROWS = 8000
COUNTY = shapely.box(420_000, 4_070_000, 450_000, 4_100_000)
PATIENCE_S = 180
AT_WORK = "state = 'active' AND query ~ '(COPY incoming|INSERT INTO utilities)'"

BEGIN = """
import json, uuid
from pathlib import Path
from geo_renovation.accounts.models import Organisation, User
from geo_renovation.interchange import originals, queueing, tasks
from geo_renovation.interchange.models import Delivery, ImportRun
centre, _ = Organisation.objects.get_or_create(code="centre", defaults={{"name": "中心", "kind": "centre"}})
user, _ = User.objects.get_or_create(username="clerk", defaults={{"organisation": centre}})
folder = uuid.uuid4()
kept = originals.keep(folder, [("lines.geojson", open({path!r}, "rb"))])
delivery = Delivery.objects.create(folder=folder, user=user, organisation=centre, **kept._asdict())
tasks.inspect(delivery_id=delivery.pk)
told = {{"constants": {{"network_class": "JS", "owner": "water"}}}}
run = ImportRun.objects.create(
    delivery=delivery, layer="lines", kind="segments", instructions=told, user=user, organisation=centre,
    file_name="lines.geojson", state={state!r},
)
{ask}
print(json.dumps(run.pk))
"""


@pytest.fixture(scope="module")
def county(county_of, tmp_path_factory):
    county = county_of("worked", 4548)
    county.env |= {"IMPORT_FOLDER": str(tmp_path_factory.mktemp("imports")), "PYTHONUNBUFFERED": "1"}
    county.found([COUNTY])
    return county


@pytest.fixture(scope="module")
def lines(tmp_path_factory):
    features = (({"note": f"{n}"}, line((n % 900, n // 9), (n % 900 + 9, n // 9))) for n in range(ROWS))
    return geojson(tmp_path_factory.mktemp("lines") / "lines.geojson", *features)


@pytest.fixture
def worker(county):
    """Starts the worker; whatever still runs is killed after the test."""
    started = []

    def start():
        process = county.start("work")
        started.append(process)
        assert "ready" in process.stdout.readline()
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()
        process.stderr.close()


@pytest.fixture(autouse=True)
def _empty(county):
    with server(county.name) as database:
        database.execute("TRUNCATE utilities_segment, interchange_delivery, procrastinate_jobs CASCADE")


def begun(county, lines, state="checked", ask="queueing.store(run, 0, by=user)"):
    """A run that waits for the worker."""
    return county.run(BEGIN.format(path=str(lines), state=state, ask=ask))


def held(county, run):
    """(state of the run, segments, rights, journal lines of the import)."""
    query = (
        "SELECT (SELECT state FROM interchange_importrun WHERE id = %s), (SELECT count(*) FROM utilities_segment),"
        " (SELECT count(*) FROM utilities_assetright), (SELECT count(*) FROM accounts_act WHERE details->>'run' = %s)"
    )
    with server(county.name) as database:
        return database.execute(query, [run, str(run)]).fetchone()


def is_over(county, run):
    with server(county.name) as database:
        return database.execute("SELECT job_id IS NULL FROM interchange_importrun WHERE id = %s", [run]).fetchone()[0]


def wait_for(condition):
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, "it takes for ever"
        time.sleep(0.02)


def all_of_it(run):
    return ("stored", ROWS, ROWS, 1)


def backends(county, condition="true"):
    """Process ids of the server's ends of connections to the county."""
    query = f"SELECT pid FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend' AND {condition}"
    with server() as database:
        return [pid for (pid,) in database.execute(query, [county.name])]


def test_a_worker_killed_at_any_moment_leaves_all_or_nothing_and_the_next_one_finishes(county, lines, worker):
    run, nothing = begun(county, lines), None
    process = worker()
    wait_for(lambda: backends(county, AT_WORK))
    chance, seen = random.Random(3), set()
    for _ in range(10):
        time.sleep(chance.random() * 1.5)
        process.send_signal(signal.SIGKILL)
        process.wait()
        wait_for(lambda: not backends(county))
        found = held(county, run)
        nothing = ("storing", 0, 0, 0)
        assert found in (nothing, all_of_it(run))
        seen.add(found)
        if found != nothing:
            break
        process = worker()
    process = worker() if process.poll() is not None else process
    wait_for(lambda: is_over(county, run))
    assert held(county, run) == all_of_it(run)
    assert nothing in seen


def test_a_second_worker_waits_until_the_first_has_gone(county, lines, worker):
    first, second = worker(), county.start("work")
    try:
        assert not select.select([second.stdout], [], [], 4)[0]
        first.send_signal(signal.SIGTERM)
        assert first.wait(timeout=5) == 0
        assert "ready" in second.stdout.readline()
    finally:
        second.kill()
        second.wait()


def test_told_to_stop_it_stops_at_once_and_takes_the_import_up_again(county, lines, worker):
    run, process = begun(county, lines), worker()
    wait_for(lambda: backends(county, AT_WORK))
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=5) == 0
    wait_for(lambda: not backends(county))
    assert held(county, run) in (("storing", 0, 0, 0), all_of_it(run))
    worker()
    wait_for(lambda: is_over(county, run))
    assert held(county, run) == all_of_it(run)


def test_a_database_that_goes_away_ends_the_worker_and_nothing_is_half(county, lines, worker):
    run, process = begun(county, lines), worker()
    wait_for(lambda: backends(county, AT_WORK))
    with server() as database:
        database.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [county.name]
        )
    assert process.wait(timeout=10) == 1
    assert held(county, run) in (("storing", 0, 0, 0), all_of_it(run))
    worker()
    wait_for(lambda: is_over(county, run))
    assert held(county, run) == all_of_it(run)


def test_an_import_is_cancelled_while_it_is_under_way(county, lines, worker):
    run, process = begun(county, lines), worker()
    wait_for(lambda: backends(county, AT_WORK))
    with server(county.name) as database:
        database.execute("UPDATE interchange_importrun SET cancel_asked = true WHERE id = %s", [run])
    wait_for(lambda: is_over(county, run))
    assert held(county, run) == ("cancelled", 0, 0, 0)
    assert process.poll() is None


def sandboxes(county, which):
    """Process ids of the parsers at work for the county: of their confinement, or of what reads inside."""
    outside = processes(str(county.env["IMPORT_FOLDER"]))
    if which == "confinement":
        return [pid for pid in outside if parent_of(pid) not in outside]
    return [pid for pid in processes(sandbox.MODULE) if parent_of(pid) in outside and pid not in outside]


def parent_of(pid):
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return None


@pytest.mark.parametrize("which", ["confinement", "reader"])
@pytest.mark.parametrize("step", ["check", "store"])
def test_a_parser_killed_in_the_middle_ends_its_import_with_a_sentence_and_the_worker_lives_on(
    county, tmp_path, worker, which, step
):
    features = (({"note": f"{n}"}, line((n % 900, n // 90), (n % 900 + 9, n // 90))) for n in range(4 * ROWS))
    state = "draft" if step == "check" else "checked"
    run = begun(county, geojson(tmp_path / "lines.geojson", *features), state, f"queueing.{step}(run, 0, by=user)")
    process = worker()
    wait_for(lambda: backends(county, "query ~ '^COPY incoming'"))
    wait_for(lambda: sandboxes(county, which))
    for pid in sandboxes(county, which):
        os.kill(pid, signal.SIGKILL)
    wait_for(lambda: is_over(county, run))
    with server(county.name) as database:
        (refused,) = database.execute("SELECT report->'refused' FROM interchange_importrun WHERE id = %s", [run]).fetchone()
    assert refused["reason"] == "parser_failed"
    assert message(refused["reason"], **refused["details"]) == message("parser_failed")
    assert held(county, run) == ("refused", 0, 0, 0)
    assert gone(str(county.env["IMPORT_FOLDER"]))
    assert process.poll() is None
    for asked in ("check", "store"):
        county.run(f"""
import json
from geo_renovation.interchange import queueing
from geo_renovation.interchange.models import ImportRun
run = ImportRun.objects.get(pk={run})
queueing.{asked}(run, run.version, by=run.user)
print(json.dumps(run.pk))
""")
        wait_for(lambda: is_over(county, run))
    assert held(county, run) == ("stored", 4 * ROWS, 4 * ROWS, 1)
    assert process.poll() is None


def test_progress_is_seen_while_the_import_is_one_transaction(county, lines, worker):
    run = begun(county, lines, state="draft", ask="queueing.check(run, 0, by=user)")
    worker()
    seen = set()
    folder = county.env["IMPORT_FOLDER"]

    def look():
        for root, _folders, files in os.walk(folder):
            if "progress.json" in files:
                try:
                    told = json.loads(open(os.path.join(root, "progress.json"), encoding="utf-8").read())
                except FileNotFoundError:
                    continue
                seen.add((told["step"], told["total"]))
        return is_over(county, run)

    wait_for(look)
    assert held(county, run)[0] == "checked"
    assert {"reading", "checking"} & {step for step, _total in seen}
    assert ROWS in {total for _step, total in seen}
