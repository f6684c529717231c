"""Files of users are read in a sandbox: what it cannot reach, what ends it, and that nothing goes without."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pyogrio
import pytest
from django.conf import settings

from geo_renovation.interchange import inspection, sandbox
from geo_renovation.interchange.parsing import parser
from geo_renovation.interchange.readers import drivers, limits
from geo_renovation.interchange.refusals import Refused
from geo_renovation.interchange.staging import staged

from .files import geojson, square

NAMED = {"code": "C1", "name": "一小区"}


@pytest.fixture
def inside(tmp_path):
    """What a piece of Python prints inside, as JSON."""

    def run(code):
        lines = f"import json, os\n{code}"
        done = subprocess.run(sandbox.command(tmp_path, {}, "-c", lines), capture_output=True, env={}, check=False)
        assert done.returncode == 0, done.stderr.decode()
        return json.loads(done.stdout)

    return run


@pytest.fixture
def hostile(tmp_path, monkeypatch):
    """A reader of GeoJSON taken over by its file: hostile("code") is why the file is refused."""
    home = tmp_path / "interchange"
    home.mkdir()
    shutil.copytree(sandbox.HERE / "readers", home / "readers")
    for part in ("archive.py", "refusals.py", "parser.py"):
        shutil.copy(sandbox.HERE / part, home / part)
    monkeypatch.setattr(sandbox, "HERE", home)
    monkeypatch.setattr(limits, "CPU_SECONDS", 1)
    file = geojson(tmp_path / "a.geojson", (NAMED, square()))

    def refused(code):
        lines = "\n    ".join(["import os, socket, sys, time", *code.splitlines()])
        text = f"DRIVER = None\ndef layers(path, **options):\n    {lines}\n    return []\n"
        (home / "readers" / "geojson.py").write_text(text)
        looked = inspection.inspect(file)["files"][0]["refused"]
        return looked and looked["reason"]

    return refused


def processes(mark):
    """Ids of processes with `mark` in their command line."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark.encode() in (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
        except OSError:
            continue
    return found


def gone(mark):
    """Whether no such process is left, or becomes so soon."""
    until = time.monotonic() + 10
    while processes(mark) and time.monotonic() < until:
        time.sleep(0.02)
    return not processes(mark)


def test_inside_there_is_nothing_of_the_machine_but_libraries_and_the_file(inside):
    top = set(inside("print(json.dumps(os.listdir('/')))"))
    assert top <= {"usr", "lib", "lib64", "dev", "tmp", "input", "parser", *settings.BASE_DIR.parts[1:2]}
    paths = [settings.BASE_DIR / name for name in ("manage.py", "var", ".git", "geo_renovation")]
    paths += [Path("/etc/passwd"), Path("/proc/self"), Path("/sys"), Path("/root/.ssh"), Path("/usr/bin/env")]
    seen = inside(f"print(json.dumps([p for p in {[str(p) for p in paths]} if os.path.exists(p)]))")
    assert seen == []


def test_inside_there_is_no_environment_of_ours(inside, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "secret-of-the-server")
    names = inside("print(json.dumps(dict(os.environ)))")
    assert set(names) == {*sandbox.ENVIRONMENT, "PYTHONPATH", "PWD"} - ({"PWD"} - set(names))
    assert "secret-of-the-server" not in names.values()


def test_inside_nobody_without_rights_is_at_work(inside):
    code = """
import ctypes
libc = ctypes.CDLL(None)
class Caps(ctypes.Structure):
    _fields_ = [("e", ctypes.c_uint32), ("p", ctypes.c_uint32), ("i", ctypes.c_uint32)]
head, caps = (ctypes.c_uint32 * 2)(0x20080522, 0), (Caps * 2)()
libc.capget(head, caps)
held = sum(c.e + c.p + c.i for c in caps)
print(json.dumps([os.getuid(), os.getgid(), held, libc.prctl(39, 0, 0, 0, 0), os.getsid(0) != 0, os.getppid()]))
"""
    uid, gid, held, no_new_rights, own_session, parent = inside(code)
    assert (uid, gid, held, no_new_rights, own_session) == (65534, 65534, 0, 1, True)
    assert parent <= 1  # bubblewrap itself: no process of the machine has a number here


def test_inside_nothing_can_be_written_where_it_would_stay(inside, tmp_path):
    code = """
refused = []
for path in ("/input/x", "/x", "/usr/lib/x", "/parser/geo_renovation/x", "/lib/x"):
    try:
        open(path, "w")
    except OSError:
        refused.append(path)
print(json.dumps(len(refused)))
"""
    assert inside(code) == 5
    assert list(tmp_path.iterdir()) == []


def test_inside_there_is_no_network_and_no_database(inside):
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        sockets = [("127.0.0.1", server.getsockname()[1]), (str(settings.DATABASES["default"]["HOST"]), 5432)]
        code = f"""
import socket
reached = []
for address in {sockets!r}:
    try:
        socket.create_connection(address, 1)
        reached.append(address)
    except OSError:
        pass
for path in ("/run/postgresql/.s.PGSQL.5432", "/tmp/.s.PGSQL.5432"):
    try:
        socket.socket(socket.AF_UNIX).connect(path)
        reached.append(path)
    except OSError:
        pass
print(json.dumps([reached, [name for _, name in socket.if_nameindex() if name != "lo"]]))
"""
        assert inside(code) == [[], []]
        with pytest.raises(TimeoutError):
            server.accept()


