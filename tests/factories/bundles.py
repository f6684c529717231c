"""Ground for bundles: neighbours in a row, and bundles made through the actions."""
from geo_renovation.planning.actions import create_draft, freeze_bundle

from .compounds import CompoundFactory
from .places import CountyFactory, DistrictFactory, TownAreaFactory

STEP_M = 120


def row_of_compounds(codes="ABC", *, y=0, **fields):
    """Eligible compounds of 100 × 100 m, 20 m apart, from west to east, in one district."""
    TownAreaFactory()
    CountyFactory()
    DistrictFactory(code="371526001")
    fields = {"eligible": True} | fields
    return [CompoundFactory(code=code, at=(STEP_M * i, y), **fields) for i, code in enumerate(codes)]


def draft_of(codes, *, by, plan_year=2027, name="", **fields):
    return create_draft(codes=list(codes), plan_year=plan_year, name=name, by=by, **fields)


def frozen_of(codes, *, by, **fields):
    draft = draft_of(codes, by=by, **fields)
    return freeze_bundle(bundle=draft, revision=draft.revision, by=by)
