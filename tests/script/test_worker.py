"""The server keeps an import worker beside the pages, whatever happens to it, and takes it along when it ends."""
import os
import signal
import socket
import subprocess
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
import shapely

from tests.interchange.profiles import fresh, server

PROJECT = Path(__file__).parents[2]
PATIENCE_S = 90
ACCOUNT = "from geo_renovation.accounts.models import User; User.objects.create(username='x'); print(1)"


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    """A county with an account: nothing to load at the start."""
    with fresh("served", 4548, tmp_path_factory.mktemp("served")) as county:
        county.found([shapely.box(420_000, 4_070_000, 450_000, 4_100_000)])
        county.run(ACCOUNT)
        county.env["IMPORT_FOLDER"] = str(tmp_path_factory.mktemp("imports"))
        yield county


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def wait_for(condition):
    deadline = time.monotonic() + PATIENCE_S
    while not (found := condition()):
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)
    return found


@contextmanager
def served(county):
    port = free_port()
    process = subprocess.Popen(
        ["bash", "script/support/serve.sh"], cwd=PROJECT, env=county.env | {"PORT": str(port)}, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait_for(lambda: answers(port))
        process.port = port
        yield process
    finally:
        for pid in processes(county):
            os.kill(pid, signal.SIGKILL)
        process.wait()


def answers(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def processes(county, ending=b""):
    """Ids of the processes that were started with this county's database and a command that ends so."""
    found = []
    for folder in Path("/proc").iterdir():
        try:
            line, environment = (folder / "cmdline").read_bytes(), (folder / "environ").read_bytes()
        except OSError:
            continue
        if folder.name.isdigit() and line.rstrip(b"\0").endswith(ending) and county.name.encode() in environment:
            found.append(int(folder.name))
    return found


def workers(county):
    return processes(county, b"manage.py\0work")


def web_workers(county):
    """Ids of the processes that answer pages: children of the server."""
    found = processes(county, b"geo_renovation.wsgi:application")
    return [pid for pid in found if parent(pid) in found]


def parent(pid):
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def holds_the_lock(county):
    query = (
        "SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
        " WHERE l.locktype = 'advisory' AND l.granted AND d.datname = %s"
    )
    with server() as database:
        return database.execute(query, [county.name]).fetchone()[0] == 1


def test_the_worker_is_started_started_again_and_ends_with_the_server(county):
    with served(county) as process:
        (first,) = wait_for(lambda: workers(county))
        wait_for(lambda: holds_the_lock(county))
        os.kill(first, signal.SIGKILL)
        (second,) = wait_for(lambda: [pid for pid in workers(county) if pid != first])
        wait_for(lambda: holds_the_lock(county))
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=PATIENCE_S)
        wait_for(lambda: not workers(county))


def test_the_worker_does_not_outlive_a_server_that_was_killed(county):
    with served(county) as process:
        wait_for(lambda: workers(county))
        process.kill()
        process.wait()
        wait_for(lambda: not workers(county))


def test_a_page_worker_that_was_killed_is_started_again(county):
    with served(county) as process:
        first = wait_for(lambda: web_workers(county))
        for pid in first:
            os.kill(pid, signal.SIGKILL)
        wait_for(lambda: set(web_workers(county)) - set(first))
        wait_for(lambda: answers(process.port))
