"""A constraint that stops an import is told by its field, its value and what is wrong, never by its name."""
from types import SimpleNamespace

import pytest
from django.db import IntegrityError

from geo_renovation.compounds.models import Compound, Finding
from geo_renovation.districts.models import County
from geo_renovation.interchange import actions, constraints
from geo_renovation.interchange.actions import import_layer
from geo_renovation.interchange.kinds import KINDS
from geo_renovation.interchange.kinds.labels import LABELS
from geo_renovation.interchange.messages import FAULTS, MORE_LABELS, message
from geo_renovation.planning.models import AnnualPlan
from tests.factories import CompoundFactory, DistrictFactory

from .files import compound, geojson, square

# A county's settings are set by people; an import leaves them at their defaults.
OUTLINE = {"one_county_per_database", "county_outline_valid"}
STORED = {kind.model for kind in KINDS.values()} | {AnnualPlan, Finding}


def hit_by_imports(model):
    """The model's constraints over what an import writes."""
    return [c for c in model._meta.constraints if model is not County or c.name in OUTLINE]


def failed(state, detail=None, name=None, column=None):
    """As the database's driver raises it."""
    error = IntegrityError("ERROR of the database")
    diag = SimpleNamespace(constraint_name=name, message_detail=detail, column_name=column)
    error.__cause__ = type("Cause", (Exception,), {})()
    error.__cause__.sqlstate, error.__cause__.diag = state, diag
    return error


@pytest.mark.parametrize("model", sorted(STORED, key=lambda model: model.__name__))
def test_every_constraint_an_import_can_hit_has_its_words(model):
    for constraint in hit_by_imports(model):
        field, fault = constraints.WORDS[constraint.name]
        assert fault in FAULTS
        assert field in LABELS or field in MORE_LABELS
        refusal = constraints.refusal(failed("23514", name=constraint.name))
        assert refusal.reason == "constraint"
        assert constraint.name not in message(refusal.reason, **refusal.details)


def test_no_words_are_kept_for_constraints_that_are_gone():
    assert set(constraints.WORDS) == {c.name for model in STORED for c in hit_by_imports(model)}


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (failed("23505", "Key (code)=(C 1) already exists."), {"field": "code", "value": "C 1", "fault": "exists"}),
        (failed("23505", "Key (code)=(C(1)) already exists."), {"field": "code", "value": "C(1)", "fault": "exists"}),
        (failed("23505", "Key (corrects_id)=(812) already exists."), {"field": "corrects", "value": "", "fault": "exists"}),
        (failed("23503", "Key (community_id)=(812) is not present in table \"x\"."),
         {"field": "community", "value": "", "fault": "unknown_reference"}),
        (failed("23502", "Failing row contains (1, null).", column="name"), {"field": "name", "value": "", "fault": "required"}),
    ],
)  # fmt: skip
def test_what_no_constraint_of_ours_says_is_told_by_its_column(error, told):
    assert constraints.refusal(error).details == told


def test_what_nobody_foresaw_is_told_without_its_name():
    refusal = constraints.refusal(failed("23514", name="secret_of_the_server"))
    assert (refusal.reason, refusal.details) == ("constraint_unknown", {})


@pytest.mark.django_db
def test_the_same_code_stored_meanwhile_is_told_with_its_value(tmp_path, county, monkeypatch):
    DistrictFactory(code="371526001")
    other = CompoundFactory(code="C9")
    store = actions.storing.store

    def meanwhile(run):
        run.execute("UPDATE compounds_compound SET code = 'C1' WHERE id = %s", [other.pk])
        store(run)

    monkeypatch.setattr(actions.storing, "store", meanwhile)
    report = import_layer(geojson(tmp_path / "a.geojson", (compound("C1"), square(800))), "compounds")
    assert (report.committed, report.refused["reason"]) == (False, "constraint")
    assert report.refused["details"] == {"field": "code", "value": "C1", "fault": "exists"}
    assert "C1" in report.refused["message"]
    assert "_key" not in report.as_json()
    assert list(Compound.objects.values_list("code", flat=True)) == ["C9"]
