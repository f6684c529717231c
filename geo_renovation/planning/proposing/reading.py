"""The register as a proposal keeps it: compounds by columns, edges with what they share, and who was left out."""

import hashlib
import json
from collections import defaultdict

import numpy as np
from django.utils import timezone

from geo_renovation.compounds.models import Adjacency
from geo_renovation.districts.models import County

from ..bundling.instance import Instance, Locks, Rules
from ..choices import Shared, Weight
from ..models import UnitPrice
from .candidates import candidates
from .consulting import holders_of, offices
from .sharing import JOINT_M, boundaries_of, boundary_metres, trench_metres

COLUMNS = {"code": "code", "name": "name", "year": "year", "district": "district__code", "households": "household_count"}
RULES = ("cmin", "cmax", "max_members", "year_spread", "alpha", "beta")


def read(user, *, years, districts, weight) -> dict:
    """Everything a plan is made from, as plain data."""
    found = candidates(user, years, districts)
    rows = found.rows
    pks = [row["pk"] for row in rows]
    gap_m = County.objects.values_list("gap_m", flat=True).first() or 0
    prices = unit_prices() if weight == Weight.MONEY else {}
    held = holders_of(pks, user)
    return {name: [row[column] for row in rows] for name, column in COLUMNS.items()} | {
        "cost": [round(row["estimate_cny"]) for row in rows],
        "districts": {row["district__code"]: row["district__name"] for row in rows},
        "edges": _edges(rows, user, weight, gap_m, prices),
        "holders": [sorted(held[pk][0]) for pk in pks],
        "unowned": [sorted(held[pk][1]) for pk in pks],
        "offices": offices(user),
        "left_out": found.left_out,
        "basis": {"gap_m": gap_m, "joint_m": JOINT_M, "prices": prices},
    }


def unit_prices() -> dict:
    """{kind: [CNY a metre, valid from, source]} of today."""
    known = UnitPrice.objects.filter(valid_from__lte=timezone.localdate()).order_by("kind", "valid_from")
    return {row.kind: [float(row.price_cny), row.valid_from.isoformat(), row.source] for row in known}


def _edges(rows, user, weight, gap_m, prices):
    """[i, j, weight, metres of boundary, metres of trench] of every two with no barrier between, in one district."""
    by_district, found = defaultdict(list), []
    for pair in _pairs(rows):
        by_district[rows[pair[0]]["district__code"]].append(pair)
    for pairs in by_district.values():
        places, pairs = np.unique(np.array(pairs), return_inverse=True)
        pairs = pairs.reshape(-1, 2)
        shapes = boundaries_of([rows[k]["pk"] for k in places])
        shapes = np.array([shapes[rows[k]["pk"]] for k in places], object)
        along = boundary_metres(shapes, pairs, gap_m).round()
        trench = trench_metres(shapes, pairs, user).round() if weight != Weight.BOUNDARY else np.zeros(len(pairs))
        worth = _worth(weight, along, trench, prices)
        columns = (places[pairs[:, 0]], places[pairs[:, 1]], worth, along, trench)
        found += [[int(value) for value in row] for row in zip(*columns, strict=True)]
    return sorted(found)


def _worth(weight, along, trench, prices):
    if weight == Weight.MONEY:
        price = {kind: prices[kind][0] if kind in prices else 0 for kind in Shared}
        return (along * price[Shared.BOUNDARY] + trench * price[Shared.TRENCH]).round()
    return along if weight == Weight.BOUNDARY else trench


def _pairs(rows):
    place = {row["pk"]: k for k, row in enumerate(rows)}
    free = Adjacency.objects.filter(barrier=None, low__in=list(place), high__in=list(place)).order_by()
    for low, high in free.values_list("low", "high"):
        i, j = sorted((place[low], place[high]))
        if rows[i]["district__code"] == rows[j]["district__code"]:
            yield i, j


def rules_of(settings) -> Rules:
    return Rules(**{name: settings[name] for name in RULES})


def instance_of(stored, locks) -> Instance:
    """The plain instance; locks by code, of which all must take part."""
    place = {code: k for k, code in enumerate(stored["code"])}
    fixed = Locks(
        together=tuple(tuple(place[code] for code in group) for group in locks.get("together", ())),
        apart=tuple((place[a], place[b]) for a, b in locks.get("apart", ())),
        inside=tuple(place[code] for code in locks.get("inside", ())),
        outside=tuple(place[code] for code in locks.get("outside", ())),
    )
    edges = stored["edges"]
    return Instance(
        n=len(place),
        edges=[(i, j) for i, j, *_rest in edges],
        w=[w for _i, _j, w, *_rest in edges],
        cost=stored["cost"],
        year=stored["year"],
        street=stored["district"],
        locks=fixed,
    )


def digest_of(stored, settings) -> str:
    """SHA-256 of what the plan depends on besides the locks; the same register and settings give the same."""
    names = ("code", "cost", "year", "district", "edges")
    taken = {name: stored[name] for name in names} | {name: settings[name] for name in RULES}
    return hashlib.sha256(json.dumps(taken, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
