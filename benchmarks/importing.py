"""The importer users run, beside ogr2ogr with COPY into a plain table; and its memory as rows grow."""
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyogrio
import shapely
from django.conf import settings
from django.db import connection

from .county import OWNERS, Extent, lay_ground, organisations, routes
from .databases import bench_database, client_environment
from .measure import Row, say

AIM = ">= 0.8"
AIM_WHY = (
    "the aim belongs to the next issue; ours checks every row and its geometry, keeps nine indexes, the web twin and "
    "a dated right for each, all in one transaction;"
)
FLAT = "<= 1.2"
SMALL, LARGE = 20_000, 100_000
ROUNDS = 2
MANAGE = Path(__file__).resolve().parent.parent / "manage.py"
# The peak a program inherits from the process that forks it counts as its own, so a small one starts it.
LAUNCHER = """
import resource, subprocess, sys
status = subprocess.call(sys.argv[2:])
open(sys.argv[1], "w").write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
sys.exit(status)
"""


@dataclass(frozen=True)
class Run:
    """How long a program took, and the most memory any of its processes held."""

    seconds: float
    peak_mb: float


def rows(server, seed):
    """Rates at LARGE rows, and the peak memory of LARGE beside SMALL."""
    with bench_database(server, "importing"), tempfile.TemporaryDirectory() as folder:
        extent = Extent(300, LARGE)
        lay_ground(extent)
        organisations()
        files = {count: _written(Path(folder), count, extent, seed) for count in (1, SMALL, LARGE)}
        say(f"import: {LARGE:,} lines, start-up and {SMALL:,} lines for comparison")
        start, small = _import(files[1], 1), _import(files[SMALL], SMALL)
        rounds = [(_import(files[LARGE], LARGE), _ogr2ogr(files[LARGE])) for _ in range(ROUNDS)]
        ours, theirs = zip(*rounds, strict=True)
        yield from _rows(start, small, _median(ours), _median(theirs))


def _rows(start, small, ours, theirs):
    what = f"import of {LARGE:,} lines as segments"
    why = f"{AIM_WHY} start-up is {start.seconds:.1f} s of {ours.seconds:.1f} s"
    yield Row(what, LARGE / ours.seconds, LARGE / theirs.seconds, "rows/s", AIM, why, "ogr2ogr with COPY")
    bare = LARGE / (ours.seconds - start.seconds)
    yield Row(f"{what}, start-up left out", bare, LARGE / theirs.seconds, "rows/s", peer_name="ogr2ogr with COPY")
    flat = f"{what}: peak memory"
    yield Row(flat, ours.peak_mb, small.peak_mb, "MB", FLAT, peer_name=f"the importer at {SMALL:,} lines")
    yield Row(flat, ours.peak_mb, theirs.peak_mb, "MB", peer_name="ogr2ogr with COPY")


def _written(folder, count, extent, seed):
    """A shapefile of `count` lines with the columns a survey delivers."""
    rng = np.random.default_rng(seed)
    classes = rng.choice(list(OWNERS), count)
    fields = {
        "code": [f"L{i:06}" for i in range(count)],
        "net_class": classes.tolist(),
        "owner": [OWNERS[c][i % len(OWNERS[c])] for i, c in enumerate(classes)],
        "material": rng.choice(["球墨铸铁", "PE", "钢", "混凝土"], count).tolist(),
        "diam_mm": rng.choice([50.0, 110.0, 200.0, 300.0], count),
        "depth_m": rng.uniform(0.5, 3, count).round(2),
        "laid_year": rng.integers(1980, 2020, count).astype("int32"),
    }
    path = folder / f"lines{count}" / "lines.shp"
    path.parent.mkdir()
    pyogrio.raw.write(
        path,
        geometry=shapely.to_wkb(routes(extent, seed)[:count]),
        field_data=[np.array(values) for values in fields.values()],
        fields=list(fields),
        geometry_type="LineString",
        crs=f"EPSG:{settings.COUNTY_SRID}",
        encoding="UTF-8",
    )
    return path


def _import(file, count):
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE utilities_segment CASCADE")
    connection.close()
    command = [sys.executable, str(MANAGE), "import_layer", str(file), "--kind", "segments", "--json"]
    command += ["--map", "network_class=net_class", "--map", "diameter_mm=diam_mm"]
    command += ["--set", "right_since=2010-01-01", "--set", "right_basis=bench"]
    run, said = _timed(command, os.environ)
    report = json.loads(said)
    if not report["committed"] or report["written"] != count:
        raise AssertionError(f"the import stored {report['written']} of {count}: {report['rejected'][:3]}")
    return run


def _ogr2ogr(file):
    source = [str(file), "-nln", "bare_line", "-overwrite", "-lco", "GEOMETRY_NAME=route"]
    options = ["--config", "PG_USE_COPY", "YES", "-a_srs", f"EPSG:{settings.COUNTY_SRID}"]
    return _timed(["ogr2ogr", "-f", "PostgreSQL", "PG:", *source, *options], client_environment())[0]


def _timed(command, environment):
    """The program's Run and what it printed."""
    with tempfile.NamedTemporaryFile() as peak:
        begun = time.perf_counter()
        launched = [sys.executable, "-I", "-S", "-c", LAUNCHER, peak.name, *command]
        done = subprocess.run(launched, env=environment, capture_output=True, text=True, check=False)
        taken = time.perf_counter() - begun
        if done.returncode:
            said = f"{done.stdout}{done.stderr}"[-900:]
            raise RuntimeError(f"{command[0]} {command[1]} ended with {done.returncode}: {said}")
        return Run(taken, float(peak.read()) / 1024), done.stdout


def _median(runs):
    return sorted(runs, key=lambda run: run.seconds)[len(runs) // 2]
