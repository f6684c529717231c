"""Proposals in the background: planned, proved, cancelled, cut off and taken up again."""

import os
import uuid
from concurrent.futures.process import BrokenProcessPool

import pytest
from django.db import connection
from django.utils.translation import override
from procrastinate.contrib.django.models import ProcrastinateJob

from geo_renovation.interchange.management.commands.work import take_up_again
from geo_renovation.planning import tasks
from geo_renovation.planning.actions import proposing
from geo_renovation.planning.bundling import beside, solving
from geo_renovation.planning.bundling.components import pieces
from geo_renovation.planning.bundling.instance import Rules
from geo_renovation.planning.bundling.master import Effort
from geo_renovation.planning.models import Proposal, ProposalPart
from geo_renovation.planning.proposing import solving as ours
from tests.factories import UserFactory

from .bundling.instances import small
from .proposals import ask, ground, members, post, relock, work_through

pytestmark = pytest.mark.django_db
RULES = Rules(cmin=500, cmax=3000, max_members=4, year_spread=1)


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"
    with override("en"):
        yield


@pytest.fixture
def browser(client, monkeypatch):
    """The planner's browser; all work is done in this process."""
    monkeypatch.setattr(tasks, "PROCESSES", 1)
    client.force_login(UserFactory(role="planner"))
    return client


@pytest.fixture
def slowly(monkeypatch):
    """At once nothing is proved: every pool is too large."""
    monkeypatch.setattr(solving, "AT_ONCE", -1)
    monkeypatch.setattr(solving.Part, "is_settled", property(lambda part: part.effort == Effort.PROVE))


def seen(browser, proposal):
    return browser.get(f"/planning/proposals/{proposal['id']}/").json()


def test_many_compounds_are_planned_and_proved_in_the_background(browser, monkeypatch, slowly):
    ground()
    at_once = ask(browser).json()
    monkeypatch.setattr(proposing, "WHILE_WAITING", 3)
    waiting = ask(browser).json()
    assert (waiting["state"], waiting["progress"], waiting["bundles"]) == ("queued", {"done": 0, "of": 0}, [])
    assert relock(browser, waiting, outside=["A"]).status_code == 409
    work_through()
    proving = seen(browser, waiting)
    assert (proving["state"], proving["progress"], members(proving)) == ("proving", {"done": 0, "of": 1}, ["ABC", "DEF"])
    work_through()
    proved = seen(browser, waiting)
    assert (proved["state"], proved["progress"], proved["bundles"]) == ("proved", None, at_once["bundles"])
    assert proved["input_digest"] == at_once["input_digest"]
    locked = relock(browser, proved, outside=["A"]).json()
    assert (locked["state"], locked["bundles"]) == ("solving", proved["bundles"])
    work_through()
    work_through()
    assert (seen(browser, waiting)["state"], members(seen(browser, waiting))) == ("proved", ["BC", "DEF"])
    monkeypatch.setattr(proposing, "WHILE_WAITING", 3)
    wrong = ask(browser, locks={"inside": ["X"]}).json()
    work_through()
    assert (seen(browser, wrong)["state"], seen(browser, wrong)["failure"]) == ("failed", "The locks name compounds that take no part.")


def test_a_proof_is_cancelled_and_taken_up_again(browser, slowly):
    ground()
    proposal = ask(browser).json()
    assert (proposal["state"], ProcrastinateJob.objects.count()) == ("proving", 1)
    cancelled = post(browser, f"{proposal['id']}/cancel/").json()
    assert (cancelled["state"], cancelled["revision"], members(cancelled)) == ("planned", 2, ["ABC", "DEF"])
    work_through()
    assert seen(browser, proposal) == cancelled
    assert post(browser, f"{proposal['id']}/cancel/").json() == cancelled
    again = post(browser, f"{proposal['id']}/prove/").json()
    assert (again["state"], post(browser, f"{proposal['id']}/prove/").json()) == ("proving", again)
    work_through()
    proved = seen(browser, proposal)
    assert (proved["state"], proved["gap"]) == ("proved", 0)
    assert post(browser, f"{proposal['id']}/prove/").json() == proved


def test_a_proof_cut_off_goes_on_where_it_was(browser, slowly, monkeypatch):
    ground("ABCD")
    ground("GHIJK", y=1000)
    proposal = ask(browser).json()
    solve_piece, solved = beside.solve_piece, []

    def cut_off(task):
        if solved:
            raise SystemExit
        solved.append(task[0].n)
        return solve_piece(task)

    monkeypatch.setattr(beside, "solve_piece", cut_off)
    with pytest.raises(SystemExit):
        work_through()
    half = seen(browser, proposal)
    assert (half["state"], half["progress"]) == ("proving", {"done": 1, "of": 2})
    solved.clear()
    monkeypatch.setattr(beside, "solve_piece", lambda task: solved.append(task[0].n) or solve_piece(task))
    work_through()
    assert (seen(browser, proposal)["state"], solved) == ("proved", [5])
    assert ProposalPart.objects.count() == 2


