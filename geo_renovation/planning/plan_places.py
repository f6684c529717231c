"""Places of compounds in annual plans: a place is a year and a number in its district's order."""
from dataclasses import dataclass, field

from .models import AnnualPlan, PlannedCompound


@dataclass
class Places:
    """What stands in some years, held until commit, and what a move makes of it."""

    plans: dict[int, AnnualPlan]
    entries: dict[int, PlannedCompound]
    before: dict[int, dict | None] = field(default_factory=dict)
    after: dict[int, dict | None] = field(default_factory=dict)

    def year_of(self, compound):
        entry = self.entries.get(compound.pk)
        return entry.plan.year if entry else None

    def row(self, year, district_id) -> list[PlannedCompound]:
        """A district's compounds of a year, in their order."""
        held = [e for e in self.entries.values() if e.plan.year == year and e.compound.district_id == district_id]
        return sorted(held, key=lambda e: (e.sequence is None, e.sequence, e.compound.code))

    def put(self, compounds, year, ahead_of=None):
        """Compounds of one district, in this order, ahead of another's code or at the end; None for no year."""
        district_id = compounds[0].district_id
        moved = {compound.pk for compound in compounds}
        tiers = {pk: self.entries[pk].tier for pk in moved & self.entries.keys()}
        if year is None:
            for pk in moved:
                self._write(pk, None)
            return
        staying = [e.compound for e in self.row(year, district_id) if e.compound_id not in moved]
        at = next((i for i, each in enumerate(staying) if each.code == ahead_of), len(staying))
        for number, compound in enumerate([*staying[:at], *compounds, *staying[at:]], start=1):
            tier = tiers.get(compound.pk, "") if compound.pk in moved else self.entries[compound.pk].tier
            self._write(compound.pk, {"year": year, "sequence": number, "tier": tier})

    def restore(self, places):
        """{compound id: place or None}, as a move once found them."""
        for pk, place in places.items():
            self._write(pk, place)

    def _write(self, pk, place):
        was = self.place(pk)
        if was == place:
            return
        self.before.setdefault(pk, was)
        self.after[pk] = place

    def place(self, pk):
        entry = self.entries.get(pk)
        return entry and {"year": entry.plan.year, "sequence": entry.sequence, "tier": entry.tier}

    @property
    def touched(self) -> list[int]:
        """Years that gain, lose or reorder."""
        places = [place for state in (self.before, self.after) for place in state.values() if place]
        return sorted({place["year"] for place in places})

    def store(self):
        """Writes what was put; the places given up first, for a compound has one at a time."""
        gone = [pk for pk, place in self.after.items() if place is None]
        PlannedCompound.objects.filter(compound__in=gone).delete()
        kept, new = [], []
        for pk, place in self.after.items():
            if place:
                entry = self.entries.get(pk) or PlannedCompound(compound_id=pk)
                entry.plan, entry.sequence, entry.tier = self.plans[place["year"]], place["sequence"], place["tier"]
                (kept if entry.pk else new).append(entry)
        PlannedCompound.objects.bulk_update(kept, ["plan", "sequence", "tier"])
        PlannedCompound.objects.bulk_create(new)
