"""Selections as JSON: what the map, the page, the snapshot and the export all show."""
from collections import Counter

from django.utils.translation import gettext as _

from geo_renovation.utilities.choices import NetworkClass

from .rules import problems
from .selected import SUMMED, Selection, stage_number
from .tendering import procured


def weigh(user, codes, plan_year, *, bundle=None, exception_reason="", supposed=None) -> dict:
    """Everything the planner reads about a selection, labels in the running language."""
    selection = Selection(user, list(codes), plan_year, bundle, exception_reason, supposed)
    broken = problems(selection)
    return labelled(figures(selection)) | {
        "problems": [problem.as_json() for problem in broken],
        "ring": _around(selection, selection.ring, "gap_m"),
        "blocked": _around(selection, selection.blocked, "barrier"),
        "barriers": [{"code": code, "name": name} for code, name in sorted(selection.barriers.items())],
        "supposed": supposed and supposed.told(),
        "tender": [part.as_json() for part in procured(selection)],
        "bundle": None,
    }


def figures(selection: Selection) -> dict:
    """The language-free part; a frozen bundle keeps it."""
    return {
        "plan_year": selection.plan_year,
        "members": [member_figures(member) for member in selection.members],
        "totals": totals(selection),
        "missing": selection.missing,
        "cohorts": dict(Counter(str(member.cohort) for member in selection.members)),
        "lines": [row.as_json() for row in selection.lines.rows],
        "organisations": [{"code": o.code, "name": o.name, "role": role} for o, role in selection.organisations],
        "connected": len(selection.pieces) < 2,
        "pieces": selection.pieces,
        "links": [list(pair) for pair in selection.inner_links],
        "district": _district(selection.districts[0]) if selection.districts else None,
        "districts": [_district(district) for district in selection.districts],
    }


def member_figures(member) -> dict:
    """One compound as it counts."""
    return {
        "code": member.code,
        "name": member.name,
        "district": member.district.code if member.district else None,
        "stage": member.stage,
        "stage_number": stage_number(member),
        "eligibility": member.eligibility,
        "cohort": str(member.cohort),
        "year_built": member.year_built,
        "wished_year": member.wished_year,
        **{name: plain(getattr(member, name)) for name in SUMMED},
    }


def totals(selection) -> dict:
    return {
        "compounds": len(selection.members),
        "households": selection.total("household_count"),
        "buildings": selection.total("building_count"),
        "floor_area_m2": plain(selection.total("floor_area_m2")),
        "estimate_cny": plain(selection.total("estimate_cny")),
        "metres": round(selection.lines.metres, 3),
        "organisations": len(selection.organisations),
    }


def plain(number):
    """A number that JSON can hold: money to the cent, areas to the square centimetre."""
    return number if number is None or isinstance(number, int) else round(float(number), 4)


def labelled(figures: dict) -> dict:
    """The same figures with the words of the running language."""
    classes = dict(NetworkClass.choices)
    unknown = _("Owner not on record")
    lines = [
        row | {"class_label": str(classes[row["network_class"]]), "owner_name": row["owner_name"] or unknown}
        for row in figures["lines"]
    ]
    roles = {
        "owner": _("owner"),
        "manager": _("manager"),
        "class": _("utility of the class"),
        "street": _("street office"),
    }
    organisations = [o | {"role_label": roles[o["role"]]} for o in figures["organisations"]]
    return figures | {"lines": lines, "organisations": organisations}


def _district(district):
    return {"code": district.code, "name": district.name}


def _around(selection, near, shown):
    """Neighbours by distance, with the one figure that matters."""
    rows = sorted(near.items(), key=lambda item: (item[1]["gap_m"], selection.neighbours[item[0]].code))
    return [
        {
            "code": selection.neighbours[pk].code,
            "name": selection.neighbours[pk].name,
            "eligibility": selection.neighbours[pk].eligibility,
            "stage_number": stage_number(selection.neighbours[pk]),
            shown: round(found[shown], 2) if shown == "gap_m" else found[shown],
        }
        for pk, found in rows
    ]
