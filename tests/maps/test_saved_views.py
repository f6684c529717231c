"""Views of the map that users keep, and the links that lead to them."""

from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from django.db import connection, transaction

from geo_renovation.maps import saving
from geo_renovation.maps.models import SavedView
from tests.factories import UserFactory

VIEWS = "/map/views/"
QUERY = "at=16/36.85940/116.22400&stage=surveyed,planned&text=光明"


def post(client, path, **body):
    return client.post(path, body, content_type="application/json")


def saved(client, name="九十年代", query=QUERY):
    answer = post(client, VIEWS, name=name, query=query)
    assert answer.status_code == 200
    return next(view for view in answer.json()["views"] if view["name"] == name)


def names(client):
    return [view["name"] for view in client.get(VIEWS).json()["views"]]


def test_a_saved_view_leads_back_to_the_map_with_its_query(client_of):
    client = client_of("planner")
    view = saved(client)
    answer = client.get(view["url"])
    assert answer.status_code == 302
    assert answer.wsgi_request.GET.dict() == {}
    landed = client.get(answer.url)
    assert landed.status_code == 200
    assert landed.wsgi_request.path == "/"
    assert landed.wsgi_request.GET["stage"] == "surveyed,planned"
    assert landed.wsgi_request.GET["text"] == "光明"


def test_saving_again_under_a_name_replaces_the_view_and_keeps_its_link(client_of):
    client = client_of("planner")
    first, second = saved(client), saved(client, query="tier=basic")
    assert first["url"] == second["url"]
    assert names(client) == ["九十年代"]
    assert client.get(first["url"]).url == "/?tier=basic"


def test_a_renamed_view_keeps_its_link(client_of):
    client = client_of("planner")
    view = saved(client)
    answer = post(client, view["rename"], name="  1990s   and before ")
    assert [(each["name"], each["url"]) for each in answer.json()["views"]] == [("1990s and before", view["url"])]


def test_two_views_of_one_user_never_share_a_name(client_of):
    client = client_of("planner")
    saved(client, name="a")
    view = saved(client, name="b")
    answer = post(client, view["rename"], name="a")
    assert answer.status_code == 422
    assert answer.json()["error"]
    assert names(client) == ["a", "b"]


def test_the_link_of_a_deleted_view_ends(client_of):
    client = client_of("planner")
    view = saved(client)
    assert post(client, view["remove"]).json() == {"views": []}
    assert client.get(view["url"]).status_code == 404
    assert post(client, view["remove"]).status_code == 404


def test_whoever_has_the_link_opens_it_with_their_own_rights(client, client_of, county):
    view = saved(client_of("planner"), query="eligibility=eligible&text=SECRET")
    for other in (client, client_of("power"), client_of("leader")):
        assert other.get(view["url"]).url == "/?eligibility=eligible&text=SECRET"


def test_nobody_lists_renames_or_deletes_the_view_of_another(client_of):
    planner, leader = client_of("planner"), client_of("leader")
    view = saved(planner)
    assert names(leader) == []
    for act in ("rename", "remove"):
        assert post(leader, view[act], name="mine").status_code == 404
    assert names(planner) == ["九十年代"]


def test_two_users_may_use_one_name(client_of):
    urls = {saved(client_of(role))["url"] for role in ("planner", "leader")}
    assert len(urls) == 2


def test_who_is_not_signed_in_has_no_views(client, db):
    assert client.get(VIEWS).status_code == 404
    assert post(client, VIEWS, name="a", query="").status_code == 404


def test_links_cannot_be_guessed(client_of):
    client = client_of("planner")
    tokens = [saved(client, name=str(i))["url"].split("/")[-2] for i in range(5)]
    assert len(set(tokens)) == 5
    assert all(len(token) >= 24 for token in tokens)


@pytest.mark.parametrize("name", ["", "   ", "n" * 61, None, 7, ["a"], "a\0b", "a\u202eb"])
def test_a_name_that_cannot_be_read_is_refused(client_of, name):
    client = client_of("planner")
    assert post(client, VIEWS, name=name, query="").status_code == 422
    assert names(client) == []


@pytest.mark.parametrize("query", [None, 7, "a=b\r\nSet-Cookie: x=y", "a=\0", "a=" + "b" * 8000])
def test_a_query_that_no_address_holds_is_refused(client_of, query):
    assert post(client_of("planner"), VIEWS, name="a", query=query).status_code == 422


@pytest.mark.parametrize("query", ["//elsewhere.example/", "https://elsewhere.example", "@elsewhere.example", "#x"])
def test_a_link_never_leads_out_of_the_map(client_of, query):
    client = client_of("planner")
    assert client.get(saved(client, query=query)["url"]).url.startswith("/?")


def test_a_body_that_is_no_object_is_refused(client_of):
    client = client_of("planner")
    for body in ("", "[]", "7", "{"):
        assert client.post(VIEWS, body, content_type="application/json").status_code == 422


def test_a_user_keeps_a_hundred_views_and_may_still_replace_one(client_of):
    client = client_of("planner", username="keeper")
    user = UserFactory._meta.model.objects.get(username="keeper")
    SavedView.objects.bulk_create(SavedView(user=user, name=f"v{i}") for i in range(saving.MOST_VIEWS))
    assert post(client, VIEWS, name="one more", query="").status_code == 422
    assert saved(client, name="v7", query="tier=basic")["query"] == "tier=basic"
    assert SavedView.objects.count() == saving.MOST_VIEWS


def test_the_list_costs_one_query_however_long(client_of, django_assert_max_num_queries):
    client = client_of("planner")
    for i in range(5):
        saved(client, name=str(i))
    with django_assert_max_num_queries(3):  # session, user, views
        assert len(names(client)) == 5


def test_two_browsers_that_save_at_once_do_not_pass_the_limit(transactional_db, monkeypatch):
    monkeypatch.setattr(saving, "MOST_VIEWS", 1)
    user = UserFactory(role="planner")
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            saving.save_view(user, "a", "")
            other = pool.submit(refused, user, "b")
            wait([other], timeout=0.5)
            assert not other.done()
        assert other.result(timeout=30)
    assert names_of(user) == ["a"]


def names_of(user):
    return [view.name for view in SavedView.objects.visible_to(user)]


def refused(user, name):
    try:
        saving.save_view(user, name, "")
    except saving.TooManyViews:
        return True
    finally:
        connection.close()
    return False
