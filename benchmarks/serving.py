"""The web server on the database in use, as script/server runs it, and pgbench beside it."""
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from .browsers import ask
from .databases import client_environment

START_S = 60
WORKERS = min(4, os.cpu_count())


@contextmanager
def server():
    """Granian on a free loopback port, until the block ends."""
    port = free_port()
    command = ["granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", str(WORKERS)]
    command += ["--blocking-threads", "4", "--no-ws", "--log-level", "error", "geo_renovation.wsgi:application"]
    limits = {"DB_STATEMENT_TIMEOUT", "DB_LOCK_TIMEOUT", "DJANGO_DEBUG"}
    environment = {name: value for name, value in os.environ.items() if name not in limits}
    process = subprocess.Popen(command, env=environment, start_new_session=True)
    with until_it_answers(process, port, "/healthz"):
        yield port


@contextmanager
def until_it_answers(process, port, path):
    """Enters when the server answers, ends it with the block."""
    try:
        _wait_for(process, port, path)
        yield
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def pgbench(statements, *, clients, for_s):
    """Statements a second, prepared, over as many connections as the web server has workers."""
    with tempfile.TemporaryDirectory() as folder:
        scripts = [Path(folder, f"{n}.sql") for n in range(len(statements))]
        for script, statement in zip(scripts, statements, strict=True):
            script.write_text(f"{statement};\n")
        command = [_pgbench_program(), "-n", "-M", "prepared", "-c", str(clients), "-j", str(clients), "-T", str(for_s)]
        command += [word for script in scripts for word in ("-f", str(script))]
        done = subprocess.run(command, env=client_environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"pgbench: {done.stderr.strip()}")
    return float(re.search(r"tps = ([\d.]+)", done.stdout)[1])


def _pgbench_program():
    """Debian keeps a version's programs out of the path unless postgresql-client-common is there."""
    packaged = sorted(Path("/usr/lib/postgresql").glob("*/bin/pgbench"), key=lambda path: float(path.parts[-3]))
    found = shutil.which("pgbench") or (packaged and str(packaged[-1]))
    if not found:
        raise RuntimeError("pgbench is missing: apt-get install postgresql-contrib")
    return found


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(process, port, path):
    until = time.monotonic() + START_S
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"the web server ended at once with {process.returncode}")
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
                if ask(connection, port, path, {})[0] == 200:
                    return
        except (OSError, AssertionError):
            time.sleep(0.1)
    raise RuntimeError(f"the web server did not answer within {START_S} s")
