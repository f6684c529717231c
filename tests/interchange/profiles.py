"""A fresh database for a county of another place, and the commands run in it as a person runs them."""

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
import shapely
from django.conf import settings
from django.db import connection
from psycopg import sql

REAL = settings.BASE_DIR.parent / "shared" / "data"
ABSENT = "the real files of ../shared/data are not here"
HULL_MARGIN_M = 50


class Profile:
    """One county: its database, SRID, and manage.py in a process of its own."""

    def __init__(self, name, srid, folder):
        self.name, self.srid, self.folder = name, srid, Path(folder)
        url = f"postgis://{_quoted('USER')}:{_quoted('PASSWORD')}@{_quoted('HOST')}:{_quoted('PORT')}/{name}"
        self.env = {
            **os.environ,
            "DATABASE_URL": url,
            "COUNTY_SRID": str(srid),
            "DB_STATEMENT_TIMEOUT": "0",
            "DJANGO_SETTINGS_MODULE": "geo_renovation.settings",
            "DJANGO_DEBUG": "1",
        }

    def start(self, *arguments):
        """manage.py, running."""
        return subprocess.Popen(
            [sys.executable, "manage.py", *map(str, arguments)],
            cwd=settings.BASE_DIR, env=self.env, text=True, encoding="utf-8",
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )

    def manage(self, *arguments, status=0):
        """What manage.py printed; fails the test on another exit status."""
        process = self.start(*arguments)
        out, err = process.communicate(timeout=600)
        assert process.returncode == status, f"{arguments}: {process.returncode}\n{out[-3000:]}\n{err[-3000:]}"
        return out

    def take(self, file, kind, *options, status=0):
        """The report of import_layer."""
        return json.loads(self.manage("import_layer", file, "--kind", kind, "--json", *options, status=status))

    def run(self, code):
        """The JSON that a piece of Python printed inside the county."""
        return json.loads(self.manage("shell", "--no-imports", "-c", code).strip().splitlines()[-1])

    def ask(self, query):
        """Rows of the county's database."""
        with server(self.name) as database:
            return database.execute(query).fetchall()

    def found(self, shapes):
        """Outline, town area and one district, all the hull of `shapes` (in the county's CRS)."""
        hull = self.outlined(shapes)
        for kind, named in (
            ("town_area", {"name": "Town"}),
            ("districts", {"code": "990000001", "name": "District"}),
        ):
            self.take(self.geojson(kind, [(named, hull)]), kind)

    def outlined(self, shapes):
        """The county's outline alone: the hull of `shapes`, which it answers."""
        hull = shapely.convex_hull(shapely.geometrycollections([s for s in shapes if s is not None]))
        hull = shapely.buffer(hull, HULL_MARGIN_M)
        self.take(self.geojson("county", [({"code": "990000", "name": "Elsewhere"}, hull)]), "county")
        return hull

    def geojson(self, name, features):
        """A GeoJSON file in the county's CRS out of (properties, shape) pairs."""
        path = self.folder / f"{name}.geojson"
        path.write_text(json.dumps(collection(features, self.srid)), "utf-8")
        return path


def collection(features, srid=None):
    """A GeoJSON FeatureCollection; without `srid` it is WGS 84."""
    rows = [
        {"type": "Feature", "properties": named, "geometry": shape and shapely.geometry.mapping(shape)}
        for named, shape in features
    ]
    crs = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{srid}"}}
    return {"type": "FeatureCollection", **({"crs": crs} if srid else {}), "features": rows}


@contextmanager
def server(name="postgres"):
    """A connection of our own to the server the tests run on."""
    held = connection.settings_dict
    parts = {"host": held["HOST"], "port": held["PORT"], "user": held["USER"], "password": held["PASSWORD"]}
    with psycopg.connect(dbname=name, autocommit=True, **{k: v for k, v in parts.items() if v}) as database:
        yield database


@contextmanager
def fresh(name, srid, folder):
    """A migrated county that is gone afterwards."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    name = f"profile_{name}_{worker}_{os.getpid()}"
    with server() as database:
        database.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        profile = Profile(name, srid, folder)
        profile.manage("migrate", "--verbosity", "0")
        yield profile
    finally:
        with server() as database:
            # Not FORCE: that also asks for rights over an autovacuum worker; a plain drop sends it away.
            database.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = %s AND usename = current_user",
                [name],
            )
            database.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))


def _quoted(part):
    return quote(str(connection.settings_dict[part] or ""), safe="")
