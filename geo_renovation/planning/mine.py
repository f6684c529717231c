"""What of each bundle is one organisation's: its own lines, what it must renew, what it will take over."""
from collections import defaultdict
from dataclasses import dataclass, field

from .choices import BundleStatus
from .duties import DutyTable, Part, Register, add_to_parts
from .models import Bundle, BundleMember
from .scopes import bundle_scope, drawn_anew_among
from .under import Kept

MOST_BUNDLES = 300


@dataclass
class BundlePart:
    """One bundle and the organisation's part of it."""

    bundle: Bundle
    part: Part
    members: set = field(default_factory=set)


class Mine:
    """The part of the viewer's organisation; the number of queries does not grow with the bundles."""

    def __init__(self, asked):
        self.asked, self.register = asked, Register()
        self.holder = self.register.by_id[asked.user.organisation_id]

    def in_all(self) -> Part:
        """Under all old compounds of the county."""
        return part_of(self.holder, DutyTable(Kept(self.asked), self.register))

    def bundles(self) -> list[BundlePart]:
        """Drafts and live bundles that the viewer may see, the newest first."""
        rows = Bundle.objects.visible_to(self.asked.user).filter(status__in=(BundleStatus.DRAFT, BundleStatus.FROZEN))
        rows = rows.select_related("district").defer("snapshot", "district__boundary", "district__boundary_3857")
        found = {b.pk: BundlePart(b, Part(self.holder)) for b in rows.order_by("-plan_year", "-number")[:MOST_BUNDLES]}
        for bundle, compound in BundleMember.objects.filter(bundle__in=found).values_list("bundle", "compound"):
            found[bundle].members.add(compound)
        anew = drawn_anew_among(found)
        self._add(each for pk, each in found.items() if pk not in anew)
        for pk in anew:
            source = bundle_scope(found[pk].bundle).source(self.asked)
            found[pk].part = part_of(self.holder, DutyTable(source, self.register))
        return list(found.values())

    def _add(self, bundle_parts):
        """Sums the stretches of each bundle's members; what two of them share is taken off where both are in it."""
        wanted = list(bundle_parts)
        compounds = set().union(*(each.members for each in wanted)) if wanted else set()
        by_compound = defaultdict(list)
        for row in Kept(self.asked, compounds).by_compound():
            by_compound[row.compound].append(row)
        for each in wanted:
            parts = {self.holder.code: each.part}
            for row in (row for compound in each.members for row in by_compound[compound]):
                if row.other is None or row.other in each.members:
                    duty = self.register.answers(row.network_class, row.owner)
                    add_to_parts(parts, self.register, row, duty)


def part_of(holder, table) -> Part:
    """The organisation's part of a table, empty where it has none."""
    return next((part for part in table.parts if part.holder.code == holder.code), Part(holder))
