"""Exports of bundles: the page's figures in other clothes, watermarked and journalled."""
import io
import sqlite3

import openpyxl
import pytest
import shapely

from geo_renovation.accounts.models import Act
from tests.factories import CompoundFactory, SegmentFactory, UserFactory
from tests.factories.bundles import draft_of, frozen_of, row_of_compounds

pytestmark = pytest.mark.django_db


@pytest.fixture
def planner():
    return UserFactory(role="planner")


@pytest.fixture
def bundle(planner):
    row_of_compounds("AB", name="=HYPERLINK(1)")
    SegmentFactory(points=[(-50, 50), (170, 50)], owner="water", pressure="0.4")
    SegmentFactory(points=[(10, -50), (10, 300)], owner="gas-tianma", network_class="RQ", pressure="0.2")
    return frozen_of("AB", by=planner, name="东片")


def fetched(client, user, bundle, kind):
    client.force_login(user)
    return client.get(f"/planning/bundles/{bundle.number}/v{bundle.version}/export.{kind}")


def workbook(response):
    return openpyxl.load_workbook(io.BytesIO(response.content))


@pytest.fixture
def opened(tmp_path):
    """A GeoPackage as the database it is."""

    def open_response(response):
        path = tmp_path / "bundle.gpkg"
        path.write_bytes(response.content)
        return sqlite3.connect(path)

    return open_response


def shape_of(blob):
    """The WKB behind a GeoPackage header without or with an envelope."""
    envelope = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}[(blob[3] >> 1) & 7]
    return shapely.from_wkb(blob[8 + envelope :])


def test_page_workbook_and_geopackage_hold_the_same_figures(client, planner, bundle, opened):
    client.force_login(planner)
    page = client.get(f"/planning/bundles/{bundle.number}/v1/?format=json").json()["figures"]
    book = workbook(fetched(client, planner, bundle, "xlsx"))
    package = opened(fetched(client, planner, bundle, "gpkg"))
    sheets = book.worksheets
    assert len(sheets) == 6
    in_lines = [(row[0], row[2], row[4], row[5]) for row in sheets[2].iter_rows(min_row=3, values_only=True)]
    on_page = [(row["network_class"], row["owner"], row["metres"], row["count"]) for row in page["lines"]]
    assert in_lines == [(c, o, m, n) for c, o, m, n in on_page] == [
        ("JS", "water", 150.0, 1),
        ("RQ", "gas-tianma", 100.0, 1),
    ]
    cut = package.execute("select network_class, owner, sum(metres), count(*) from lines group by 1, 2 order by 1")
    assert [(c, o, round(m, 3), n) for c, o, m, n in cut.fetchall()] == on_page
    table = package.execute("select network_class, owner, metres, count from responsibility order by 1")
    assert table.fetchall() == on_page
    totals = dict(row[:2] for row in sheets[0].iter_rows(min_row=3, values_only=True))
    assert page["totals"]["metres"] in totals.values()
    assert page["totals"]["estimate_cny"] in totals.values()
    members = [(row[0], row[9], row[12]) for row in sheets[1].iter_rows(min_row=3, values_only=True)]
    assert members == [(m["code"], m["household_count"], m["estimate_cny"]) for m in page["members"]]
    in_package = package.execute("select code, household_count, estimate_cny from members order by code").fetchall()
    assert in_package == members


def test_the_geopackage_holds_the_frozen_boundaries_in_the_countys_crs(client, planner, bundle, opened, settings):
    package = opened(fetched(client, planner, bundle, "gpkg"))
    crs = {row[0] for row in package.execute("select srs_id from gpkg_contents where data_type = 'features'")}
    assert crs == {settings.COUNTY_SRID}
    (blob,) = package.execute("select geom from members where code = 'A'").fetchone()
    stored = bundle.members.get(compound__code="A").boundary
    assert shape_of(blob).equals(shapely.from_wkb(bytes(stored.wkb)))
    (hull,) = package.execute("select geom from envelope").fetchone()
    assert shape_of(hull).area == pytest.approx(220 * 100)