def test_other_locks_or_a_cancel_meanwhile_end_a_proof_and_what_it_found_is_not_stored(browser, slowly, monkeypatch):
    ground()
    proposal = ask(browser).json()
    solve_piece = beside.solve_piece

    def meanwhile(task):
        Proposal.objects.update(revision=7, name="locked anew")
        return solve_piece(task)

    monkeypatch.setattr(beside, "solve_piece", meanwhile)
    work_through()
    now = Proposal.objects.get(pk=proposal["id"])
    assert (now.revision, now.state, now.done) == (7, "proving", 0)


def test_what_goes_wrong_in_the_background_is_told(browser, slowly, monkeypatch):
    ground()
    proposal = ask(browser).json()
    monkeypatch.setattr(ours, "solved", lambda *_about: 1 / 0)
    work_through()
    failed = seen(browser, proposal)
    assert (failed["state"], failed["failure"]) == ("failed", "The proposal could not be worked out.")
    assert failed["bundles"] == proposal["bundles"]
    monkeypatch.undo()
    monkeypatch.setattr(tasks, "PROCESSES", 1)
    assert post(browser, f"{proposal['id']}/prove/").json()["state"] == "proving"
    work_through()
    assert seen(browser, proposal)["state"] == "proved"


def test_processes_give_what_one_would_and_end_when_nobody_waits(monkeypatch):
    tasks_ = [(piece, RULES, Effort.PROVE, 0.0) for seed in range(4) for piece in pieces(small(seed), RULES)]
    alone, together = list(beside.solved(tasks_, 1, lambda: None)), list(beside.solved(tasks_, 2, lambda: None))
    assert alone == together

    def enough():
        raise KeyboardInterrupt

    monkeypatch.setattr(beside, "LOOKS_EVERY_S", 0.001)  # sooner than any process starts
    with pytest.raises(KeyboardInterrupt):
        list(beside.solved(tasks_, 2, enough))


def test_a_process_that_is_killed_is_noticed(monkeypatch):
    monkeypatch.setattr(beside, "solve_piece", os._exit)  # for want of memory, say
    with pytest.raises(BrokenProcessPool):
        list(beside.solved([9], 2, lambda: None))


def test_a_proof_that_finds_a_better_plan_is_a_new_revision_and_nothing_is_adopted_unawares(browser, slowly):
    ground()
    proposal = ask(browser).json()
    row = Proposal.objects.get()
    row.result["bundles"].reverse()
    row.save()
    adopting = {"request": str(uuid.uuid4()), "revision": proposal["revision"], "bundles": [0]}
    work_through()
    assert (seen(browser, proposal)["state"], seen(browser, proposal)["revision"]) == ("proved", 2)
    assert post(browser, f"{proposal['id']}/adopt/", **adopting).status_code == 409


def test_what_the_worker_was_at_when_it_ended_waits_again(browser, slowly):
    ground()
    ask(browser)
    with connection.cursor() as cursor:  # the model of a job is read-only
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
    take_up_again()
    assert [job.status for job in ProcrastinateJob.objects.all()] == ["todo"]


def test_the_plan_is_shown_better_while_the_hardest_piece_is_still_being_proved_or_given_up(browser, slowly, monkeypatch):
    ground("ABC")
    ground("GHIJK", y=1000)
    proposal = ask(browser).json()
    Proposal.objects.update(result=Proposal.objects.get().result | {"bundles": []})
    solve_piece, met = beside.solve_piece, []

    def at_the_last(task):
        now = seen(browser, proposal)
        met.append((now["revision"], now["progress"], now["bundles"] == proposal["bundles"]))
        if len(met) == 2:
            Proposal.objects.update(result=Proposal.objects.get().result | {"bundles": []})
            given_up = post(browser, f"{proposal['id']}/cancel/").json()
            assert (given_up["state"], given_up["bundles"]) == ("planned", proposal["bundles"])
        return solve_piece(task)

    monkeypatch.setattr(beside, "solve_piece", at_the_last)
    work_through()
    assert met == [(1, {"done": 0, "of": 2}, False), (2, {"done": 1, "of": 2}, True)]
    assert seen(browser, proposal)["state"] == "planned"