def test_inside_django_finds_neither_settings_nor_database(inside):
    code = """
problems = []
for name in ("geo_renovation.settings", "geo_renovation.interchange.models", "geo_renovation.wsgi"):
    try:
        __import__(name)
    except ImportError:
        problems.append(name)
print(json.dumps(len(problems)))
"""
    assert inside(code) == 3


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("while True: pass", "too_slow"),
        ("x = bytearray(3 * 1024 ** 3)", "too_large"),
        ("os._exit(3)", "parser_failed"),
        ("os.abort()", "parser_failed"),
        ("raise ValueError('secret')", "parser_failed"),
        ("print('no JSON', flush=True)", "parser_failed"),
    ],
)
def test_a_reader_gone_wild_is_ended_and_said_so(hostile, code, reason):
    assert hostile(code) == reason


def test_a_reader_that_sleeps_is_ended_by_the_clock(hostile, monkeypatch):
    monkeypatch.setattr(limits, "PATIENCE", 1)
    assert hostile("time.sleep(600)") == "too_slow"


def test_an_answer_without_end_is_cut_off(hostile, monkeypatch):
    monkeypatch.setattr(limits, "LINE_BYTES", 1_000_000)
    assert hostile("while True: sys.stdout.write('x' * 65536)") == "too_large"


def test_a_reader_cannot_write_a_file_or_open_many(hostile):
    write = "f = open('/tmp/x', 'w')\ntry:\n    f.write('x'); f.close()\nexcept OSError:\n    os._exit(0)"
    assert hostile(write + "\ntime.sleep(600)") == "parser_failed"
    assert hostile("open_ = [open('/input/layer.geojson') for _ in range(100)]") == "parser_failed"


def test_what_a_reader_leaves_running_ends_with_it(hostile, tmp_path):
    mark = str(tmp_path)
    assert hostile("if os.fork() == 0:\n    os.setsid()\n    time.sleep(600)\nos._exit(0)") == "parser_failed"
    assert gone(mark)


def test_a_parser_ends_with_the_process_that_started_it(tmp_path):
    file = geojson(tmp_path / "a.geojson", (NAMED, square()))
    code = f"""
import time
from django.conf import settings
settings.configure(INSTALLED_APPS=[])
from geo_renovation.interchange.parsing import channel_to
from geo_renovation.interchange.staging import staged
with staged({str(file)!r}) as copy, channel_to(copy):
    print(copy.path.parent, flush=True)
    time.sleep(600)
"""
    process = subprocess.Popen([sys.executable, "-c", code], cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True)
    mark = process.stdout.readline().strip()
    assert len(processes(mark)) >= 2
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert gone(mark)
    shutil.rmtree(Path(mark).parent)


def test_a_parser_is_gone_when_its_block_ends(tmp_path):
    file = geojson(tmp_path / "a.geojson", (NAMED, square()))
    with staged(file) as copy:
        with parser(copy, encoding=None, crs=None, family="polygon", outline=None) as parsed:
            assert parsed.header["headings"] == ["code", "name"]
            assert processes(str(copy.path.parent))
        assert gone(str(copy.path.parent))


@pytest.fixture
def without_sandbox(monkeypatch, tmp_path):
    """A machine whose bubblewrap is missing, or does as this script says."""
    file = geojson(tmp_path / "a.geojson", (NAMED, square()))

    def refused(script=None):
        folder = tmp_path / "path"
        folder.mkdir()
        if script:
            (folder / "bwrap").write_text(f"#!/bin/sh\n{script}\n")
            (folder / "bwrap").chmod(0o755)
        monkeypatch.setenv("PATH", str(folder))
        sandbox._bubblewrap.cache_clear()
        with pytest.raises(Refused) as refusal:
            inspection.inspect(file)
        return refusal.value.reason

    yield refused
    sandbox._bubblewrap.cache_clear()


def test_without_bubblewrap_nothing_is_read(without_sandbox):
    assert without_sandbox() == "no_sandbox"
    assert [problem.id for problem in sandbox.sandbox_is_there(None)] == ["interchange.W001"]


def test_where_namespaces_are_forbidden_nothing_is_read(without_sandbox):
    assert without_sandbox("echo 'No permissions to create new namespace' >&2; exit 1") == "no_sandbox"
    assert [problem.id for problem in sandbox.sandbox_is_there(None)] == ["interchange.W001"]


def test_a_parser_that_does_not_start_is_no_reason_to_go_without(without_sandbox):
    assert without_sandbox('case "$*" in *parser*-m*) exit 1;; esac; exit 0') == "no_sandbox"


def test_where_there_is_a_sandbox_the_check_is_content():
    assert sandbox.missing() is None
    assert sandbox.sandbox_is_there(None) == []


def test_a_parser_started_by_anybody_else_reads_nothing(tmp_path):
    request = json.dumps({"action": "inspect", "format": "table", "path": str(tmp_path / "x.csv")})
    done = subprocess.run(
        [sys.executable, "-m", sandbox.MODULE], cwd=settings.BASE_DIR, input=request, text=True,
        capture_output=True, check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")


def test_every_driver_of_gdal_is_known_so_that_it_can_be_skipped():
    assert sorted(drivers.NAMES) == sorted(pyogrio.list_drivers())


def test_the_time_allowed_grows_with_the_file_up_to_a_bound():
    assert limits.cpu_seconds(1_000) == limits.cpu_seconds(50_000_000) == 20
    assert 20 < limits.cpu_seconds(200_000_000) < 300
    assert limits.cpu_seconds(10**12) == 300
    assert limits.cpu_seconds(5_000_000, "workbook") > limits.cpu_seconds(5_000_000, "table") == 20
