"""Which of the installed PostgreSQL versions to run."""
from pathlib import Path

from . import Unable

PACKAGED = Path("/usr/lib/postgresql")
SHARED = Path("/usr/share/postgresql")


def find(data, packaged=PACKAGED, shared=SHARED):
    """The `bin` folder of the version that made the data, else of the newest that has PostGIS."""
    made_by = data / "PG_VERSION"
    wanted = made_by.read_text().strip() if made_by.exists() else "*"
    for version in sorted((path.name for path in packaged.glob(wanted)), key=_number, reverse=True):
        folder = packaged / version / "bin"
        if (folder / "initdb").exists() and (shared / version / "extension/postgis.control").exists():
            return folder
    if wanted == "*":
        raise Unable("PostgreSQL with PostGIS is not installed: apt-get install postgresql-postgis")
    raise Unable(
        f"the database was made by PostgreSQL {wanted}, which is not installed with PostGIS: "
        f"apt-get install postgresql-{wanted}-postgis-3, or throw the demo data away with script/reset"
    )


def _number(version):
    return float(version) if version.replace(".", "", 1).isdigit() else 0.0
