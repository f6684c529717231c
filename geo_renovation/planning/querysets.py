"""Which plans and bundles a user may see and change."""
from django.contrib.gis.db import models
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Case, Exists, F, OuterRef, Q, Sum, Value, When

from geo_renovation.accounts.choices import Audience
from geo_renovation.accounts.querysets import audience_of
from geo_renovation.utilities.models import DisclosureArea, Segment
from geo_renovation.utilities.querysets import own, shared_by_utilities

from .choices import IN_PLAN, BundleStatus


class PlanQuerySet(models.QuerySet):
    """Annual plans 年度改造计划."""

    def visible_to(self, user):
        """Drafts to the centre and to the streets that make them; submitted and adopted plans to every office."""
        audience = audience_of(user)
        if audience in (Audience.CENTRE, Audience.STREET):
            return self.all()
        if audience in (Audience.PUBLIC, Audience.ADMIN):
            return self.none()
        return self.filter(status__in=IN_PLAN)


class PlannedCompoundQuerySet(models.QuerySet):
    """Compounds with a plan year."""

    def visible_to(self, user):
        """Of a draft a street office reads its own district's part."""
        audience = audience_of(user)
        if audience == Audience.CENTRE:
            return self.all()
        if audience in (Audience.PUBLIC, Audience.ADMIN):
            return self.none()
        told = Q(plan__status__in=IN_PLAN)
        if audience == Audience.STREET:
            told |= _in_district_of(user, "compound")
        return self.filter(told)

    def editable_by(self, user):
        """The centre's are all, a street's those of its district."""
        audience = audience_of(user)
        if audience == Audience.CENTRE:
            return self.all()
        return self.filter(_in_district_of(user, "compound")) if audience == Audience.STREET else self.none()

    def in_plan(self):
        return self.filter(plan__status__in=IN_PLAN)


class PlanVersionQuerySet(models.QuerySet):
    """Annual plans as they once stood; a street's part is read by that street until its plan is in force."""

    def visible_to(self, user):
        audience = audience_of(user)
        if audience == Audience.CENTRE:
            return self.all()
        if audience in (Audience.PUBLIC, Audience.ADMIN):
            return self.none()
        told = Q(plan__status__in=IN_PLAN)
        if audience == Audience.STREET:
            told |= Q(district__code=user.organisation.district_code)
        return self.filter(told)


class PlanMoveQuerySet(models.QuerySet):
    """Moves between years; each organisation reads its own, the centre all."""

    def visible_to(self, user):
        audience = audience_of(user)
        if audience == Audience.CENTRE:
            return self.all()
        return self.filter(organisation=user.organisation) if audience == Audience.STREET else self.none()


class ThresholdQuerySet(models.QuerySet):
    """The national rule is public."""

    def visible_to(self, user):
        return self.all()

    def on(self, day):
        """{kind: the row in force that day}."""
        rows = self.filter(valid_from__lte=day).order_by("kind", "-valid_from").distinct("kind")
        return {row.kind: row for row in rows}


class BundleQuerySet(models.QuerySet):
    """Bundles 联动改造单元; each is tendered as one lot 标段."""

    def visible_to(self, user):
        audience = audience_of(user)
        if audience == Audience.CENTRE:
            return self.all()
        if audience == Audience.STREET:
            district = Q(district__code=user.organisation.district_code)
            return self.filter(
                district & (~Q(status=BundleStatus.DRAFT) | Q(drafted_for=user.organisation))
            )
        fixed = self.exclude(status=BundleStatus.DRAFT)
        if audience == Audience.OVERSIGHT:
            return fixed
        if audience == Audience.UTILITY:
            return fixed.filter(self._over_network_of(user) | self._disclosed())
        return self.none()

    def editable_by(self, user):
        return self.all() if audience_of(user) == Audience.CENTRE else self.none()

    def creatable_by(self, user) -> bool:
        """Whether the user may start a bundle at all; asks nothing of the database."""
        return audience_of(user) == Audience.CENTRE

    def listed(self):
        """With member codes and sums for a table, without the snapshots themselves."""
        compound = "members__compound"
        return (
            self.defer("snapshot", "district__boundary", "district__boundary_3857")
            .select_related("district")
            .annotate(
                codes=ArrayAgg(f"{compound}__code", order_by=f"{compound}__code", default=Value([])),
                households=Sum(f"{compound}__household_count"),
                floor_area_m2=Sum(f"{compound}__floor_area_m2"),
                estimate_cny=Sum(f"{compound}__estimate_cny"),
                frozen_totals=F("snapshot__totals"),
            )
        )

    def live(self):
        return self.filter(status=BundleStatus.FROZEN)

    def _over_network_of(self, user):
        lines = Segment.objects.standing().filter(own(user), route__intersects=OuterRef("boundary"))
        members = self._members().filter(Exists(lines))
        return Q(Exists(members))

    def _disclosed(self):
        areas = DisclosureArea.objects.filter(area__intersects=OuterRef("boundary"))
        return Q(Exists(self._members().filter(Exists(areas))))

    def _members(self):
        return self.model.members.rel.related_model.objects.filter(bundle=OuterRef("pk"))


class ProposalQuerySet(models.QuerySet):
    """Proposed bundles: the centre's."""

    def visible_to(self, user):
        return self.all() if audience_of(user) == Audience.CENTRE else self.none()

    def creatable_by(self, user) -> bool:
        """Whether the user may ask for one; asks nothing of the database."""
        return audience_of(user) == Audience.CENTRE

    def listed(self):
        """Rows of a list: without what was read, and of the result only how good it is."""
        kept = {"totals": F("result__totals"), "gap": F("result__gap"), "on_weight": F("result__gap_on_weight")}
        return self.defer("instance", "result", "locks").select_related("created_by").annotate(
            **{f"kept_{name}": value for name, value in kept.items()}
        )


class StretchQuerySet(models.QuerySet):
    """Metres of lines inside compounds; `visible_to` annotates `seen_metres`, those the viewer may know of."""

    def visible_to(self, user):
        audience = audience_of(user)
        if audience in (Audience.CENTRE, Audience.OVERSIGHT):
            return self.annotate(seen_metres=F("metres"))
        if audience == Audience.STREET:
            rows = self.filter(_in_district_of(user, "compound"), Q(other=None) | _in_district_of(user, "other"))
            return rows.annotate(seen_metres=F("district_metres")).exclude(seen_metres=0)
        if audience == Audience.UTILITY:
            others = F("metres") if shared_by_utilities() else F("disclosed_metres")
            seen = Case(When(own(user, "segment__"), then=F("metres")), default=others)
            return self.annotate(seen_metres=seen).exclude(seen_metres=0)
        return self.annotate(seen_metres=F("metres")).none()

    def under(self, compounds):
        """All of these compounds together, every metre once; `compounds` are ids or a queryset of them."""
        return self.filter(Q(other=None) | Q(other__in=compounds), compound__in=compounds)


class NodePlaceQuerySet(models.QuerySet):
    """Points of networks inside compounds."""

    def visible_to(self, user):
        audience = audience_of(user)
        if audience in (Audience.CENTRE, Audience.OVERSIGHT):
            return self.all()
        if audience == Audience.STREET:
            return self.filter(_in_district_of(user, "compound"), is_in_district=True)
        if audience == Audience.UTILITY:
            return self if shared_by_utilities() else self.filter(own(user, "node__") | Q(is_disclosed=True))
        return self.none()

    def under(self, compounds):
        return self.filter(compound__in=compounds)


def _in_district_of(user, compound) -> Q:
    """Whose street office the user belongs to."""
    return Q(**{f"{compound}__district__code": user.organisation.district_code})
