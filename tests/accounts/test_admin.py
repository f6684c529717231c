"""The administration: accounts and reference data, neither networks nor answers."""
import json
import re

import pytest
from django.contrib import admin

from geo_renovation.accounts.actions import administration
from geo_renovation.accounts.models import Act, Revision, User
from geo_renovation.compounds.models import Compound
from geo_renovation.districts.admin import MapWidget
from geo_renovation.districts.models import Barrier
from tests.factories import (
    BarrierFactory,
    CommunityFactory,
    CompoundFactory,
    DistrictFactory,
    OrganisationFactory,
    RoadFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]


@pytest.fixture
def administrator(client):
    user = UserFactory(role="admin")
    user.groups.set([administration()])
    client.force_login(user)
    return client


def test_only_reference_data_and_accounts_are_administered():
    ours = {model._meta.label for model in admin.site._registry if model.__module__.startswith("geo_renovation")}
    assert ours == {
        "accounts.Organisation", "accounts.User", "compounds.Building", "compounds.Compound", "districts.Barrier",
        "districts.Community", "districts.County", "districts.District", "districts.Road", "districts.TownArea",
        "planning.TenderThreshold", "planning.UnitPrice",
    }


def test_the_administration_signs_in_where_everybody_does(client, client_of):
    assert client.get("/admin/").url == "/admin/login/?next=/admin/"
    assert client.get("/admin/login/?next=/admin/").url == "/accounts/login/?next=/admin/"
    planner = client_of("planner")
    assert planner.get("/admin/", follow=True).status_code == 404


@pytest.mark.parametrize("model", ["district", "townarea", "community", "road", "barrier", "county"])
def test_a_map_page_runs_only_scripts_that_carry_the_nonce(administrator, model):
    DistrictFactory(), CommunityFactory(), RoadFactory(), BarrierFactory()
    listed = administrator.get(f"/admin/districts/{model}/")
    assert listed.status_code == 200
    link = re.search(rf"/admin/districts/{model}/\d+/change/", listed.content.decode())[0]
    answer = administrator.get(link)
    nonce = re.search(r"'nonce-([^']+)'", answer.headers["Content-Security-Policy"])[1]
    inline = re.findall(r"<(?:script|style)(?![^>]*(?:src=|application/json))([^>]*)>", answer.content.decode())
    assert inline
    assert all(f'nonce="{nonce}"' in tag for tag in inline)
    assert not re.search(r'<[^>]+ (?:style|on\w+)="', answer.content.decode())


def test_saving_a_row_whose_shape_was_not_drawn_again_keeps_it_to_the_bit(administrator):
    compound = CompoundFactory()
    address = f"/admin/compounds/compound/{compound.pk}/change/"
    shown = administrator.get(address).context["adminform"].form
    sent = {name: shown.initial.get(name) or "" for name in shown.fields if name != "boundary"}
    sent |= {"boundary": MapWidget().serialize(transformed(compound.boundary)), "name": "改名里"}
    assert administrator.post(address, sent).status_code == 302
    saved = Compound.objects.get()
    assert saved.name == "改名里"
    assert saved.boundary.wkb == compound.boundary.wkb


def test_a_change_made_here_enters_the_objects_history_once(administrator, client_of):
    compound = CompoundFactory(code="C1", name="旧名里")
    address = f"/admin/compounds/compound/{compound.pk}/change/"
    shown = administrator.get(address).context["adminform"].form
    sent = {name: shown.initial.get(name) or "" for name in shown.fields if name != "boundary"}
    sent["boundary"] = MapWidget().serialize(transformed(compound.boundary))
    for name in ("新名里", "新名里"):
        administrator.post(address, sent | {"name": name})
    told = client_of("planner").get("/map/history/compound/C1.json").json()["entries"]
    assert [[entry["before"], entry["after"]] for entry in told[0]["changes"]] == [["旧名里", "新名里"]]
    assert len(told) == 1
    assert told[0]["who"]
    assert Act.objects.filter(verb="changed", subject="C1").count() == 1


def test_a_river_drawn_and_deleted_here_is_on_record_and_a_compound_is_not_deleted(administrator, client_of):
    shape = transformed(BarrierFactory.build().shape).geojson
    sent = {"code": "B9", "name": "官道沟", "kind": "river", "shape": shape}
    assert administrator.post("/admin/districts/barrier/add/", sent).status_code == 302
    river = Barrier.objects.get(code="B9")
    administrator.post(f"/admin/districts/barrier/{river.pk}/delete/", {"post": "yes"})
    assert not Barrier.objects.filter(code="B9").exists()
    drew, ended = Revision.objects.order_by("id")
    assert (drew.verb, drew.before, drew.shape_after.wkb) == ("drew", None, river.shape.wkb)
    assert (ended.verb, ended.after, ended.before["name"], ended.object_id) == ("ended", None, "官道沟", river.pk)
    assert len(client_of("planner").get("/map/history/barrier/B9.json").json()["entries"]) == 2
    compound = CompoundFactory()
    assert administrator.post(f"/admin/compounds/compound/{compound.pk}/delete/", {"post": "yes"}).status_code == 403


def transformed(shape):
    return shape.transform(4326, clone=True)


def test_a_shape_that_was_drawn_again_is_stored_in_the_countys_crs(administrator):
    compound, elsewhere = CompoundFactory(), CompoundFactory(at=(500, 0))
    address = f"/admin/compounds/compound/{compound.pk}/change/"
    drawn = transformed(elsewhere.boundary).geojson
    sent = {"code": compound.code, "name": compound.name, "boundary": drawn}
    assert administrator.post(address, sent).status_code == 302
    assert Compound.objects.get(pk=compound.pk).boundary.equals_exact(elsewhere.boundary, 0.001)


@pytest.mark.parametrize(
    "drawn", ["", "x", "[]", "{}", '{"type": "Polygon"}', '{"type":"Point","coordinates":[1e999,2]}', "[" * 5000]
)
def test_what_is_no_shape_is_refused_with_a_message(administrator, drawn):
    sent = {"code": "1", "name": "区", "boundary": drawn}
    answer = administrator.post("/admin/districts/district/add/", sent)
    assert answer.status_code == 200
    assert "boundary" in answer.context["adminform"].form.errors


def test_an_invalid_shape_is_refused_with_a_message(administrator):
    bow = [[[[116, 36], [116.1, 36.1], [116.1, 36], [116, 36.1], [116, 36]]]]
    sent = {"code": "1", "name": "区", "boundary": json.dumps({"type": "MultiPolygon", "coordinates": bow})}
    assert administrator.post("/admin/districts/district/add/", sent).status_code == 200


def test_no_administration_account_may_speak_for_an_organisation(administrator):
    address = "/admin/accounts/user/add/"
    office = OrganisationFactory(code="power")
    new = {"username": "new", "password1": "quite-a-long-one", "password2": "quite-a-long-one", "usable_password": "true"}
    assert administrator.post(address, new | {"is_staff": "on", "organisation": office.pk}).status_code == 200
    assert administrator.post(address, new | {"organisation": office.pk}).status_code == 302
    assert User.objects.get(username="new").audience == "utility"


def test_an_administration_account_reaches_no_superuser_and_makes_none(administrator):
    root = User.objects.create_superuser("root")
    assert administrator.get(f"/admin/accounts/user/{root.pk}/change/").status_code == 302
    own = User.objects.get(is_superuser=False)
    form = administrator.get(f"/admin/accounts/user/{own.pk}/change/").context["adminform"].form
    assert not {"is_superuser", "user_permissions"} & set(form.fields)
