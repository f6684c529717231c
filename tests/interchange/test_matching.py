"""Where a layer lies and which column is what: guessed, corrected, remembered."""

import pytest
from django.utils.html import escape

from geo_renovation.compounds.models import Compound
from tests.factories import CommunityFactory, CompoundFactory, DistrictFactory, OrganisationFactory

from .files import geojson, line, square, table
from .wizard import Sender, shown_form, work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]


def test_headings_are_guessed_and_what_was_chosen_is_remembered(street, tmp_path):
    rows = [({"号": "C-1", "叫法": "光明里", "面积亩": "3"}, square())]
    first = street.begin(street.deliver(geojson(tmp_path / "a.geojson", *rows)), "compounds")
    chosen = {"heading-code": "号", "heading-name": "叫法", "heading-land_area_m2": "面积亩", "unit-land_area_m2": "mu"}
    street.store(street.check(first, **chosen, **{"constant-completion_year": "1998"}))
    compound = Compound.objects.get()
    assert (compound.name, compound.completion_year, round(compound.land_area_m2)) == ("光明里", 1998, 2000)
    rows = [({"号": "C-2", "叫法": "东风里", "面积亩": "6"}, square(500))]
    second = street.begin(street.deliver(geojson(tmp_path / "b.geojson", *rows)), "compounds")
    page = street.client.get(f"/imports/runs/{second.pk}/match/").context
    shown = {field.name: field for field in page["fields"]}
    assert page["as_last_time"] is not None
    assert (shown["code"].heading, shown["land_area_m2"].unit, shown["completion_year"].constant) == ("号", "mu", "1998")


def test_what_another_organisation_chose_is_not_shown(street, client_of, tmp_path):
    path = geojson(tmp_path / "a.geojson", ({"号": "C-1", "叫法": "光明里"}, square()))
    street.check(street.begin(street.deliver(path), "compounds"), **{"heading-code": "号", "heading-name": "叫法"})
    planner = Sender(client_of("planner"))
    run = planner.begin(planner.deliver(path), "compounds")
    assert planner.client.get(f"/imports/runs/{run.pk}/match/").context["as_last_time"] is None


def test_a_utilitys_lines_are_its_own_unless_the_file_says_whose(client_of, county, tmp_path):
    water = Sender(client_of("water"))
    run = water.begin(water.deliver(geojson(tmp_path / "a.geojson", ({"管类": "给水"}, line((0, 0), (50, 0))))), "segments")
    page = water.client.get(f"/imports/runs/{run.pk}/match/").context
    (owner,) = [field for field in page["fields"] if field.name == "owner"]
    assert (owner.required, owner.heading, owner.constant) == (True, "", "water")


def test_words_are_mapped_to_codes(street, tmp_path):
    CommunityFactory(code="371526001001", name="光明社区居委会", district=DistrictFactory(code="371526001"))
    rows = [({"小区编号": f"C-{n}", "小区名称": "里", "社区": word}, square(n * 200)) for n, word in enumerate(["光明社区居委会", "老光明"])]
    run = street.begin(street.deliver(geojson(tmp_path / "a.geojson", *rows)), "compounds")
    page = street.client.get(f"/imports/runs/{run.pk}/match/").context
    words = {word["word"]: word["code"] for f in page["fields"] if f.name == "community_code" for word in f.words}
    assert words == {"光明社区居委会": "371526001001", "老光明": ""}
    form = shown_form(street.client.get(f"/imports/runs/{run.pk}/match/"))
    unknown = next(name for name, value in form.items() if value == "老光明")
    run = street.store(street.check(run, **{unknown.replace("word-", "code-"): "371526001001"}))
    assert Compound.objects.filter(community__code="371526001001").count() == 2


@pytest.mark.parametrize(
    ("changed", "blamed"),
    [
        ({"heading-code": ""}, "code"),
        ({"heading-name": "no such column"}, "name"),
        ({"unit-land_area_m2": "km", "heading-land_area_m2": "户数"}, "land_area_m2"),
        ({"constant-completion_year": "soon"}, "completion_year"),
        ({"constant-evidence": "a\0b"}, "evidence"),
        ({"mode": "replace", "ended_on": ""}, "ended_on"),
        ({"mode": "erase"}, "mode"),
        ({"encoding": "rot13"}, "encoding"),
        ({"version": "x"}, "version"),
    ],
)
def test_a_matching_that_cannot_be_meant_is_said_beside_its_field(street, compounds, changed, blamed):
    run = street.begin(street.deliver(compounds), "compounds")
    answer = street.match(run, **changed)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [blamed])
    form = shown_form(street.client.get(f"/imports/runs/{run.pk}/match/")) | changed
    page = street.client.post(f"/imports/runs/{run.pk}/match/", form, headers={"accept": "text/html"})
    assert page.status_code == 422
    assert page.templates[0].name == "imports/match.html"


