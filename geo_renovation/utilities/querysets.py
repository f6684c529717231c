"""Which networks a user may see, where, and how much of them.

`visible_to(user)` is the only way to read a network outside the importer. It filters the rows and
annotates what may be shown: `seen_route` / `seen_position` (clipped to the permitted area, county
CRS), the same with `_3857`, and `seen_<attribute>`, NULL where the viewer may not know it.
"""
from django.apps import apps
from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import BooleanField, Case, F, OuterRef, Q, Subquery, Value, When
from django.utils import timezone

from geo_renovation.accounts.choices import AUDIENCE_OF_KIND, Audience
from geo_renovation.accounts.querysets import audience_of
from geo_renovation.districts.models import District
from geo_renovation.spatial.fields import WEB_MERCATOR
from geo_renovation.spatial.functions import AreasOf, Collected, Covers, Intersected, LinesOf

from .choices import OWNING_KINDS, RedlineState, Status

# Organisations that answer for a network of their own.
NETWORK_HOLDERS = [kind for kind, audience in AUDIENCE_OF_KIND.items() if audience == Audience.UTILITY]
ALWAYS = Q(pk__isnull=False)
NEVER = Q(pk__isnull=True)


def shared_by_utilities() -> bool:
    """Whether the county's policy opens others' lines to utilities everywhere; anything unknown is strict."""
    return settings.NETWORK_SECRECY == "shared"


def own(user, over="") -> Q:
    """What the user's organisation owns, manages or stewards today; `over` leads to the asset."""
    if user.organisation_id is None:
        return NEVER
    held = Q()
    for kind in OWNING_KINDS:
        held |= Q(**{f"{over}{kind}": user.organisation_id})
    return held


def shape_field(twin) -> models.GeometryField:
    """Any geometry in the county's CRS, or in that of its twin for tiles."""
    return models.GeometryField(srid=WEB_MERCATOR if twin else settings.COUNTY_SRID)


def whole(areas, column) -> Subquery:
    """All areas as one geometry: the same in every row, so PostGIS prepares it once per statement."""
    collected = areas.order_by().annotate(whole=AreasOf(Collected(F(column)))).values("whole")
    return Subquery(collected, output_field=shape_field("_3857" if column.endswith("_3857") else ""))


class NetworkQuerySet(models.QuerySet):
    """Shared by segments and nodes; subclasses say which column is the geometry."""

    geometry = ""
    detail = ()
    # What others may see at all, where the permitted area lets them.
    there = ALWAYS

    def standing(self):
        """What has not ended; an ended pipe is kept, and seen only by who asks for it."""
        return self.filter(ended_on__isnull=True)

    def visible_to(self, user, *, with_ended=False):
        rows, audience = self.all() if with_ended else self.standing(), audience_of(user)
        if audience == Audience.CENTRE:
            return rows._shown(full=ALWAYS, depth=ALWAYS)
        if audience == Audience.OVERSIGHT:
            return rows._shown(full=NEVER, depth=NEVER)
        if audience == Audience.STREET:
            district = District.objects.filter(code=user.organisation.district_code)
            return rows._shown(NEVER, NEVER, inside=district, area="boundary")
        if audience == Audience.UTILITY and shared_by_utilities():
            return rows._shown(own(user), ALWAYS)
        if audience == Audience.UTILITY:
            areas = apps.get_model("utilities", "DisclosureArea").objects.all()
            return rows._shown(own(user), ALWAYS, inside=areas, area="area")
        return rows._shown(NEVER, NEVER).none()

    def editable_by(self, user):
        """The centre everything, a utility its own network."""
        audience = audience_of(user)
        if audience == Audience.CENTRE:
            return self.standing()
        return self.standing().filter(own(user)) if audience == Audience.UTILITY else self.none()

    def traced_by(self, user):
        """What a user may follow from end to end: an exact answer about others' network is nobody's."""
        return self.editable_by(user)

    def _shown(self, full, depth, inside=None, area=None):
        """`full` rows with every attribute everywhere, the others `inside` only and masked."""
        rows = self if full is ALWAYS or self.there is ALWAYS else self.filter(full | self.there)
        if inside is not None:
            near = Q(**{f"{self.geometry}__intersects": whole(inside, area)})
            # As a CASE the planner cannot take it for the narrowest index condition, which it is not.
            near = Case(When(near, then=Value(True)), default=Value(False), output_field=BooleanField())
            rows = rows.filter(full | Q(near))
        seen = {
            f"seen_{self.geometry}": self._clipped(full, inside, area, ""),
            f"seen_{self.geometry}_3857": self._clipped(full, inside, area, "_3857"),
            "seen_is_full": Case(
                When(full, then=Value(True)), default=Value(False), output_field=BooleanField()
            ),
            "seen_depth_m": Case(When(full | depth, then=F("depth_m")), default=None),
        }
        seen |= {f"seen_{name}": Case(When(full, then=F(name)), default=None) for name in self.detail}
        hidden = (self.geometry, f"{self.geometry}_3857", "depth_m", *self.detail)
        return rows.annotate(**seen).defer(*hidden)

    def _clipped(self, full, inside, area, twin):
        column = F(f"{self.geometry}{twin}")
        if inside is None:
            return column
        return Case(
            When(full, then=column),
            default=self._part(inside, area, twin),
            output_field=shape_field(twin),
        )

    def _part(self, inside, area, twin):
        return F(f"{self.geometry}{twin}")


