"""The street clerk's compounds, a colleague and the network, whatever the language."""

from geo_renovation.compounds.actions.drawing import COMPOUND, redraw
from geo_renovation.compounds.models import Compound
from tests.browser.ground import lon_lat
from tests.browser.journeys import account
from tests.factories import CompoundFactory, DistrictFactory, UserFactory
from tests.factories.drawings import area_json, request_number

CLERK, NAME = "street-yuqiuhu", "yuqiuhu-1"


def found_the_next_street():
    """甲 to 丁 are the clerk's; 戊 lies in the next street office's district."""
    DistrictFactory(code="371526002", name="汇鑫街道", at=(4000, -4000), size=4000)
    CompoundFactory(code="戊", name="戊家属院", at=(4100, 0), eligible=True, stage="planned")
    account(CLERK, NAME)


def here():
    lon, lat = lon_lat((50, 50))
    return {"permissions": ["geolocation"], "geolocation": {"latitude": lat, "longitude": lon, "accuracy": 24}}


def area():
    return Compound.objects.get(code="甲").boundary.area


def a_colleague_changes(size):
    planner = UserFactory(role="planner", post="统筹")
    row = Compound.objects.get(code="甲")
    redraw(
        drawable=COMPOUND, pk=row.pk, state=COMPOUND.state(row), geometry=area_json((0, 0), size), by=planner,
        request=request_number(),
    )  # fmt: skip
    return planner


def cut(page):
    page.route("**/map/edit/**", lambda route: route.abort("connectionreset"))


def button(within, name):
    return within.get_by_role("button", name=name, exact=True)
