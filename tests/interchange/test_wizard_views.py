"""The wizard's pages: from files to rows in the county, each step once and for the right people only."""

import pytest
import shapely

from geo_renovation.accounts.models import Act, Organisation
from geo_renovation.compounds.models import Compound
from geo_renovation.interchange.models import Delivery, ImportRun
from geo_renovation.utilities.models import Segment

from .files import compound_file, geojson, line, square
from .wizard import AS_DATA, Sender, shown_form, work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]


def stored():
    return sorted(Compound.objects.values_list("code", flat=True))


def test_a_file_goes_all_the_way_in(street, compounds):
    run = street.take(compounds, kind="compounds")
    assert (run.state, run.read_count, run.written_count) == ("stored", 3, 3)
    assert stored() == ["C-0", "C-1", "C-2"]
    assert list(Act.objects.order_by("id").values_list("verb", flat=True)) == ["sent_in", "imported"]


def test_every_page_of_the_way_opens(street, compounds):
    get = street.client.get
    for address in ("/imports/", "/imports/new/", "/imports/templates/"):
        assert get(address).status_code == 200
    street.send(compounds)
    delivery = Delivery.objects.get()
    assert get(f"/imports/{delivery.pk}/").context["busy"]
    assert get(f"/imports/{delivery.pk}/state.json").json()["finished"] is False
    work()
    page = get(f"/imports/{delivery.pk}/").context
    assert [(layer["count"], layer["likely"], layer["geometry"]) for layer in page["layers"]] == [(3, "compounds", "polygon")]
    assert page["map_data"]["layers"]["小区"]["inside"] == 3
    delivery.refresh_from_db()
    run = street.begin(delivery, "compounds")
    assert get(f"/imports/runs/{run.pk}/").url == f"/imports/runs/{run.pk}/place/"
    assert get(f"/imports/runs/{run.pk}/place/").context["place_data"]["answer"]["inside"] == 3
    street.match(run)
    assert get(f"/imports/runs/{run.pk}/").templates[0].name == "imports/progress.html"
    state = get(f"/imports/runs/{run.pk}/state.json").json()
    assert (state["finished"], state["step"]) == (False, "waiting")
    work()
    assert get(f"/imports/runs/{run.pk}/").templates[0].name == "imports/checked.html"
    assert get(f"/imports/runs/{run.pk}/state.json").json()["finished"] is True
    assert get(f"/imports/runs/{run.pk}/differences/").status_code == 200
    preview = get(f"/imports/runs/{run.pk}/preview.json").json()
    assert [f["properties"]["status"] for f in preview["features"]] == ["added"] * 3
    assert preview["bounds"][0] == pytest.approx(116.19, abs=0.01)
    street.store(run)
    page = get(f"/imports/runs/{run.pk}/")
    assert page.templates[0].name == "imports/stored.html"
    assert page.context["can_undo"]
    assert "小区" in get("/imports/").content.decode()


def test_a_shape_at_fault_is_shown_on_the_map_where_it_lies(street, tmp_path):
    east, north = square().bounds[:2]
    bow_tie = shapely.Polygon([(east, north), (east + 100, north + 100), (east + 100, north), (east, north + 90)])
    path = geojson(tmp_path / "小区.geojson", ({"小区编号": "C-0", "小区名称": "鱼邱湖"}, bow_tie))
    run = street.check(street.begin(street.deliver(path), "compounds"))
    issue = run.issues.get(reason="invalid_geometry")
    assert issue.place.coords == pytest.approx((east + 900 / 19, north + 900 / 19), abs=0.001)
    (problem,) = street.client.get(f"/imports/runs/{run.pk}/preview.json").json()["problems"]["features"]
    assert problem["properties"]["reason"] == "invalid_geometry"


