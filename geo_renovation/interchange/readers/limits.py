"""How much of a file is read at most. Beyond these a file is refused, not cut."""

ROWS = 1_000_000
COLUMNS = 250
LAYERS = 20
VERTICES_PER_FEATURE = 200_000
VERTICES_PER_FILE = 20_000_000
HOLES = 5_000
# make_valid's time grows without bound on scribbles; 500 vertices stay under milliseconds.
REPAIRABLE_VERTICES = 500
REPAIRABLE_AREA_CHANGE = 0.001
JSON_DEPTH = 30
CELL_CHARACTERS = 100_000

ARCHIVE_ENTRIES = 200
ARCHIVE_BYTES = 500_000_000
ARCHIVE_RATIO = 200
# Small tables of blanks pack a thousandfold; below this nobody is hurt by it.
RATIO_FREE_BYTES = 1_000_000
FILE_BYTES = 1_000_000_000
FOLDER_FILES = 1_000

ADDRESS_SPACE = 2 * 1024**3
OPEN_FILES = 64

BATCH_ROWS = 2_000
# A batch leaves the parser as one line; large shapes make it shorter.
BATCH_VERTICES = 200_000
# Bounds what the parent holds of one message.
LINE_BYTES = 256 * 1024**2

CPU_SECONDS = 20
# 20 s are ten times what an ordinary file needs. A million lines are 100–500 MB and take their time
# by their size (about 15 s of CPU per 100 MB measured), so beyond 50 MB it grows, up to five minutes.
CPU_FREE_BYTES = 50_000_000
CPU_BYTES_PER_SECOND = 2_000_000
CPU_SECONDS_AT_MOST = 300
# How much more there is to do per byte than in a shapefile: what is packed, and what is text. Measured
# for 100,000 rows: xlsx 5 MB and 19 s, DXF 15 MB and 14 s, KML 21 MB and 5 s.
EFFORT = {"workbook": 30, "drawing": 6, "kml": 2}
# The parent waits for all answers together at most so many times the CPU limit: a parser that
# sleeps, or does not get the processor, ends as well.
PATIENCE = 3


def cpu_seconds(size_bytes, format_name=None):
    """The CPU time allowed for a file of that size and format."""
    more = max(size_bytes * EFFORT.get(format_name, 1) - CPU_FREE_BYTES, 0) // CPU_BYTES_PER_SECOND
    return min(CPU_SECONDS + more, CPU_SECONDS_AT_MOST)
