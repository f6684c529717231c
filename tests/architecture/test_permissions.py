"""Every address × every role × every kind of object: who is answered, and what no answer may hold."""
import pytest
from django.contrib import admin

from geo_renovation.maps.views.tiles import MVT

from .addresses import asks, known_names
from .roles import EVERYONE, OFFICIALS, READERS
from .secrecy import holds, leaks, places_in, said
from .world import make, visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make()


def test_every_address_of_the_service_is_in_the_table(world):
    assert {ask.name for ask in asks(world)} == known_names()


def test_the_roles_are_the_posts_of_the_demonstration_and_those_without_one():
    from geo_renovation.accounts.management.commands.make_demo_accounts import OFFICES, POSTS

    assert {"admin", "anonymous", "nobody", *POSTS, *OFFICES} == EVERYONE


@pytest.mark.parametrize("role", sorted(EVERYONE))
def test_each_role_is_answered_where_it_may_be_and_reads_no_word_it_may_not(world, client, role):
    visitor(role, client)
    wrong = []
    for ask in asks(world):
        answer, body = said(client, ask)
        expected = ask.answered if role in ask.seers else ask.hidden
        if answer.status_code not in expected:
            wrong.append(f"{ask.path} answered {answer.status_code}")
        if ask.posted is None or role not in ask.seers:
            wrong += leaks(world, role, ask, answer, body)
        if role == "anonymous":
            client.logout()
        elif ask.name == "accounts:logout":
            visitor(role, client)
    assert not wrong


@pytest.mark.parametrize("role", ["planner", "water", "leader"])
def test_the_sweep_would_notice_since_the_words_are_there_for_who_may_read_them(world, client, role):
    visitor(role, client)
    answers = [(ask, *said(client, ask)) for ask in asks(world) if ask.posted is None]
    read = b"".join(body for _ask, _answer, body in answers)
    may = {word for word, seers in world.words.items() if role in seers}
    assert may - {word for word in may if word.encode() in read} == set()
    assert [figure for figure, seers in world.figures.items() if role in seers and not holds(read, figure)] == []
    may = {name: at for name, (at, seers) in world.places.items() if role in seers}
    assert may.keys() == {name for answer in answers for name in places_in(may, *answer)}


def test_the_public_is_told_of_no_network_and_counts_only_what_is_published(world, client):
    legend = client.get("/map/summary.json").json()
    assert legend["segments"] == []
    assert sum(row["count"] for row in legend["stages"]) == 1
    assert client.get("/compounds/").context["totals"]["compounds"] == 1


@pytest.mark.parametrize("role", sorted(OFFICIALS - READERS))
def test_a_violation_desk_is_told_of_no_network(world, client, role):
    assert visitor(role, client).get("/map/summary.json").json()["segments"] == []


def test_tiles_asked_in_turn_by_two_audiences_are_never_crossed(world, client, client_of):
    address = "/tiles/compounds/15/26962/12770.mvt"
    planner = visitor("planner", client)
    stranger = client_of("nobody")
    for _ in range(20):
        full, open_ = planner.get(address), stranger.get(address)
        assert full.headers["Content-Type"] == open_.headers["Content-Type"] == MVT
        assert b"SECRET-hidden" in full.content
        assert b"SECRET" not in open_.content
        crossed = stranger.get(address, headers={"if-none-match": full.headers["ETag"]})
        assert crossed.status_code == 200


@pytest.mark.parametrize("role", sorted(EVERYONE - {"admin"}))
def test_the_administration_does_not_exist_for_anybody_else(client, role):
    visitor(role, client)
    for model in admin.site._registry:
        base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        for address in (base, f"{base}add/", f"{base}1/change/", f"{base}1/delete/", f"{base}1/history/"):
            answer = client.get(address, follow=True)
            ends_at_sign_in = role == "anonymous" and answer.redirect_chain[-1][0].startswith("/accounts/login/")
            assert ends_at_sign_in or answer.status_code == 404
