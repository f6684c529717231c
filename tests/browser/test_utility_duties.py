"""Each of the eleven utilities learns from its own account what is its own, what it renews and what it takes over."""
import pytest
from playwright.sync_api import expect

from geo_renovation.accounts.models import Organisation, User
from geo_renovation.planning.duties import DutyTable
from geo_renovation.planning.mine import part_of
from geo_renovation.planning.scopes import bundle_scope
from geo_renovation.planning.under import Asked
from tests.architecture.roles import UTILITIES
from tests.factories import DisclosureAreaFactory, OrganisationFactory, SegmentFactory, UserFactory
from tests.factories.bundles import frozen_of

pytestmark = pytest.mark.django_db(transaction=True)
MOST_CLICKS = 5
CLASS_OF = dict.fromkeys(UTILITIES, "TX") | dict.fromkeys(("gas-tianma", "gas-jinshi", "gas-kunlun"), "RQ")
CLASS_OF |= {"water": "JS", "power": "DL", "heat": "RL"}


@pytest.fixture
def bundle(town):
    """甲 and 乙, frozen; under them a line of each utility, and one of each of its classes that nobody owns."""
    for number, (code, network_class) in enumerate(sorted(CLASS_OF.items())):
        OrganisationFactory(code=code)
        Organisation.objects.filter(code=code).update(network_classes=[network_class])
        laid = {"network_class": network_class, "points": ((0, 5 + 4 * number), (100 + number, 5 + 4 * number))}
        SegmentFactory(owner=code, **laid)
    for number, network_class in enumerate(("JS", "DL", "RL", "RQ", "TX")):
        SegmentFactory(network_class=network_class, points=((120, 70 + number), (200 + number, 70 + number)))
    frozen = frozen_of("甲乙", by=UserFactory(role="planner"))
    DisclosureAreaFactory(at=(-10, -10), size=240)  # freezing redraws the areas after the plans
    return frozen


class Clicks:
    """Clicks on what a page shows by its words, and counts them."""

    def __init__(self, page):
        self.page, self.count = page, 0

    def on(self, name):
        self.count += 1
        self.page.get_by_role("link", name=name, exact=True).first.click()


def expected(bundle, code):
    user = User.objects.filter(organisation__code=code).last()
    organisation = DutyTable(bundle_scope(bundle).source(Asked(user)))
    holder = next(h for h in organisation.register.by_id.values() if h.code == code)
    part = part_of(holder, organisation)
    return [f"{figures.metres:,.1f}" for figures in (part.own, part.renews, part.takes_over)]


def test_eleven_accounts_learn_in_at_most_five_clicks_what_is_theirs_what_they_renew_and_take_over(open_as, bundle):
    told = {}
    for code in sorted(UTILITIES):
        # The way is the same from every page; the map itself is opened once.
        page = open_as(code, at="/" if code == "water" else "/compounds/")
        clicks = Clicks(page)
        clicks.on("Our pipes and cables")
        row = page.get_by_role("row").filter(has_text=str(bundle))
        listed = [row.get_by_role("cell").nth(column).inner_text() for column in (1, 2, 3)]
        clicks.on(bundle.name)
        expect(page.get_by_role("heading", name="Responsibility table")).to_be_visible()
        shown = [page.locator(".figures dd:first-of-type").nth(n).inner_text().split()[0] for n in range(3)]
        assert listed == shown == expected(bundle, code)
        assert clicks.count <= MOST_CLICKS
        told[code] = shown
        page.context.close()
    assert len(told) == 11
    assert all(float(own.replace(",", "")) >= 100 for own, _renews, _takes in told.values())
    assert {code for code, (_own, _renews, takes) in told.items() if takes != "0.0"} == {"water", "power", "heat"}


def test_a_utility_comes_from_the_bundle_to_its_part_of_it(open_as, bundle):
    page = open_as("heat", at=f"/planning/bundles/{bundle.number}/v{bundle.version}/", width=390, height=844)
    page.get_by_role("link", name="Responsibility table").click()
    expect(page.get_by_text("You will take over")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
