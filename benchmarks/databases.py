"""Databases of the benchmark's own beside the one of DATABASE_URL; made from one migrated template, then dropped."""
import os
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.core.management import call_command
from django.db import connection
from psycopg import sql

PREFIX = "bench_"
TEMPLATE = f"{PREFIX}template"
EXTENSIONS = ("postgis", "btree_gist", "pg_trgm")


class AlreadyRunning(Exception):
    """Another benchmark uses this server's bench databases."""


@contextmanager
def bench_server():
    """Alone on the server's bench databases: what a killed run left is dropped, and so is all at the end."""
    with psycopg.connect(**_parameters(), autocommit=True) as server:
        if not server.execute("SELECT pg_try_advisory_lock(hashtext('bench'))").fetchone()[0]:
            raise AlreadyRunning("another script/bench is running on this database server: wait for it")
        _drop_all(server)
        try:
            _make_template(server)
            yield server
        finally:
            connection.close()
            _drop_all(server)


@contextmanager
def bench_database(server, name):
    """A fresh migrated database that Django and child processes use until the block ends."""
    name = f"{PREFIX}{name}"
    server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*map(sql.Identifier, (name, TEMPLATE))))
    with _used(name):
        yield
    _drop(server, name)


def client_environment():
    """How PostgreSQL's own programs and GDAL reach the database in use, with the settings our sessions have."""
    given = connection.settings_dict
    named = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    found = {variable: str(given[key]) for variable, key in named.items() if given[key]}
    return os.environ | found | {"PGOPTIONS": given["OPTIONS"]["options"]}


def analyze(*tables):
    """Statistics and visibility as autovacuum would leave them."""
    names = ", ".join(tables)
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM ANALYZE {names}")


def _parameters():
    parameters = connection.get_connection_params()
    return {key: parameters[key] for key in ("host", "port", "user", "password", "dbname") if parameters.get(key)}


def _make_template(server):
    server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(TEMPLATE)))
    with _used(TEMPLATE):
        with connection.cursor() as cursor:
            for extension in EXTENSIONS:
                cursor.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
        call_command("migrate", verbosity=0)


@contextmanager
def _used(name):
    before = connection.settings_dict["NAME"], os.environ["DATABASE_URL"]
    connection.close()
    connection.settings_dict["NAME"] = name
    os.environ["DATABASE_URL"] = urlunsplit(urlsplit(before[1])._replace(path=f"/{name}"))
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"], os.environ["DATABASE_URL"] = before


def _drop_all(server):
    found = server.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
    for (name,) in found.fetchall():
        _drop(server, name)


def _drop(server, name):
    # Not FORCE: that also asks for rights over an autovacuum worker; a plain drop sends it away.
    server.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND usename = current_user", [name]
    )
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
