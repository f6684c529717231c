"""The importer users run, beside ogr2ogr with COPY into a bare table and into one like ours; and memory as rows grow."""
import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
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
FLAT = "<= 1.2"
SMALL, LARGE, HUGE = 20_000, 100_000, 1_000_000
ROUNDS = 3
MANAGE = Path(__file__).resolve().parent.parent / "manage.py"
# The peak a program inherits from the process that forks it counts as its own, so a small one starts it.
LAUNCHER = """
import resource, subprocess, sys
status = subprocess.call(sys.argv[2:])
open(sys.argv[1], "w").write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
sys.exit(status)
"""
# Sizes and materials in use, so that no row is warned of.
DIAMETERS_MM = {
    "JS": [50, 110, 200, 300], "YS": [300, 400, 600], "WS": [200, 300, 400], "RQ": [63, 110, 160], "RL": [50, 150, 250],
    "DL": [150], "TX": [100], "LD": [50],
}  # fmt: skip
MATERIALS = {
    "JS": ["球墨铸铁", "PE"], "YS": ["混凝土", "HDPE"], "WS": ["混凝土", "HDPE"], "RQ": ["PE", "钢"], "RL": ["钢"],
    "DL": ["铜"], "TX": ["光纤"], "LD": ["铜"],
}  # fmt: skip
BARE, ALIKE = "ogr2ogr with COPY", "ogr2ogr with COPY into a table like ours"
# GDAL does not know generated columns: an index on the same expression takes the twin's place. No rights, no trigger.
TABLE_ALIKE = """
    DROP TABLE IF EXISTS line_alike;
    CREATE TABLE line_alike (LIKE utilities_segment INCLUDING ALL);
    ALTER TABLE line_alike DROP COLUMN route_3857;
    CREATE INDEX ON line_alike USING gist (ST_Transform(route, 3857));
"""
HOLDERS = ("owner", "manager", "operator", "steward")
REFERENCE = "ALTER TABLE line_alike ADD FOREIGN KEY ({}_id) REFERENCES accounts_organisation DEFERRABLE INITIALLY DEFERRED"
COLUMNS = {
    "code": '"管线编号"', "network_class": '"管类"', "material": '"材质"', "diameter_mm": '"管径"', "depth_m": '"埋深"',
    "laid_year": '"埋设年"', "accuracy": "'unknown'", "status": "'in_use'", "is_precaution": "0", "beyond_entry": "0",
    **dict.fromkeys(("pressure", "voltage", "capacity", "sub_class", "placement", "source"), "''"),
}  # fmt: skip


@dataclass(frozen=True)
class Run:
    """How long a program took, and the most memory any of its processes held."""

    seconds: float
    peak_mb: float


def rows(server, seed):
    """Rates at LARGE rows, and the peak memory of LARGE beside SMALL."""
    with _county(server, seed, 1, SMALL, LARGE) as files:
        say(f"import: one line, {SMALL:,} and {LARGE:,} lines, each way in turn")
        first, small = _each_way(files[1], 1), _import(files[SMALL], SMALL)
        ours, bare, alike = _each_way(files[LARGE], LARGE, ROUNDS)
        what = f"import of {LARGE:,} lines as segments"
        yield from _rates(what, LARGE, (ours, bare, alike), _why(bare, alike, first[0]))
        starts = zip((ours, bare, alike), first, strict=True)
        started = [Run(run.seconds - start.seconds, run.peak_mb) for run, start in starts]
        yield from _rates(f"{what}, start-up of each left out", LARGE, started)
        yield from _memory(what, LARGE, ours, small, SMALL)
        yield Row(f"{what}: peak memory", ours.peak_mb, bare.peak_mb, "MB", peer_name=BARE)


def huge_rows(server, seed):
    """The same at HUGE rows, the most that a file may hold."""
    with _county(server, seed, LARGE, HUGE) as files:
        say(f"import: {HUGE:,} lines, which takes some minutes")
        large, huge = _import(files[LARGE], LARGE), _each_way(files[HUGE], HUGE)
        what = f"import of {HUGE:,} lines as segments"
        yield from _rates(what, HUGE, huge)
        yield from _memory(what, HUGE, huge[0], large, LARGE)
        yield Row(f"{what}: 10 × the lines cost", huge[0].seconds / large.seconds, 10, "×", peer_name="10 × the lines")


