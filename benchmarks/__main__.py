"""`python -m benchmarks [--province] [row …]`: measures, prints, writes benchmarks/RESULTS.md."""
import argparse
import os
import signal
import sys
import time
from itertools import chain

import django

ROWS = ("feel", "tiles", "import", "adjacency", "totals", "bundles")


def main():
    options = _options()
    for number in (signal.SIGTERM, signal.SIGHUP):  # unwind, so that no web server and no database stays behind
        signal.signal(number, lambda *_: sys.exit(1))
    # No time limits where whole layers are loaded; the web server under test keeps its own.
    os.environ |= dict.fromkeys(("DB_STATEMENT_TIMEOUT", "DB_LOCK_TIMEOUT"), "0")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "geo_renovation.settings")
    django.setup()
    from .databases import AlreadyRunning, bench_server

    begun = time.monotonic()
    try:
        with bench_server() as server:
            sections = {heading: _printed(heading, rows) for heading, rows in _sections(server, options)}
    except (AlreadyRunning, RuntimeError) as reason:
        sys.exit(f"==> stopped: {reason}")
    _finish(sections, options, time.monotonic() - begun)


def _options():
    parser = argparse.ArgumentParser(prog="script/bench", description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="row", help=f"of {', '.join(ROWS)}; all without")
    parser.add_argument("--province", action="store_true", help="also 50,000 compounds and 1,000,000 lines")
    parser.add_argument("--seed", type=int, default=2021)
    options = parser.parse_args()
    if unknown := set(options.rows) - set(ROWS):
        parser.error(f"no such row: {', '.join(sorted(unknown))}")
    options.rows = options.rows or ROWS
    return options


def _sections(server, options):
    """What to measure, cheapest first; nothing runs before its rows are asked for."""
    from . import adjacency, bundling, feel, importing, tiles, totals
    from .county import COUNTY, PROVINCE, TOWNS

    seed = options.seed
    measured = {
        "totals": lambda: totals.rows(server, COUNTY, seed, "county", sizes=(6, 60, 300)),
        "adjacency": lambda: adjacency.rows(server, (COUNTY, *TOWNS), seed),
        "import": lambda: importing.rows(server, seed),
        "tiles": lambda: tiles.rows(server, COUNTY, seed),
        "feel": lambda: feel.rows(server, COUNTY, seed),
        "bundles": lambda: chain(bundling.rows(bundling.COUNTY), bundling.beside_spopt()),
    }
    headings = {"totals": "Clipped totals", "adjacency": "Adjacency", "import": "Import", "tiles": "Tiles", "feel": "The map page"}
    headings["bundles"] = "Bundles"
    for name in ROWS:
        if name in options.rows:
            yield headings[name], measured[name]()
    if options.province and "bundles" in options.rows:
        yield "Bundles of a province", bundling.rows(bundling.PROVINCE)
    if options.province and "import" in options.rows:
        yield "Import of a million lines", importing.huge_rows(server, seed)
    if options.province and "adjacency" in options.rows:
        yield "Adjacency of a province", adjacency.rows(server, (PROVINCE,), seed)
    if options.province and "totals" in options.rows:
        yield "Clipped totals in a province", totals.rows(server, PROVINCE, seed, "province", sizes=(6, 60, 200))


def _printed(heading, rows):
    """The rows, each shown as soon as it is measured."""
    from .report import cells

    print(f"==> {heading}", flush=True)
    kept = []
    for row in rows:
        kept.append(row)
        print("   ", " | ".join(cells(row)), flush=True)
    return kept


def _finish(sections, options, seconds):
    from .report import RESULTS, write

    if set(options.rows) == set(ROWS):
        write(sections, seconds=seconds)
        print(f"==> Written: {RESULTS.relative_to(RESULTS.parent.parent)}")
    else:
        print("==> Not written: RESULTS.md holds whole runs only")


if __name__ == "__main__":
    main()
