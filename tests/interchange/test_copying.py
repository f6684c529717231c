"""What is copied to `incoming` is what was given, and nothing of it outlives the transaction."""

import datetime

import pytest
import shapely
from django.db import connection, transaction

from geo_renovation.interchange import copying
from geo_renovation.interchange.kinds.declaring import Field, Kind
from geo_renovation.interchange.values import Day, Flag, Number, Text, Whole
from geo_renovation.utilities.models import Segment

pytestmark = pytest.mark.django_db
FIELDS = (
    Field("code", Text(40)), Field("depth_m", Number()), Field("count", Whole()), Field("seen_on", Day()), Field("is_old", Flag()),
)  # fmt: skip
KIND = Kind("little", Segment, FIELDS, family="line", shape_column="route")
LINE = shapely.to_wkb(shapely.set_srid(shapely.LineString([(0.1, 0), (1, 1)]), 4548), hex=True, include_srid=True)
ROWS = [
    (1, "tab\t newline\n back\\slash \\N \\.", 0.1 + 0.2, 2**53, datetime.date(2021, 7, 29), True, LINE),
    (2, "", -1e-300, 0, None, False, None),
    (3, None, None, None, None, None, LINE),
]


def copied(cursor, kind, rows):
    copying.prepare(cursor, kind)
    with copying.copying(cursor, kind) as write:
        for row in rows:
            write(row)


def test_every_value_arrives_as_it_was_given():
    with connection.cursor() as cursor:
        copied(cursor, KIND, ROWS)
        cursor.execute("SELECT row, code, depth_m, count, seen_on, is_old, upper(encode(ST_AsEWKB(shape), 'hex')) FROM incoming ORDER BY row")
        assert cursor.fetchall() == ROWS


def test_a_kind_without_shapes_has_no_such_column():
    with connection.cursor() as cursor:
        copied(cursor, Kind("table", Segment, FIELDS, extra={"target": "bigint"}), [row[:-1] for row in ROWS])
        cursor.execute("SELECT * FROM incoming WHERE row = 2")
        assert [c.name for c in cursor.description] == ["row", *(field.name for field in FIELDS), "target"]
        assert cursor.fetchone() == (*ROWS[1][:-1], None)


def test_a_second_import_in_the_same_transaction_begins_empty():
    with connection.cursor() as cursor:
        copied(cursor, KIND, ROWS)
        copied(cursor, KIND, ROWS[:1])
        cursor.execute("SELECT count(*) FROM incoming")
        assert cursor.fetchone() == (1,)


def test_a_failure_half_way_is_passed_on():
    with connection.cursor() as cursor, pytest.raises(LookupError), transaction.atomic():
        copying.prepare(cursor, KIND)
        with copying.copying(cursor, KIND) as write:
            write(ROWS[0])
            raise LookupError


def test_foreign_keys_are_checked_with_one_plan_for_all_rows():
    with connection.cursor() as cursor:
        copying.prepare(cursor, KIND)
        cursor.execute("SHOW plan_cache_mode")
        assert cursor.fetchone() == ("force_custom_plan",)
        copying.settle(cursor)
        cursor.execute("SHOW plan_cache_mode")
        assert cursor.fetchone() == ("auto",)


@pytest.mark.django_db(transaction=True)
def test_nothing_of_it_outlives_the_transaction():
    with connection.cursor() as cursor:
        with transaction.atomic():
            copied(cursor, KIND, ROWS)
        cursor.execute("SELECT to_regclass('pg_temp.incoming'), current_setting('plan_cache_mode')")
        assert cursor.fetchone() == (None, "auto")