def _rates(what, count, runs, why=""):
    ours, bare, alike = (count / run.seconds for run in runs)
    yield Row(what, ours, bare, "rows/s", AIM if why else "", why, BARE)
    yield Row(what, ours, alike, "rows/s", peer_name=ALIKE)


def _why(bare, alike, start):
    return (
        f"of ogr2ogr's {alike.seconds:.1f} s into a table with our columns, constraints and eight indexes, its own table "
        f"takes {bare.seconds:.1f} s; ours also reads in a sandbox, checks every cell, shape and line against the others, "
        "and stores a dated right for each under an exclusion constraint and what undoing needs, in one transaction; "
        f"start-up is {start.seconds:.1f} s"
    )


def _memory(what, count, many, few, few_count):
    yield Row(f"{what}: peak memory", many.peak_mb, few.peak_mb, "MB", FLAT, peer_name=f"the importer at {few_count:,} lines")


@contextmanager
def _county(server, seed, *counts):
    """A county without lines, and {count: shapefile of as many lines}."""
    with bench_database(server, "importing"), tempfile.TemporaryDirectory() as folder, _originals(folder):
        extent = Extent(300, max(counts))
        lay_ground(extent)
        organisations()
        yield {count: _written(Path(folder), count, extent, seed) for count in counts}


@contextmanager
def _originals(folder):
    """The importer keeps what it was given; here only as long as the bench runs."""
    before = os.environ.get("IMPORT_FOLDER")
    os.environ["IMPORT_FOLDER"] = f"{folder}/kept"
    try:
        yield
    finally:
        os.environ.pop("IMPORT_FOLDER")
        if before is not None:
            os.environ["IMPORT_FOLDER"] = before


def _written(folder, count, extent, seed):
    """A shapefile of `count` lines as surveys deliver them: Chinese headings, GBK."""
    rng = np.random.default_rng(seed)
    classes = rng.choice(list(OWNERS), count).tolist()
    fields = {
        "管线编号": [f"L{i:07}" for i in range(count)],
        "管类": classes,
        "权属单位": _of_class(OWNERS, classes),
        "材质": _of_class(MATERIALS, classes),
        "管径": np.array(_of_class(DIAMETERS_MM, classes), dtype="int32"),
        "埋深": rng.uniform(0.8, 3, count).round(2),
        "埋设年": rng.integers(1980, 2020, count).astype("int32"),
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
        encoding="GBK",
    )
    return path


def _of_class(values, classes):
    return [values[name][i % len(values[name])] for i, name in enumerate(classes)]


def _each_way(file, count, rounds=1):
    """The median Run of the importer, and of ogr2ogr into its own table and into one like ours, taken in turn."""
    taken = [(_import(file, count), _bare(file), _alike(file)) for _ in range(rounds)]
    return [sorted(runs, key=lambda run: run.seconds)[rounds // 2] for runs in zip(*taken, strict=True)]


def _import(file, count):
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE utilities_segment CASCADE")
    connection.close()
    command = [sys.executable, str(MANAGE), "import_layer", str(file), "--kind", "segments", "--json"]
    run, said = _timed(command, os.environ)
    report = json.loads(said)
    if not report["committed"] or report["written"] != count:
        raise AssertionError(f"the import stored {report['written']} of {count}: {report['rejected'][:3]}")
    return run


def _bare(file):
    return _ogr2ogr(file, "-nln", "line_bare", "-overwrite", "-lco", "GEOMETRY_NAME=route")


def _alike(file):
    with connection.cursor() as cursor:
        cursor.execute(TABLE_ALIKE)
        for holder in HOLDERS:
            cursor.execute(REFERENCE.format(holder))
    connection.close()
    chosen = ", ".join(f"{sql} AS {column}" for column, sql in COLUMNS.items())
    return _ogr2ogr(file, "-append", "-nln", "line_alike", "-sql", f"SELECT {chosen} FROM {file.stem}")


def _ogr2ogr(file, *how):
    options = ["--config", "PG_USE_COPY", "YES", "-gt", "unlimited", "-a_srs", f"EPSG:{settings.COUNTY_SRID}"]
    return _timed(["ogr2ogr", "-f", "PostgreSQL", "PG:", str(file), *how, *options], client_environment())[0]


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
