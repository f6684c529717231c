"""What a selection of compounds 圈选 adds up to, who stands around it, and what stands in its way."""
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import Q
from django.utils import timezone

from geo_renovation.accounts.choices import OrganisationKind
from geo_renovation.accounts.models import Organisation, User
from geo_renovation.compounds.choices import Stage
from geo_renovation.compounds.models import Adjacency, Compound
from geo_renovation.districts.models import County

from .lines import ground_of, measure
from .models import Bundle, BundleMember, Contract, Overruling, PlannedCompound, TenderThreshold
from .pieces import pieces
from .supposing import Supposition

# Figures of a member that may be missing; a sum that lacks one says so.
SUMMED = ("household_count", "building_count", "floor_area_m2", "estimate_cny")


@dataclass
class Selection:
    """Compounds chosen together for one plan year; everything is read when first asked for."""

    user: User
    codes: list[str]
    plan_year: int
    bundle: Bundle | None = None
    exception_reason: str = ""
    supposed: Supposition | None = None

    @cached_property
    def members(self) -> list[Compound]:
        rows = Compound.objects.visible_to(self.user).filter(code__in=self.codes)
        unread = ("boundary_3857", "district__boundary", "district__boundary_3857")
        return list(rows.with_cohort().select_related("district").defer(*unread).order_by("code"))

    @cached_property
    def by_id(self) -> dict[int, Compound]:
        return {member.pk: member for member in self.members}

    @cached_property
    def unknown(self) -> list[str]:
        return sorted(set(self.codes) - {member.code for member in self.members})

    @cached_property
    def county(self) -> County | None:
        return County.objects.defer("outline").first()

    @property
    def gap_m(self) -> float:
        """The largest gap between adjacent compounds."""
        if self.supposed:
            return self.supposed.gap_m
        return self.county.gap_m if self.county else 0

    @cached_property
    def links(self) -> list[dict]:
        """Adjacency rows with at least one end inside; as supposed where something is."""
        if self.supposed:
            return self.supposed.links(self.members)
        ids = list(self.by_id)
        touching = Adjacency.objects.filter(Q(low__in=ids) | Q(high__in=ids)).order_by("gap_m", "low_id", "high_id")
        return list(touching.values("low_id", "high_id", "gap_m", "barrier_id", "barrier__name", "barrier__code"))

    @cached_property
    def inner_links(self) -> list[tuple[str, str]]:
        """Pairs of member codes with no barrier between."""
        return [
            (self.by_id[link["low_id"]].code, self.by_id[link["high_id"]].code)
            for link in self.links
            if link["barrier_id"] is None and self._inside(link) == 2
        ]

    @cached_property
    def pieces(self) -> list[list[str]]:
        return pieces([member.code for member in self.members], self.inner_links)

    @cached_property
    def neighbours(self) -> dict[int, Compound]:
        outer = {link["low_id"] for link in self.links} | {link["high_id"] for link in self.links}
        near = Compound.objects.visible_to(self.user).filter(pk__in=outer - set(self.by_id))
        return near.defer("boundary", "boundary_3857").in_bulk()

    @cached_property
    def ring(self) -> dict[int, dict]:
        """Neighbours that may be added: {id: smallest gap and the members it stands beside}."""
        return self._around(lambda link: link["barrier_id"] is None)

    @cached_property
    def blocked(self) -> dict[int, dict]:
        """Neighbours near enough but behind a barrier on every side."""
        behind = self._around(lambda link: link["barrier_id"] is not None)
        return {pk: near for pk, near in behind.items() if pk not in self.ring}

    @property
    def barriers(self) -> dict[str, str]:
        """What parts members from each other or from a neighbour: {code: name}."""
        parting = [link for link in self.links if link["barrier_id"] is not None and self._is_seen(link)]
        return {link["barrier__code"]: link["barrier__name"] or link["barrier__code"] for link in parting}

    def _is_seen(self, link):
        return all(pk in self.by_id or pk in self.neighbours for pk in (link["low_id"], link["high_id"]))

    def _inside(self, link):
        return (link["low_id"] in self.by_id) + (link["high_id"] in self.by_id)

    def _around(self, wanted):
        found = {}
        for link in self.links:
            low, high = link["low_id"], link["high_id"]
            inner, outer = (low, high) if low in self.by_id else (high, low)
            if self._inside(link) == 2 or not wanted(link) or outer not in self.neighbours:
                continue
            barrier = link["barrier__name"] or link["barrier__code"] or ""
            near = found.setdefault(outer, {"gap_m": link["gap_m"], "barrier": barrier, "beside": []})
            near["beside"].append(self.by_id[inner].code)
        return found

    @cached_property
    def claims(self) -> dict[str, Bundle]:
        """{member code: the other live bundle of the year that holds it}."""
        held = BundleMember.objects.filter(is_live=True, plan_year=self.plan_year, compound__in=list(self.by_id))
        if self.bundle:
            held = held.exclude(bundle__number=self.bundle.number)
        held = held.select_related("bundle").defer("boundary", "figures", "bundle__snapshot")
        return {self.by_id[row.compound_id].code: row.bundle for row in held}

    @cached_property
    def planned_years(self) -> dict[str, int]:
        rows = PlannedCompound.objects.in_plan().filter(compound__in=list(self.by_id))
        return {self.by_id[pk].code: year for pk, year in rows.values_list("compound_id", "plan__year")}

    @cached_property
    def thresholds(self) -> dict:
        """{kind of contract: the line from which it must be tendered openly today}."""
        return TenderThreshold.objects.on(timezone.localdate())

    @cached_property
    def contracts(self) -> list[Contract]:
        """What was entered for the bundle."""
        return list(self.bundle.contracts.all()) if self.bundle and self.bundle.pk else []

    @cached_property
    def overrulings(self) -> list[Overruling]:
        """Warnings overruled, the latest word first."""
        if not self.bundle or not self.bundle.pk:
            return []
        return list(self.bundle.overrulings.select_related("made_by", "organisation").order_by("-pk"))

    @cached_property
    def ground(self):
        return ground_of([member.boundary for member in self.members])

    @cached_property
    def lines(self):
        return measure(self.ground, self.user)

    @cached_property
    def districts(self) -> list:
        """Districts of the members, the one with most members first."""
        held = Counter(m.district for m in self.members if m.district)
        return sorted(held, key=lambda d: (-held[d], d.code))

    @cached_property
    def missing(self) -> dict[str, list[str]]:
        """{figure: codes of the members for which it is not on record}; no building counted is none recorded."""
        gaps = {name: [m.code for m in self.members if not_on_record(m, name)] for name in SUMMED}
        return {name: codes for name, codes in gaps.items() if codes}

    def total(self, figure) -> Decimal | float | int:
        """The sum of what is on record; `missing` names the rest."""
        return sum(v for v in (getattr(m, figure) for m in self.members) if v is not None)

    @cached_property
    def organisations(self) -> list[tuple[Organisation, str]]:
        """Who is to be consulted, and as what: owners and managers of lines, street offices, utilities by class."""
        known = [(o, "owner") for o in self.lines.owners] + [(o, "manager") for o in self.lines.managers]
        unowned = {t.network_class for t in self.lines.rows if not _is_network_company(t.owner)}
        districts = [d.code for d in self.districts]
        others = Organisation.objects.visible_to(self.user).filter(
            Q(kind=OrganisationKind.STREET, district_code__in=districts) | Q(network_classes__overlap=sorted(unowned))
        )
        named = {o.pk for o, _role in known}
        added = [(o, "street" if o.kind == OrganisationKind.STREET else "class") for o in others if o.pk not in named]
        return known + sorted(added, key=lambda row: (row[1], row[0].code))


def not_on_record(member, figure) -> bool:
    value = getattr(member, figure)
    return value is None or (figure == "building_count" and value == 0)


def _is_network_company(owner) -> bool:
    return owner is not None and owner.kind in (OrganisationKind.UTILITY, OrganisationKind.MUNICIPAL)


def stage_number(compound) -> int:
    """1 to 8; 0 for not yet surveyed."""
    return Stage(compound.stage).number if compound.stage else 0


def has_been_tendered(compound) -> bool:
    return stage_number(compound) >= Stage.TENDERED.number
