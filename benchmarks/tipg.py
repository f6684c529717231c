"""tipg, a tile server in Python as others would take it, on the database in use."""
import os
import subprocess
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.db import connection

from .serving import WORKERS, free_port, until_it_answers

PROGRAM = Path(__file__).parent.parent / ".venv" / "tipg" / "bin" / "uvicorn"
COLUMNS = "network_class,owner_id,placement,accuracy,status"


@contextmanager
def tipg():
    """tipg on a free loopback port with as many workers as our server, until the block ends."""
    port = free_port()
    command = [PROGRAM, "tipg.main:app", "--host", "127.0.0.1", "--port", str(port), "--workers", str(WORKERS)]
    # Its workers take longer to start than uvicorn is patient with them.
    command += ["--timeout-worker-healthcheck", "60", "--log-level", "error"]
    process = subprocess.Popen(command, env=os.environ | {"DATABASE_URL": _address()}, start_new_session=True)
    with until_it_answers(process, port, "/healthz"):
        yield port


def lines(z, x, y):
    """The lines of one tile, all of them, with the columns that ours has and its geometry stored in EPSG:3857."""
    place = f"/collections/public.utilities_segment/tiles/WebMercatorQuad/{z}/{x}/{y}"
    return f"{place}?geom-column=route_3857&properties={COLUMNS}"


def _address():
    given = connection.get_connection_params()
    password = f":{quote(given['password'], safe='')}" if given.get("password") else ""
    host, port = quote(given.get("host") or "localhost", safe=""), given.get("port") or 5432
    return f"postgresql://{quote(given['user'], safe='')}{password}@{host}:{port}/{given['dbname']}"
