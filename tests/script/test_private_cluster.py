"""The private server recovers by itself from whatever a killed run leaves behind."""
import os
import pwd
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import psycopg
import pytest
from private_cluster import Unable, binaries
from private_cluster.claim import claimed
from private_cluster.discard import discard
from private_cluster.places import LONGEST_SOCKET_PATH, SOCKET_NAME, Places, is_reachable, keeper
from private_cluster.running import Running
from private_cluster.server import Server

SUPPORT = Path(__file__).parents[2] / "script/support"


@pytest.fixture
def places(tmp_path):
    # pytest's own folder has mode 0700, like root's home: as root the server may not pass through it.
    places = Places(tmp_path / "cluster")
    places.folder.mkdir()
    yield places
    if places.data.exists():
        discard(places)


def connect(server):
    return psycopg.connect(server.url().replace("postgis:", "postgresql:"))


def answers(server):
    with connect(server) as connection:
        return connection.execute("SELECT postgis_lib_version() IS NOT NULL").fetchone()[0]


def run_script(places, *command):
    environment = os.environ | {"PYTHONPATH": str(SUPPORT)}
    line = [sys.executable, "-m", "private_cluster", str(places.folder), *command]
    return subprocess.Popen(line, env=environment, stdout=subprocess.PIPE, text=True)


def wait_until(condition, seconds=60):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)


def test_the_server_has_the_extensions_checksums_fsync_and_a_role_that_is_no_superuser(places):
    with claimed(Server(places)) as server, connect(server) as connection:
        shown = [connection.execute(f"SHOW {name}").fetchone()[0] for name in ("data_checksums", "fsync", "lc_collate")]
        assert shown == ["on", "on", "C.UTF-8"]
        extensions = {name for (name,) in connection.execute("SELECT extname FROM pg_extension")}
        assert extensions >= {"postgis", "btree_gist", "pg_trgm"}
        assert connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone() == (False,)


def test_the_server_never_runs_as_root_and_refuses_a_wrong_password_on_tcp(places):
    with claimed(Server(places)) as server:
        postmaster = server.running.postmaster()
        assert os.stat(f"/proc/{postmaster}").st_uid == keeper(places).pw_uid != 0
        address = {"host": "127.0.0.1", "port": server.running.lines()[3], "dbname": "geo_renovation"}
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(**address, user="geo_renovation", password="wrong")
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(**address, user="postgres", password="postgres")


def test_the_last_of_two_users_stops_the_server(places):
    first, second = claimed(Server(places)), claimed(Server(places))
    server = first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert answers(server)
    second.__exit__(None, None, None)
    assert server.running.status() is None


def test_two_users_who_start_at_once_share_one_server(places):
    postmasters, together = [], threading.Barrier(2)

    def use():
        with claimed(Server(places)) as server:
            postmasters.append(server.running.postmaster())
            together.wait(timeout=60)

    threads = [threading.Thread(target=use) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(postmasters) == 2
    assert len(set(postmasters)) == 1


def test_a_killed_script_does_not_count_as_a_user(places):
    killed = run_script(places, "sleep", "600")
    running = Running(places.data)
    wait_until(lambda: running.status() == "ready" and killed.poll() is None)
    with claimed(Server(places)):
        killed.kill()
        killed.wait()
    assert running.status() is None


def test_a_server_killed_at_work_is_started_again_with_everything_committed(places):
    with claimed(Server(places)) as server:
        with connect(server) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 1 AS one")
        os.kill(server.running.postmaster(), signal.SIGKILL)
        with claimed(Server(places)) as again, connect(again) as connection:
            assert connection.execute("SELECT one FROM kept").fetchone() == (1,)


def test_a_stale_lock_naming_a_process_that_is_something_else_by_now_is_no_hindrance(places):
    with claimed(Server(places)) as server:
        lines = server.running.lock.read_text().splitlines()
    lines[0] = str(os.getpid())
    server.running.lock.write_text("\n".join(lines))
    with claimed(Server(places)) as server:
        assert answers(server)


def test_a_killed_start_is_taken_up_again(places):
    half_made = places.folder / "data.new"
    half_made.mkdir()
    (half_made / "PG_VERSION").write_text("15\n")
    with claimed(Server(places)) as server:
        assert answers(server)
    started = run_script(places, "sleep", "600")
    wait_until(Running(places.data).processes)
    started.kill()
    started.wait()
    with claimed(Server(places)) as server:
        assert answers(server)


def test_a_taken_port_is_passed_over(places):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        with claimed(Server(places, ports=range(taken, taken + 20))) as server:
            assert int(server.running.lines()[3]) > taken


def test_a_long_path_gets_a_socket_elsewhere(tmp_path):
    places = Places(tmp_path / ("x" * 100) / "cluster")
    places.folder.mkdir(parents=True)
    with claimed(Server(places)) as server:
        sockets = Path(server.running.lines()[4])
        assert len(str(sockets / SOCKET_NAME)) <= LONGEST_SOCKET_PATH
        assert sockets.stat().st_mode & 0o777 == 0o700
        assert answers(server)
    discard(places)
    assert not sockets.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as someone else")
def test_folders_that_only_root_may_pass_are_no_hindrance(places):
    places.folder.parent.chmod(0o700)
    assert not is_reachable(places.folder, pwd.getpwnam("postgres"))
    for _ in range(2):
        with claimed(Server(places)) as server:
            assert answers(server)


def test_a_signal_reaches_the_command_once_and_the_server_stops(places):
    told = "trap 'echo caught; exit 3' INT; echo ready; while :; do sleep 0.05; done"
    script = run_script(places, "bash", "-c", told)
    wait_until(lambda: "ready" in script.stdout.readline())
    script.send_signal(signal.SIGINT)
    rest, _ = script.communicate(timeout=60)
    assert (rest, script.returncode) == ("caught\n", 3)
    assert Running(places.data).status() is None


def test_a_database_in_use_is_not_discarded(places):
    with claimed(Server(places)), pytest.raises(Unable, match="stop it first"):
        discard(places)


def test_a_version_that_is_no_longer_installed_is_named(tmp_path):
    (tmp_path / "PG_VERSION").write_text("9\n")
    with pytest.raises(Unable, match="made by PostgreSQL 9"):
        binaries.find(tmp_path)
