"""Which ground a table is asked for: a bundle, a compound, a district, or the county."""
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from geo_renovation.compounds.models import Compound
from geo_renovation.districts.models import District

from .models import Bundle, BundleMember
from .showing import shown_ground
from .under import Cut, Kept


@dataclass(frozen=True)
class Scope:
    """`compounds` None is the whole county; `query` asks for the same scope again."""

    kind: str
    label: str
    query: dict
    compounds: object = None
    bundle: Bundle | None = None

    def source(self, asked):
        """Where its lines are read: kept by the database, or cut where a frozen boundary is none any more."""
        if self.bundle is not None and drawn_anew(self.bundle):
            return Cut(asked, shown_ground(self.bundle))
        return Kept(asked, self.compounds)


def scope_of(user, *, bundle=None, compound="", district="") -> Scope:
    """The narrowest of what was asked for, found among what the user may see; Http404 otherwise."""
    if compound:
        row = get_object_or_404(Compound.objects.visible_to(user).only("code", "name"), code=compound)
        return Scope("compound", row.name, {"compound": row.code}, [row.pk])
    if bundle:
        return bundle_scope(get_object_or_404(Bundle.objects.visible_to(user).defer("snapshot"), **bundle))
    if district:
        row = get_object_or_404(District.objects.visible_to(user).only("code", "name"), code=district)
        held = Compound.objects.filter(district=row).values("pk")
        return Scope("district", row.name, {"district": row.code}, held)
    return Scope("county", _("The whole county"), {})


def bundle_scope(bundle) -> Scope:
    members = bundle.members.order_by().values("compound")
    named = {"bundle": f"{bundle.number}/v{bundle.version}"}
    return Scope("bundle", f"{bundle.name} ({bundle})", named, members, bundle)


def drawn_anew(bundle) -> bool:
    """Whether a member of a frozen bundle has another boundary today, or has ended."""
    return not bundle.is_draft and bool(drawn_anew_among([bundle.pk]))


def drawn_anew_among(bundles) -> set:
    """Ids of those whose members as frozen are not their compounds of today; one query."""
    same = Compound.objects.standing().filter(pk=OuterRef("compound"), boundary__equals=OuterRef("boundary"))
    frozen = BundleMember.objects.filter(bundle__in=bundles, boundary__isnull=False)
    return set(frozen.filter(~Exists(same)).order_by().values_list("bundle", flat=True))