def test_text_stays_text_and_numbers_stay_numbers(client, planner, bundle):
    members = workbook(fetched(client, planner, bundle, "xlsx")).worksheets[1]
    assert (members["B3"].value, members["B3"].data_type) == ("=HYPERLINK(1)", "s")
    assert (members["M3"].value, members["M3"].data_type, members["M3"].number_format) == (2_000_000, "n", "#,##0.00")
    assert members["J3"].value == 100


def test_every_sheet_says_who_took_it_when_and_of_what(client, planner, bundle, opened):
    book = workbook(fetched(client, planner, bundle, "xlsx"))
    for sheet in book.worksheets:
        line = sheet["A1"].value
        assert planner.username in line
        assert "2027-001 v1" in line
        assert bundle.digest in line
    package = opened(fetched(client, planner, bundle, "gpkg"))
    assert planner.username in package.execute("select stamp from about").fetchone()[0]


def test_exports_are_journalled(client, planner, bundle):
    fetched(client, planner, bundle, "xlsx")
    fetched(client, planner, bundle, "gpkg")
    acts = Act.objects.filter(verb="exported").order_by("id")
    assert [(a.user, a.subject, a.details["format"]) for a in acts] == [
        (planner, "2027-001 v1", "xlsx"),
        (planner, "2027-001 v1", "gpkg"),
    ]


def test_a_utility_takes_its_own_lines_and_nothing_of_others(client, bundle, opened):
    water = UserFactory(role="water")
    book = workbook(fetched(client, water, bundle, "xlsx"))
    rows = list(book.worksheets[2].iter_rows(min_row=3, values_only=True))
    assert [(row[0], row[2], row[4]) for row in rows] == [("JS", "water", 150.0)]
    response = fetched(client, water, bundle, "gpkg")
    assert opened(response).execute("select owner from lines").fetchall() == [("water",)]
    assert b"gas-tianma" not in response.content


@pytest.mark.parametrize("role", ["power", "enforcement", "admin", "nobody"])
def test_who_may_not_see_the_bundle_finds_nothing_to_export(client, bundle, role):
    user = UserFactory(role=role)
    assert fetched(client, user, bundle, "xlsx").status_code == 404
    assert fetched(client, user, bundle, "gpkg").status_code == 404
    assert not Act.objects.filter(verb="exported").exists()


def test_the_anonymous_are_asked_to_sign_in(client, bundle):
    response = client.get("/planning/bundles/2027-001/v1/export.xlsx")
    assert response.status_code == 302
    assert "/accounts/login/" in response["Location"]


def test_more_than_25_square_kilometres_of_contiguous_ground_is_refused(client, planner):
    row_of_compounds("A")
    CompoundFactory(code="B", at=(0, 110), size=(6000, 4500))
    client.force_login(planner)
    draft = draft_of("AB", by=planner)
    response = client.get(f"/planning/bundles/{draft.number}/v1/export.xlsx", headers={"Accept": "application/json"})
    assert response.status_code == 422
    assert "25" in response.json()["error"]
    assert not Act.objects.filter(verb="exported").exists()


def test_a_draft_is_exported_as_a_draft(client, planner, opened):
    row_of_compounds("AB")
    draft = draft_of("AB", by=planner)
    assert fetched(client, planner, draft, "xlsx").status_code == 200
    package = opened(fetched(client, planner, draft, "gpkg"))
    assert package.execute("select count(*) from members").fetchone() == (2,)
    assert package.execute("select count(*) from lines").fetchone() == (0,)


def test_an_empty_draft_is_exported_too(client, planner):
    row_of_compounds("A")
    draft = draft_of("", by=planner)
    assert fetched(client, planner, draft, "xlsx").status_code == 200
    assert fetched(client, planner, draft, "gpkg").status_code == 200
