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

CPU_SECONDS = 900
ADDRESS_SPACE = 2 * 1024**3
OPEN_FILES = 64

BATCH_ROWS = 2_000
# A batch leaves the parser as one line; large shapes make it shorter.
BATCH_VERTICES = 200_000
