"""Makes and starts the PostgreSQL server, and prepares the database in it."""
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import time
from contextlib import suppress
from urllib.parse import quote

from . import Unable, binaries
from .places import acting_as, keeper, opened, socket_folder
from .running import PAUSE_S, Running

NAME = "geo_renovation"
SUPERUSER = "postgres"
EXTENSIONS = ("postgis", "btree_gist", "pg_trgm")
PORTS = range(5440, 5540)
START_S = 300  # recovery after a crash may have much to replay
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "password_encryption": "scram-sha-256",
    "ssl": "off",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
}
ACCESS = f"""\
local all {SUPERUSER} peer map=keeper
local all all scram-sha-256
host all all 127.0.0.1/32 scram-sha-256
"""


class Disturbed(Unable):
    """The server died as we came, or what a killed script had begun in it was still going on."""


class Server:
    """One private server; the caller holds the change lock around `ensure_running` and `stop`."""

    def __init__(self, places, ports=PORTS):
        self.places = places
        self.ports = ports
        self.keeper = keeper(places)
        self.bin = binaries.find(places.data)
        self.running = Running(places.data)

    def ensure_running(self):
        for _ in range(3):
            try:
                return self._ensure_running()
            except Disturbed:
                time.sleep(1)
        return self._ensure_running()

    def _ensure_running(self):
        if self.running.settle() != "ready":
            if not self.places.data.exists():
                self._make()
            self._start()
        self._prepare()

    def stop(self):
        self.running.stop()

    def url(self):
        lines = self.running.lines()
        return f"postgis://{NAME}:{self._password()}@{quote(lines[4], safe='')}:{lines[3]}/{NAME}"

    def _make(self):
        data = self.places.folder / "data.new"
        shutil.rmtree(data, ignore_errors=True)
        data.mkdir(mode=0o700)
        os.chown(data, self.keeper.pw_uid, self.keeper.pw_gid)
        options = ["--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums", "--auth=peer"]
        with opened(data, self.keeper) as (named, inherited):
            command = [self.bin / "initdb", "-D", named, "--username", SUPERUSER, *options]
            acting = acting_as(self.keeper) | inherited
            made = subprocess.run(command, **acting, capture_output=True, text=True, check=False)
        if made.returncode:
            raise Unable(f"could not make the database in {data}: {_last_line(made.stderr)}")
        callers = sorted({self.keeper.pw_name, pwd.getpwuid(os.geteuid()).pw_name, "root"})
        (data / "pg_hba.conf").write_text(ACCESS)
        (data / "pg_ident.conf").write_text("".join(f"keeper {caller} {SUPERUSER}\n" for caller in callers))
        data.rename(self.places.data)

    def _start(self):
        for port in self.ports:
            if _is_taken(port):
                continue
            if self._becomes_ready(self._launch(port)):
                return
            log = self.places.log.read_text(errors="replace")
            if "Address already in use" not in log:
                raise Unable(f"the database does not start: {_last_line(log)} (all of it: {self.places.log})")
        raise Unable(f"no free port from {self.ports[0]} to {self.ports[-1]} on 127.0.0.1 for the database: free one")

    def _launch(self, port):
        sockets = socket_folder(self.places, self.keeper)
        settings = SETTINGS | {"port": str(port), "unix_socket_directories": str(sockets)}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        streams = {"stdin": subprocess.DEVNULL, "stderr": subprocess.STDOUT}
        with self.places.log.open("wb") as log, opened(self.places.data, self.keeper) as (named, inherited):
            command = [self.bin / "postgres", "-D", named, *options]
            acting = acting_as(self.keeper) | inherited
            return subprocess.Popen(command, stdout=log, **streams, start_new_session=True, **acting)

    def _becomes_ready(self, process):
        until = time.monotonic() + START_S
        while process.poll() is None:
            if self.running.status() == "ready":
                return True
            if time.monotonic() > until:
                process.send_signal(signal.SIGINT)
                raise Unable(f"the database was not ready after {START_S} s: see {self.places.log}, then try again")
            time.sleep(PAUSE_S)
        return False

    def _prepare(self):
        """The role, the extensions in the template of every new database, and the database, where missing."""
        extensions = "".join(f"CREATE EXTENSION IF NOT EXISTS {name};\n" for name in EXTENSIONS)
        self._ask(
            f"""\
SET client_min_messages = warning;
SELECT 'CREATE ROLE {NAME} LOGIN CREATEDB' WHERE to_regrole('{NAME}') IS NULL \\gexec
ALTER ROLE {NAME} PASSWORD '{self._password()}';
{extensions}\\connect postgres
SELECT 'CREATE DATABASE {NAME} OWNER {NAME}'
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{NAME}') \\gexec
"""
        )

    def _ask(self, statements):
        lines = self.running.lines()
        where = ["-h", lines[4], "-p", lines[3], "-U", SUPERUSER, "template1"]
        command = [self.bin / "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", *where]
        environment = {"PATH": os.defpath, "LC_ALL": "C.UTF-8"}
        done = subprocess.run(command, input=statements, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Disturbed(f"could not prepare the database: {_last_line(done.stderr)}; see {self.places.log}")

    def _password(self):
        path = self.places.password
        if not path.exists():
            new = path.with_suffix(".new")
            new.unlink(missing_ok=True)
            with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_hex(24))
            new.rename(path)
        return path.read_text()


def _is_taken(port):
    with socket.socket() as probe, suppress(OSError):
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))
        return False
    return True


def _last_line(text):
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1].strip() if lines else "it said nothing"
