"""Which networks a user may see, where, and how much of them.

`visible_to(user)` is the only way to read a network outside the importer. It filters the rows and
annotates what may be shown: `seen_route` / `seen_position` (clipped to the permitted area, county
CRS), the same with `_3857`, and `seen_<attribute>`, NULL where the viewer may not know it.
"""
from django.apps import apps
from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.utils import timezone

from geo_renovation.accounts.choices import Audience
from geo_renovation.accounts.querysets import audience_of
from geo_renovation.districts.models import District
from geo_renovation.spatial.fields import WEB_MERCATOR
from geo_renovation.spatial.functions import Collected, Intersected, LinesOf

from .choices import OWNING_KINDS

ALWAYS = Q(pk__isnull=False)
NEVER = Q(pk__isnull=True)


def own(user) -> Q:
    """What the user's organisation owns, manages or stewards today."""
    if user.organisation_id is None:
        return NEVER
    held = Q()
    for kind in OWNING_KINDS:
        held |= Q(**{kind: user.organisation_id})
    return held


class NetworkQuerySet(models.QuerySet):
    """Shared by segments and nodes; subclasses say which column is the geometry."""

    geometry = ""
    detail = ()

    def visible_to(self, user):
        audience = audience_of(user)
        if audience == Audience.CENTRE:
            return self._shown(full=ALWAYS, depth=ALWAYS)
        if audience == Audience.OVERSIGHT:
            return self._shown(full=NEVER, depth=NEVER)
        if audience == Audience.STREET:
            district = District.objects.filter(code=user.organisation.district_code)
            return self._shown(NEVER, NEVER, inside=district, area="boundary")
        if audience == Audience.UTILITY:
            areas = apps.get_model("utilities", "DisclosureArea").objects.all()
            return self._shown(own(user), ALWAYS, inside=areas, area="area")
        return self._shown(NEVER, NEVER).none()

    def _shown(self, full, depth, inside=None, area=None):
        """`full` rows with every attribute everywhere, the others `inside` only and masked."""
        rows = self.alias(is_full=Case(When(full, then=Value(True)), default=Value(False)))
        if inside is not None:
            near = inside.filter(**{f"{area}__intersects": OuterRef(self.geometry)})
            rows = rows.filter(full | Q(Exists(near)))
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
        srid = WEB_MERCATOR if twin else settings.COUNTY_SRID
        return Case(
            When(full, then=column),
            default=self._part(inside, area, twin),
            output_field=models.GeometryField(srid=srid),
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

    def _part(self, inside, area, twin):
        """The line's parts inside the permitted pieces; the pieces never overlap."""
        route = OuterRef(f"{self.geometry}{twin}")
        near = inside.order_by().filter(**{f"{area}{twin}__intersects": route})
        parts = near.annotate(
            part=LinesOf(Collected(Intersected(route, F(f"{area}{twin}"))))
        ).values("part")
        return Subquery(parts)

    def counted(self):
        """Lines up to the household entry point; indoor lines are not counted."""
        return self.filter(beyond_entry=False)


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


class DisclosureAreaQuerySet(models.QuerySet):
    """Where utilities may see one another's networks."""

    def visible_to(self, user):
        if audience_of(user) in (Audience.CENTRE, Audience.UTILITY, Audience.OVERSIGHT):
            return self.all()
        return self.none()