def test_storing_twice_stores_once(street, compounds):
    run = street.check(street.begin(street.deliver(compounds), "compounds"))
    answers = [street.post(run, "store") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    work()
    assert street.post(run, "store").status_code == 200
    work()
    assert stored() == ["C-0", "C-1", "C-2"]
    assert Act.objects.filter(verb="imported").count() == 1


def test_a_page_that_is_out_of_date_changes_nothing(street, compounds):
    run = street.begin(street.deliver(compounds), "compounds")
    form = shown_form(street.client.get(f"/imports/runs/{run.pk}/match/"))
    street.check(run)
    for step in ("match", "check", "store", "accept"):
        sent = form | {"reason": "overlap", "because": "x", "version": 0}
        answer = street.client.post(f"/imports/runs/{run.pk}/{step}/", sent, headers=AS_DATA)
        assert answer.status_code == 409, step
        page = street.client.post(f"/imports/runs/{run.pk}/{step}/", sent, headers={"accept": "text/html"})
        assert page.status_code == 409
        assert page.context["conflict"]
    run.refresh_from_db()
    assert run.state == "checked"


def test_nothing_is_changed_while_the_worker_has_it(street, compounds):
    run = street.begin(street.deliver(compounds), "compounds")
    street.match(run)
    assert street.post(run, "accept", reason="overlap", because="agreed").status_code == 409
    assert street.client.get(f"/imports/runs/{run.pk}/match/").status_code == 409
    assert street.post(run, "check").status_code == 200  # the second click


def test_errors_may_be_accepted_with_a_reason_and_that_taken_back(street, tmp_path):
    rows = [({"小区编号": f"C-{n}", "小区名称": f"{n}里"}, square(n * 90)) for n in range(2)]
    run = street.check(street.begin(street.deliver(geojson(tmp_path / "a.geojson", *rows)), "compounds"))
    page = street.client.get(f"/imports/runs/{run.pk}/").context
    (overlap,) = [line for line in page["reasons"] if line["reason"] == "overlap"]
    assert (overlap["severity"], overlap["acceptable"], page["can_store"]) == ("error", True, False)
    assert street.post(run, "store").status_code == 422
    assert street.post(run, "accept", reason="overlap", because=" ").status_code == 422
    assert street.post(run, "accept", reason="duplicate", because="so be it").status_code == 422
    assert street.post(run, "accept", reason="overlap", because="2020年测绘,双方同意").status_code == 200
    work()
    page = street.client.get(f"/imports/runs/{run.pk}/").context
    (overlap,) = [line for line in page["reasons"] if line["reason"] == "overlap"]
    assert (overlap["severity"], overlap["accepted_because"]) == ("warning", "2020年测绘,双方同意")
    assert page["can_store"]
    assert street.post(run, "accept", reason="overlap", remove="1").status_code == 200
    work()
    assert not street.client.get(f"/imports/runs/{run.pk}/").context["can_store"]


def test_what_a_file_changes_is_shown_before_it_is_stored(street, compounds, tmp_path):
    street.take(compounds, kind="compounds")
    newer = compound_file(tmp_path / "b.geojson", "C-0", "C-1", 户数=250)
    run = street.check(street.begin(street.deliver(newer), "compounds"), mode="replace", ended_on="2026-01-01")
    page = street.client.get(f"/imports/runs/{run.pk}/differences/").context
    rows = {row["code"]: (row["status"], [(c["field"], c["old"], c["new"]) for c in row["changes"]]) for row in page["page"]}
    assert rows["C-0"] == ("changed", [("household_count", "100", "250")])
    assert rows["C-2"][0] == "gone"
    preview = street.client.get(f"/imports/runs/{run.pk}/preview.json").json()
    assert {f["properties"]["code"]: f["properties"]["status"] for f in preview["features"]} == {
        "C-0": "changed", "C-1": "changed", "C-2": "gone",
    }  # fmt: skip
    assert Compound.objects.filter(household_count=250).count() == 0
    street.store(run)
    assert Compound.objects.filter(household_count=250, ended_on=None).count() == 2


def test_an_import_is_taken_back_and_done_again(street, compounds):
    run = street.take(compounds, kind="compounds")
    assert street.post(run, "undo").status_code == 200
    assert street.post(run, "undo").status_code == 200
    work()
    run.refresh_from_db()
    assert (run.state, run.job_id, stored()) == ("undone", None, [])
    assert street.client.get(f"/imports/runs/{run.pk}/").context["can_redo"]
    again = street.post(run, "redo").json()["url"]
    assert street.post(run, "redo").json()["url"] == again
    work()
    street.store(ImportRun.objects.latest("id"))
    assert stored() == ["C-0", "C-1", "C-2"]


def test_what_something_was_built_on_is_not_taken_back(street, compounds):
    run = street.take(compounds, kind="compounds")
    Compound.objects.filter(code="C-1").update(name="改过")
    answer = street.post(run, "undo")
    assert answer.status_code == 422
    assert "C-1" in answer.json()["error"]
    page = street.client.get(f"/imports/runs/{run.pk}/").context
    assert not page["can_undo"]
    assert "C-1" in page["undo_why_not"]


def test_a_waiting_check_is_cancelled_at_once(street, compounds):
    run = street.begin(street.deliver(compounds), "compounds")
    street.match(run)
    assert street.post(run, "cancel").status_code == 200
    run.refresh_from_db()
    assert (run.state, run.job_id) == ("cancelled", None)
    work()
    run.refresh_from_db()
    assert run.state == "cancelled"
    assert street.post(run, "check").status_code == 200


def test_a_utility_sends_its_own_network_and_no_compounds(client_of, tmp_path):
    water = Sender(client_of("water"))
    Organisation.objects.filter(code="water").update(network_classes=["JS"])
    path = geojson(tmp_path / "管线.geojson", ({"管线编号": "L-1", "管类": "JS", "权属单位": "water"}, line((0, 0), (50, 0))))
    delivery = water.deliver(path)
    layer = water.client.get(f"/imports/{delivery.pk}/").context["layers"][0]
    assert [name for name, _ in layer["kinds"]] == ["segments"]
    sent = {"layer": layer["name"], "kind": "compounds"}
    assert water.client.post(f"/imports/{delivery.pk}/runs/", sent, headers=AS_DATA).status_code == 422
    run = water.store(water.check(water.begin(delivery, "segments")))
    assert run.state == "stored", run.report
    assert Segment.objects.get().owner.code == "water"


@pytest.mark.parametrize("page", ["/imports/", "/imports/{delivery}/", "/imports/runs/{checked}/", "/imports/runs/{stored}/",
                                  "/imports/runs/{stored}/preview.json", "/imports/runs/{checked}/differences/"])
def test_a_page_asks_the_database_as_often_for_much_as_for_little(
    street, tmp_path, page, django_assert_max_num_queries
):  # fmt: skip
    asked = []
    for count in (1, 12):
        path = compound_file(tmp_path / f"{count}.geojson", *(f"C-{n}" for n in range(count)), 面积="x")
        checked = street.check(street.begin(street.deliver(path), "compounds"))
        codes = [f"G-{count}-{n}" for n in range(count)]
        good = compound_file(tmp_path / f"good{count}.geojson", *codes, north=count * 150)
        delivery = street.deliver(good)
        stored_run = street.check(street.begin(delivery, "compounds"), mode="update")
        street.store(stored_run)
        address = page.format(delivery=delivery.pk, checked=checked.pk, stored=stored_run.pk)
        street.client.get(address)
        with django_assert_max_num_queries(25) as captured:
            street.client.get(address)
        asked.append(len(captured))
    assert asked[0] == asked[1]


def test_the_county_is_looked_up_once_for_however_many_layers(street, tmp_path, django_assert_max_num_queries):
    asked = []
    for count in (1, 5):
        delivery = street.deliver(*(compound_file(tmp_path / f"{count}-{n}.geojson", f"C-{n}") for n in range(count)))
        with django_assert_max_num_queries(25) as captured:
            street.client.get(f"/imports/{delivery.pk}/")
        asked.append(len(captured))
    assert asked[0] == asked[1]
