"""What is sent in: kept whole and once, under names that harm nobody, and given back as it was."""
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from procrastinate.contrib.django.models import ProcrastinateJob

from geo_renovation.accounts.models import Act, Organisation
from geo_renovation.interchange import tasks, uploading
from geo_renovation.interchange.models import Delivery, ImportRun
from tests.factories import UserFactory

from .files import geojson, shapefile, square
from .wizard import AS_DATA, Sender

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]


def test_the_same_form_sent_twice_is_one_delivery(street, compounds, client_of):
    token = uuid.uuid4()
    answers = [street.send(compounds, token=token).json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert Delivery.objects.count() == 1
    assert ProcrastinateJob.objects.count() == 1
    other = Sender(client_of("street-huixin"))
    assert other.send(compounds, token=token).json() != answers[0]


def test_too_much_at_once_is_refused_and_leaves_nothing(street, compounds, folder, monkeypatch):
    monkeypatch.setattr(uploading, "LARGEST_BYTES", 100)
    answer = street.send(compounds)
    assert answer.status_code == 413
    assert answer.json()["error"]
    monkeypatch.setattr(uploading, "LARGEST_BYTES", 10**9)
    monkeypatch.setattr(uploading, "MOST_FILES", 2)
    assert street.send(compounds, compounds, compounds).status_code == 413
    assert not Delivery.objects.exists()
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_an_organisation_sends_in_no_more_than_it_is_given(street, compounds, folder, settings, client_of):
    size, token = compounds.stat().st_size, uuid.uuid4()
    settings.IMPORT_QUOTA_BYTES = 2 * size
    assert [street.send(compounds, token=t).status_code for t in (None, token, token)] == [200, 200, 200]
    answer = street.send(compounds)
    assert answer.status_code == 413
    assert answer.json()["error"]
    assert street.send(compounds, token=token).status_code == 200  # the second click of what was taken
    assert Delivery.objects.count() == 2
    assert len([path for path in folder.rglob("*") if path.is_file()]) == 2
    assert Sender(client_of("street-huixin")).send(compounds).status_code == 200
    page = street.client.post("/imports/new/", {"token": uuid.uuid4(), "complete": "1", "files": sent(compounds)})
    assert page.status_code == 413


def sent(path):
    return SimpleUploadedFile(path.name, path.read_bytes())


def test_no_file_is_no_delivery(street):
    assert street.client.post("/imports/new/", {"token": uuid.uuid4()}, headers=AS_DATA).status_code == 422
    page = street.client.post("/imports/new/", {}, headers={"accept": "text/html"})
    assert page.status_code == 422
    assert page.templates[0].name == "imports/new.html"


@pytest.mark.parametrize("role", ["leader", "enforcement", "admin", "nobody"])
def test_who_may_import_nothing_leaves_no_file(client_of, compounds, folder, role):
    assert Sender(client_of(role)).send(compounds).status_code == 404
    assert not Delivery.objects.exists()
    assert not folder.exists() or [path for path in folder.rglob("*") if path.is_file()] == []


def test_files_are_taken_nowhere_else(client_of, compounds, folder):
    client_of("planner").post("/planning/bundles/", {"files": SimpleUploadedFile("a.csv", b"x" * 100)})
    assert not folder.exists() or [path for path in folder.rglob("*") if path.is_file()] == []


def test_an_upload_needs_the_token_against_forgery(compounds):
    client = Client(enforce_csrf_checks=True)
    client.force_login(UserFactory(role="planner"))
    assert Sender(client).send(compounds).status_code == 403
    assert not Delivery.objects.exists()


def test_a_folder_keeps_its_shape_and_its_names_stay_labels(street, tmp_path):
    shapefile(tmp_path / "a", ({"code": "A"}, square()))
    files = sorted((tmp_path / "a").iterdir())
    wild = [f"../..//西街\n/{file.name}" for file in files]
    delivery = street.deliver(*files, names=wild)
    assert [layer["name"] for layer in delivery.found["layers"]] == ["西街/layer"]
    assert str(delivery.folder) not in delivery.name


@pytest.mark.parametrize(
    "name", ["2024　资料/小区　一.geojson", "a\u00a0b.geojson", "\ue000里.geojson", "a\u202eb.geojson", "a\u200bb.geojson"]
)
def test_spaces_of_any_width_and_rare_characters_are_legal_names(street, tmp_path, name):
    file = geojson(tmp_path / "a.geojson", ({"名称": "一区"}, square()))
    assert street.deliver(file, names=[name]).state == "inspected"


def test_names_that_look_alike_are_two_files(street, tmp_path):
    file = geojson(tmp_path / "a.geojson", ({"名称": "一区"}, square()))
    delivery = street.deliver(file, file, names=["\u00e9.geojson", "e\u0301.geojson"])
    assert len(delivery.found["layers"]) == 2


def test_a_null_character_in_a_value_does_not_leave_a_delivery_waiting(street, tmp_path):
    file = geojson(tmp_path / "a.geojson", ({"编号": "N1", "名称": "一\0区", "a\0b": "1"}, square()))
    delivery = street.deliver(file)
    assert delivery.state == "inspected"
    run = street.check(street.begin(delivery, "compounds"))
    assert run.job_id is None
    assert run.state == "checked"


def test_what_the_database_cannot_keep_is_refused_and_not_waited_for(street, tmp_path, monkeypatch):
    file = geojson(tmp_path / "a.geojson", ({"名称": "一区"}, square()))
    monkeypatch.setattr(tasks, "look_at", lambda path: {"files": [], "layers": [{"name": "\0"}]})
    assert street.deliver(file).refused["reason"] == "given_up"


def test_what_nobody_can_read_says_so(street, tmp_path):
    (tmp_path / "plan.dwg").write_bytes(b"AC1032" + b"\0" * 100)
    delivery = street.deliver(tmp_path / "plan.dwg")
    assert delivery.state == "refused"
    page = street.client.get(f"/imports/{delivery.pk}/")
    assert "DXF" in page.context["refused"] + page.context["refused_mend"]
    assert page.context["layers"] == []


def test_the_same_file_is_recognised(street, compounds):
    street.take(compounds, kind="compounds")
    again = street.deliver(compounds)
    page = street.client.get(f"/imports/{again.pk}/")
    assert [each.pk for each in page.context["already"]] == [Delivery.objects.earliest("id").pk]
    assert page.context["already"][0].listed_runs[0].state == "stored"


def test_the_original_comes_back_as_it_was_and_that_is_journalled(street, compounds):
    delivery = street.deliver(compounds)
    answer = street.client.get(f"/imports/{delivery.pk}/original")
    assert b"".join(answer.streaming_content) == compounds.read_bytes()
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''%E5%B0%8F")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert Act.objects.filter(verb="exported", details__original=delivery.sha256).count() == 1


def test_a_name_cannot_break_a_header(street, compounds):
    delivery = street.deliver(compounds, names=['a"\r\nSet-Cookie: x=1;.geojson'])
    answer = street.client.get(f"/imports/{delivery.pk}/original")
    assert "Set-Cookie" not in answer.headers
    assert "\n" not in answer.headers["Content-Disposition"]


def test_a_double_click_on_a_layer_begins_one_run(street, compounds):
    delivery = street.deliver(compounds)
    assert street.begin(delivery, "compounds") == street.begin(delivery, "compounds")
    assert ImportRun.objects.count() == 1


def test_the_list_is_narrowed_and_paged(street, compounds):
    for n in range(31):
        Delivery.objects.create(name=f"甲{n}.zip", sha256=f"{n:064}", size_bytes=1, organisation=Organisation.objects.get(code="street-yuqiuhu"))
    street.send(compounds)
    page = street.client.get("/imports/?page=2").context["page"]
    assert (page.paginator.count, len(page.object_list)) == (32, 2)
    assert street.client.get("/imports/?text=小区").context["page"].paginator.count == 1
    assert street.client.get("/imports/?state=refused&page=x").context["page"].paginator.count == 0


@pytest.mark.parametrize("address", ["/imports/?text=%00", "/imports/?page=%00", "/imports/?state=%00"])
def test_a_null_byte_in_an_address_breaks_nothing(street, address):
    assert street.client.get(address).status_code == 200


def test_an_upload_that_was_cut_off_is_no_delivery(street, compounds):
    """As the web server hands it over: the body ends early, after a whole file."""
    body = encode_multipart(BOUNDARY, {"token": uuid.uuid4(), "files": upload(compounds), "complete": "1"})
    cut = body[: body.index(b'name="complete"')]
    whole = {"content_type": MULTIPART_CONTENT, "headers": AS_DATA}
    assert street.client.generic("POST", "/imports/new/", cut, **whole).status_code == 422
    assert not Delivery.objects.exists()
    assert street.client.generic("POST", "/imports/new/", body, **whole).status_code == 200


def upload(path):
    return SimpleUploadedFile(path.name, path.read_bytes())
