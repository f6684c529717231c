"""benchmarks/RESULTS.md: what was measured, on what, and whether each aim was met."""
import os
import platform
import subprocess
from datetime import date
from importlib.metadata import version
from pathlib import Path

from django.db import connection

RESULTS = Path(__file__).resolve().parent / "RESULTS.md"
PACKAGES = ("Django", "psycopg", "granian", "shapely", "pyogrio")
INTRODUCTION = """\
# Speed

Written by `script/bench`. Only the ratios of one run mean something: both sides were measured in turn on the same
machine, whose absolute times drift by half. Rates (a second) should be high, times and memory low; the aim bounds
ours / peer. Everything runs over the loopback against invented data from a fixed seed.
"""
HEADINGS = ("what", "ours", "peer or limit", "ratio", "aim", "verdict and why")


def write(sections, *, seconds):
    """`sections`: {heading: rows}."""
    lines = [INTRODUCTION, f"{_machine()} Run of {seconds / 60:.0f} min.", ""]
    for heading, rows in sections.items():
        lines += [f"## {heading}", "", _line(HEADINGS), _line(["---"] * len(HEADINGS))]
        lines += [*(_line(cells(row)) for row in rows), ""]
    RESULTS.write_text("\n".join(lines))


def cells(row):
    """One row as its table shows it."""
    verdict = ": ".join(part for part in (row.aim and f"**{row.verdict}**", row.why) if part)
    return (
        row.what,
        f"{number(row.ours)} {row.unit}",
        f"{number(row.peer)} {row.unit} · {row.peer_name}",
        f"{row.ratio:.2f}",
        row.aim.replace("<=", "≤").replace(">=", "≥") or "–",
        verdict or "–",
    )


def number(value):
    """Three digits, or all before the point."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _line(cells):
    return f"| {' | '.join(cells)} |"


def _machine():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), postgis_lib_version()")
        server, postgis = cursor.fetchone()
    gdal = subprocess.run(["ogr2ogr", "--version"], capture_output=True, text=True, check=True).stdout.split(",")[0]
    installed = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    memory_gb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return (
        f"{date.today():%Y-%m-%d}, {os.cpu_count()} cores, {memory_gb:.0f} GB, Python {platform.python_version()}, "
        f"PostgreSQL {server.split()[0]}, PostGIS {postgis}, {gdal}, {installed}; load average at the end "
        f"{os.getloadavg()[0]:.1f}."
    )