def test_where_it_lies_is_tried_and_then_said(street, tmp_path):
    path = geojson(tmp_path / "a.geojson", ({"小区编号": "C-1", "小区名称": "里"}, square()), srid=4549)
    run = street.begin(street.deliver(path), "compounds")
    tried = street.client.post(f"/imports/runs/{run.pk}/place.json", {"crs": "EPSG:4548"}, "application/json")
    assert (tried.status_code, tried.json()["inside"]) == (200, 1)
    assert street.client.get(f"/imports/runs/{run.pk}/place/").context["place_data"]["answer"]["inside"] == 0
    answer = street.post(run, "place", crs="EPSG:4548", points="[]", tolerance_m="0.5")
    assert answer.status_code == 200, answer.content
    assert street.check(run).state == "checked"
    assert street.store(run).written_count == 1


@pytest.mark.parametrize("body", ["", "[]", "{", '{"crs": "+proj=utm"}', '{"points": "x"}', "[" * 100_000])
def test_a_place_that_is_none_is_refused(street, compounds, body):
    run = street.begin(street.deliver(compounds), "compounds")
    address = f"/imports/runs/{run.pk}/place.json"
    assert street.client.post(address, body, "application/json").status_code in (400, 422)
    assert street.post(run, "place", crs="+init=epsg:4326").status_code == 422


def test_a_table_without_shapes_updates_what_is_there(street, tmp_path):
    CompoundFactory(code="C-1", household_count=1)
    path = table(tmp_path / "户数.csv", [{"小区编号": "C-1", "户数": "345"}, {"小区编号": "C-9", "户数": "1"}], "gb18030")
    run = street.check(street.begin(street.deliver(path), "compounds"), mode="update", good_rows="on")
    assert (run.report["read"], run.report["changed"], run.report["written"]) == (2, 1, 1)
    street.store(run)
    assert Compound.objects.get(code="C-1").household_count == 345


def test_the_match_page_keeps_its_query_budget(street, compounds, django_assert_max_num_queries):
    run = street.begin(street.deliver(compounds), "compounds")
    street.client.get(f"/imports/runs/{run.pk}/match/")
    with django_assert_max_num_queries(10):
        street.client.get(f"/imports/runs/{run.pk}/match/")


@pytest.mark.parametrize("heading", ["小区\n名称", "小区  名称", " 小区名称 ", "a\"<b>'&amp;"])
def test_a_heading_comes_back_from_a_browser_as_it_is_in_the_file(street, tmp_path, heading):
    file = geojson(tmp_path / "a.geojson", ({"编号": "N1", heading: "一区"}, square()))
    run = street.begin(street.deliver(file), "compounds")
    page = street.client.get(f"/imports/runs/{run.pk}/match/").content.decode()
    assert f'<option value="{escape(heading)}"' in page
    sent = heading.replace("\n", "\r\n")
    assert street.check(run, **{"heading-name": sent}).state == "checked"


def test_what_is_still_being_checked_cannot_be_taken_back(street, tmp_path):
    run = street.begin(street.deliver(geojson(tmp_path / "a.geojson", ({"编号": "N1", "名称": "一区"}, square()))), "compounds")
    assert street.match(run).status_code == 200
    assert street.post(run, "undo").status_code == 409


def test_what_was_chosen_for_an_owners_drawings_is_offered_with_that_owner(client_of, county, tmp_path):
    named = [(code, OrganisationFactory(code=code, kind="utility").name) for code in ("gas", "water")]
    centre = Sender(client_of("planner"))
    for n, (owner, layer_word) in enumerate([("water", "JS"), ("gas", "RQ")]):
        file = geojson(tmp_path / f"{owner}.geojson", ({"图层": "主线"}, line((0, 30 * n), (50, 30 * n))))
        run = centre.begin(centre.deliver(file), "segments")
        form = shown_form(centre.client.get(f"/imports/runs/{run.pk}/match/")) | {"constant-owner": owner}
        form |= {"heading-network_class": "图层", "word-network_class-0": "主线", "code-network_class-0": layer_word}
        centre.client.post(f"/imports/runs/{run.pk}/match/", form | {"then": "check"})
        work()
    new = centre.begin(centre.deliver(geojson(tmp_path / "n.geojson", ({"图层": "主线"}, line((0, 90), (50, 90))))), "segments")
    for owner, layer_word in [("water", "JS"), ("gas", "RQ")]:
        page = centre.client.get(f"/imports/runs/{new.pk}/match/?owner={owner}")
        fields = {field.name: field for field in page.context["fields"]}
        assert fields["owner"].constant == owner
        assert [word["code"] for word in fields["network_class"].words] == [layer_word]
        assert page.context["owners"] == named
    for odd in ("%27x", "%00", "x" * 500):
        assert centre.client.get(f"/imports/runs/{new.pk}/match/?owner={odd}").status_code == 200


def test_an_owner_nobody_knows_is_said_of_every_row(client_of, county, tmp_path):
    centre = Sender(client_of("planner"))
    file = geojson(tmp_path / "a.geojson", *(({"管类": "给水"}, line((0, 30 * n), (50, 30 * n))) for n in range(2)))
    run = centre.begin(centre.deliver(file), "segments")
    run = centre.check(run, **{"constant-owner": "从前的自来水公司" * 9})
    assert (run.state, run.report["counts"]["errors"]) == ("checked", {"unknown_organisation": 2})
