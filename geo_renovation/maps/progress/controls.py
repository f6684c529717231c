"""The choices above the figures: the same filter and date as the map, in the address."""

from django.http import QueryDict
from django.utils.translation import gettext as _

from geo_renovation.accounts.querysets import audience_of
from geo_renovation.compounds.choices import Cohort, Eligibility, Stage
from geo_renovation.compounds.querysets import OFFICIAL
from geo_renovation.districts.models import District
from geo_renovation.planning.models import AnnualPlan

from .links import NONE

MEASURES = ("compounds", "households")
TIMES = ("date", "known")


def controls(held, user) -> list[dict]:
    """One select per entry; what the map holds beyond a single choice stays one of the options."""
    offered = {"district": (_("District"), _("All districts"), _districts(user))}
    if audience_of(user) in OFFICIAL:
        offered |= {
            "plan_year": (_("Plan year"), _("All years"), _plan_years(user)),
            "cohort": (_("Cohort"), _("All"), Cohort.choices),
            "eligibility": (_("Eligibility"), _("All"), Eligibility.choices),
        }
    offered["stage"] = (_("Stage"), _("All stages"), [(NONE, _("Not yet surveyed")), *Stage.choices])
    return [_control(name, *words, held.get(name, "")) for name, words in offered.items()]


def _control(name, label, everything, choices, value) -> dict:
    options = [("", everything), *((str(code), text) for code, text in choices)]
    if value not in (code for code, _text in options):
        options.append((value, _("Chosen on the map")))
    return {"name": name, "label": label, "options": options, "value": value}


def _districts(user):
    return list(District.objects.visible_to(user).order_by("code").values_list("code", "name"))


def _plan_years(user):
    years = AnnualPlan.objects.visible_to(user).order_by("year").values_list("year", flat=True)
    return [*((year, year) for year in years), (NONE, _("No plan year"))]


def kept(held, shown) -> list[tuple[str, str]]:
    """What the form hands on untouched: every filter that has no control of its own."""
    own = {control["name"] for control in shown} | set(TIMES) | {"then"}
    return [(name, value) for name, value in held.items() if name not in own]


def tidied(held) -> str | None:
    """The address as the map would write it, or None where it is so already: empty choices left out."""
    if "then" not in held and all(held.values()):
        return None
    asked = QueryDict(mutable=True)
    for name, value in held.items():
        if value and name != "then":
            asked[name] = value
    if "then" in held and held.get("date"):
        asked["known"] = held["date"]
    return asked.urlencode(safe="/:,")
