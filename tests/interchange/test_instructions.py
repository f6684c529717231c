"""Instructions of a run: what the import is told, what is remembered, and that nobody overwrites another's."""
from datetime import date

import pytest

from geo_renovation.interchange import instructions
from geo_renovation.interchange.models import ImportRun, Matching
from geo_renovation.interchange.queueing import ChangedMeanwhile
from tests.factories import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return UserFactory(role="street-yuqiuhu")


@pytest.fixture
def run(clerk):
    return ImportRun.objects.create(kind="compounds", file_name="a", user=clerk, organisation=clerk.organisation)


def test_an_import_is_told_what_was_said_and_nothing_else(run):
    run.instructions = {"mapping": {"code": "号"}, "encoding": "", "ended_on": "2026-01-31", "as_last_time": "x"}
    run.mode = "replace"
    told = {"mapping": {"code": "号"}, "mode": "replace", "ended_on": date(2026, 1, 31)}
    assert instructions.keywords(run) == told


def test_a_change_counts_up_and_a_stale_one_is_refused(run, clerk):
    changed = instructions.change(run, 0, by=clerk, good_rows=True)
    assert (changed.version, changed.instructions) == (1, {"good_rows": True})
    with pytest.raises(ChangedMeanwhile):
        instructions.change(run, 0, by=clerk, good_rows=False)
    run.refresh_from_db()
    assert (run.version, run.instructions) == (1, {"good_rows": True})


@pytest.mark.parametrize("busy", [{"state": "checking"}, {"state": "stored"}, {"job_id": 7}])
def test_nothing_changes_while_it_is_worked_on_or_once_it_is_stored(run, clerk, busy):
    ImportRun.objects.update(**busy)
    with pytest.raises(ChangedMeanwhile):
        instructions.change(run, 0, by=clerk, good_rows=True)


def test_it_is_remembered_for_the_same_headings_of_the_same_organisation(run):
    run.instructions = {"mapping": {"code": "号"}, "accepted": {"overlap": "once"}, "ended_on": "2026-01-31"}
    instructions.remember(run, ["号", "名"])
    last = instructions.last_time(run.organisation, "compounds", ["号", "名"])
    assert last.instructions == {"mapping": {"code": "号"}}
    for other in (
        (OrganisationFactory(code="street-huixin"), "compounds", ["号", "名"]),
        (run.organisation, "buildings", ["号", "名"]),
        (run.organisation, "compounds", ["号"]),
    ):
        assert instructions.last_time(*other) is None


def test_the_latest_choice_is_the_one_remembered(run):
    for heading in ("号", "码"):
        run.instructions = {"mapping": {"code": heading}}
        instructions.remember(run, ["号", "码"])
    assert Matching.objects.get().instructions == {"mapping": {"code": "码"}}


def test_it_is_remembered_for_each_owner_whose_things_the_file_holds(run):
    run.kind, headings = "segments", ["图层", "块名"]
    for owner in ("water", "gas"):
        run.instructions = {"constants": {"owner": owner}, "value_maps": {"network_class": {"0": owner}}}
        instructions.remember(run, headings)
    for owner in ("water", "gas"):
        last = instructions.last_time(run.organisation, "segments", headings, owner)
        assert last.instructions["value_maps"] == {"network_class": {"0": owner}}
    assert instructions.last_time(run.organisation, "segments", headings).owner == "gas"
    assert instructions.last_time(run.organisation, "segments", headings, "power") is None


def test_what_was_chosen_for_somebody_s_things_is_offered_to_nobody_else(run):
    run.kind = "segments"
    run.instructions = {"constants": {"owner": "water"}}
    instructions.remember(run, ["图层"])
    water = OrganisationFactory(code="water", kind="utility")
    assert instructions.last_time(water, "segments", ["图层"]) is None


def test_the_owners_remembered_are_named(run):
    water = OrganisationFactory(code="water")
    run.kind = "segments"
    for owner in ("water", ""):
        run.instructions = {"constants": {"owner": owner}} if owner else {}
        instructions.remember(run, ["图层"])
    assert instructions.remembered_owners(run.organisation, "segments", ["图层"]) == [("water", water.name)]
