"""Brings the database of DATABASE_URL to where it can be served: extensions, migrations, and a county to show.

With the argument `test` it only finds out whether the tests can make databases of their own there.
"""
import os
import sys
from pathlib import Path

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import DatabaseError, OperationalError, connection

EXTENSIONS = ("postgis", "btree_gist", "pg_trgm")


def stop(reason):
    sys.exit(f"==> stopped: {reason}")


def ask_administrator(database, statements):
    stop(f"ask the administrator to run in database {database}: {' '.join(statements)}")


def connect():
    try:
        connection.ensure_connection()
    except OperationalError as refused:
        stop(f"no connection to the database of DATABASE_URL: {' '.join(str(refused).split())}")


def create_extensions():
    with connection.cursor() as cursor:
        missing = _missing(cursor)
        try:
            for name in missing:
                cursor.execute(f"CREATE EXTENSION IF NOT EXISTS {name}")
        except DatabaseError:
            ask_administrator(connection.settings_dict["NAME"], _creating(missing))


def check_for_tests():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolcreatedb, rolsuper FROM pg_roles WHERE rolname = current_user")
        role, may_create, may_everything = cursor.fetchone()
    if may_everything:
        return
    if not may_create:
        ask_administrator("postgres", [f'ALTER ROLE "{role}" CREATEDB;'])
    connection.close()
    connection.settings_dict["NAME"] = "template1"  # what every new database is copied from
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT name FROM pg_available_extension_versions WHERE trusted")
        own = {name for (name,) in cursor.fetchall()}  # those the owner of a database may create there
        missing = [name for name in _missing(cursor) if name not in own]
    if missing:
        ask_administrator("template1", _creating(missing))


def _missing(cursor):
    cursor.execute("SELECT extname FROM pg_extension")
    present = {name for (name,) in cursor.fetchall()}
    return [name for name in EXTENSIONS if name not in present]


def _creating(names):
    return [f"CREATE EXTENSION IF NOT EXISTS {name};" for name in names]


def migrate():
    from django.db.migrations.executor import MigrationExecutor

    from geo_renovation.districts.checks import refuse_foreign_srid

    try:
        refuse_foreign_srid()
    except ImproperlyConfigured as refusal:
        stop(refusal)
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        print("==> Migrating the database", flush=True)
        call_command("migrate", interactive=False, verbosity=1)


def show_a_county():
    from geo_renovation.accounts.models import User
    from geo_renovation.districts.models import County

    try:
        if not County.objects.exists():
            print("==> Loading the sample county", flush=True)
            call_command("load_sample_county")
        is_wanted = "DEMO_PASSWORD" in os.environ or not User.objects.exists()
        if is_wanted and County.objects.filter(is_demonstration=True).exists():
            call_command("make_demo_accounts")
    except CommandError as failed:
        stop(f"the sample county could not be loaded: {failed}")


def main(purpose="serve"):
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "geo_renovation.settings")
    django.setup()
    connect()
    if purpose == "test":
        check_for_tests()
        return
    create_extensions()
    migrate()
    show_a_county()


if __name__ == "__main__":
    main(*sys.argv[1:])