class SegmentQuerySet(NetworkQuerySet):
    """Pipes and cables 管线."""

    geometry = "route"
    detail = (
        "code", "sub_class", "material", "diameter_mm", "placement", "accuracy", "laid_year",
        "status", "source", "surveyed_on", "pressure", "voltage", "capacity", "is_precaution",
    )

    # A planned line is its owner's and the centre's until it is laid.
    there = ~Q(status=Status.PLANNED)

    def _part(self, inside, area, twin):
        """The line's parts inside the permitted pieces; the pieces never overlap."""
        column = f"{self.geometry}{twin}"
        route = OuterRef(column)
        near = inside.order_by().filter(**{f"{area}{twin}__bboverlaps": route})
        parts = near.annotate(
            part=LinesOf(Collected(Intersected(route, F(f"{area}{twin}"))))
        ).values("part")
        # Cutting costs ten times the question whether there is anything to cut.
        uncut = When(Covers(whole(inside, f"{area}{twin}"), F(column)), then=F(column))
        return Case(uncut, default=Subquery(parts), output_field=shape_field(twin))

    def counted(self):
        """Lines up to the household entry point; indoor and planned lines are not counted."""
        return self.filter(self.there, beyond_entry=False)


class NodeQuerySet(NetworkQuerySet):
    """Valves, manholes, cabinets and other points of a network."""

    geometry = "position"
    detail = ("code", "laid_year", "pressure", "voltage", "capacity")


class AssetRightQuerySet(models.QuerySet):
    """Dated rights over assets."""

    def visible_to(self, user):
        """Rights in full to the centre, and to a utility those over its own network."""
        audience = audience_of(user)
        if audience == Audience.CENTRE:
            return self.all()
        if audience == Audience.UTILITY:
            return self.filter(organisation=user.organisation)
        return self.none()

    def held_on(self, date=None):
        return self.filter(valid__contains=date or timezone.localdate())


class HandoverQuerySet(models.QuerySet):
    """Handovers 移交."""

    def visible_to(self, user):
        """All to the centre, and to a utility those it gave or took."""
        audience = audience_of(user)
        if audience == Audience.CENTRE:
            return self.all()
        if audience == Audience.UTILITY:
            return self.filter(Q(giver=user.organisation) | Q(taker=user.organisation))
        return self.none()

    def undoable_by(self, user):
        """The centre all, a utility what its own people recorded."""
        rows = self.visible_to(user).filter(undone_at=None)
        return rows if audience_of(user) == Audience.CENTRE else rows.filter(recorded_by__organisation=user.organisation)


class RedlineQuerySet(models.QuerySet):
    """Marks on lines that are wrong."""

    def visible_to(self, user):
        """All to the centre; else those of one's own people, and those on one's own network."""
        audience = audience_of(user)
        if audience == Audience.CENTRE:
            return self.all()
        if audience not in (Audience.STREET, Audience.UTILITY, Audience.OVERSIGHT):
            return self.none()
        mine = Q(organisation=user.organisation_id)
        return self.filter(mine | own(user, "segment__") if audience == Audience.UTILITY else mine)

    def answerable_by(self, user):
        """By whose own the line is; by the centre where no utility holds it."""
        rows, audience = self.filter(state=RedlineState.OPEN), audience_of(user)
        if audience == Audience.UTILITY:
            return rows.filter(own(user, "segment__"))
        if audience != Audience.CENTRE:
            return rows.none()
        held = Q()
        for kind in OWNING_KINDS:
            held |= Q(**{f"segment__{kind}__kind__in": NETWORK_HOLDERS})
        return rows.exclude(held)

    def withdrawable_by(self, user):
        """By the organisation that marked it, while nobody answered."""
        return self.visible_to(user).filter(state=RedlineState.OPEN, organisation=user.organisation_id)


class DisclosureAreaQuerySet(models.QuerySet):
    """Where utilities may see one another's networks."""

    def visible_to(self, user):
        if audience_of(user) in (Audience.CENTRE, Audience.UTILITY, Audience.OVERSIGHT):
            return self.all()
        return self.none()
