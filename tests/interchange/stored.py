"""Imports that were stored, and what they left."""
import datetime

from django.db import connection

from geo_renovation.compounds.models import Building, Compound, Finding, StageEvent
from geo_renovation.districts.models import Barrier, Community, District, Road, TownArea
from geo_renovation.interchange.actions import import_layer
from geo_renovation.interchange.models import ImportRun
from geo_renovation.planning.models import AnnualPlan, PlannedCompound
from geo_renovation.utilities.models import AssetRight, Node, Segment

MODELS = (
    TownArea, District, Community, Road, Barrier, Compound, Finding, Building, StageEvent,
    Segment, Node, AssetRight, AnnualPlan, PlannedCompound,
)  # fmt: skip
DAY = datetime.date(2026, 5, 1)


def done(file, kind, **options):
    """The run of an import that was stored."""
    report = import_layer(file, kind, **options)
    assert report.committed, report.as_json()
    return ImportRun.objects.order_by("-pk").first()


def everything(model):
    """All rows as the database holds them, byte for byte."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT to_jsonb(m)::text, m::text FROM {model._meta.db_table} m ORDER BY id")
        return cursor.fetchall()


def counts(report):
    """Rows added, changed, unchanged and gone."""
    assert not report.refused, report.refused
    return report.added, report.changed, report.unchanged, report.gone
