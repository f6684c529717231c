"""Ground for bundles: neighbours in a row, and bundles made through the actions."""
from datetime import date

from factory.django import DjangoModelFactory

from geo_renovation.planning.actions import create_draft, freeze_bundle
from geo_renovation.planning.models import TenderThreshold

from .compounds import CompoundFactory
from .places import CountyFactory, DistrictFactory, TownAreaFactory

STEP_M = 120


class ThresholdFactory(DjangoModelFactory):
    """The line of a kind of contract since 2018; a second call answers the same row."""

    class Meta:
        model = TenderThreshold
        django_get_or_create = ("kind", "valid_from")

    kind = "works"
    valid_from = date(2018, 6, 1)
    amount_cny = 4_000_000
    source = "必须招标的工程项目规定"


def row_of_compounds(codes="ABC", *, y=0, **fields):
    """Eligible compounds of 100 × 100 m, 20 m apart, from west to east, in one district."""
    TownAreaFactory()
    CountyFactory()
    for kind, amount in (("works", 4_000_000), ("goods", 2_000_000), ("services", 1_000_000)):
        ThresholdFactory(kind=kind, amount_cny=amount)
    DistrictFactory(code="371526001")
    fields = {"eligible": True} | fields
    return [CompoundFactory(code=code, at=(STEP_M * i, y), **fields) for i, code in enumerate(codes)]


def draft_of(codes, *, by, plan_year=2027, name="", **fields):
    return create_draft(codes=list(codes), plan_year=plan_year, name=name, by=by, **fields)


def frozen_of(codes, *, by, **fields):
    draft = draft_of(codes, by=by, **fields)
    return freeze_bundle(bundle=draft, revision=draft.revision, by=by)
