"""Which compounds, buildings, stages and findings a user may see and change."""
from datetime import datetime, time, timedelta

from django.db import models
from django.db.models import Case, Exists, Func, IntegerField, Max, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, TruncDate
from django.utils.timezone import make_aware

from geo_renovation.accounts.choices import Audience
from geo_renovation.accounts.querysets import audience_of
from geo_renovation.districts.models import County

from .choices import LAST_COMPLETION_YEAR, Cohort, Stage

OFFICIAL = (
    Audience.CENTRE,
    Audience.STREET,
    Audience.UTILITY,
    Audience.OVERSIGHT,
    Audience.DESK,
)


def stage_number(field="stage"):
    """1 to 8 for a stage code, 0 for not yet surveyed."""
    whens = [When(**{field: s}, then=Value(s.number)) for s in Stage]
    return Case(*whens, default=Value(0), output_field=IntegerField())


class StageCode(Func):
    """The code of a stage's number, "" for 0; evaluates the number once."""

    template = "(ARRAY[{}])[%(expressions)s + 1]".format(", ".join(f"'{code}'" for code in ("", *Stage.values)))
    output_field = models.CharField()


class CompoundQuerySet(models.QuerySet):
    """Old compounds 老旧小区; one that ended is kept, and seen only by who asks for it."""

    def standing(self):
        return self.filter(ended_on__isnull=True)

    def visible_to(self, user, *, with_ended=False):
        rows = self.all() if with_ended else self.standing()
        if audience_of(user) in OFFICIAL:
            return rows
        return rows.filter(published_at__isnull=False)

    def editable_by(self, user):
        audience = audience_of(user)
        if audience == Audience.CENTRE:
            return self.standing()
        if audience == Audience.STREET:
            return self.standing().filter(district__code=user.organisation.district_code)
        return self.none()

    def publishable_by(self, user):
        return self.standing() if audience_of(user) == Audience.CENTRE else self.none()

    def adjacent_to(self, compounds):
        """Neighbours of any of `compounds` with no barrier between, themselves left out."""
        ids = compounds.order_by().values("id")
        free = {"barrier__isnull": True}
        return self.exclude(id__in=ids).filter(
            Q(Exists(self._links(low_id=OuterRef("id"), high_id__in=ids, **free)))
            | Q(Exists(self._links(high_id=OuterRef("id"), low_id__in=ids, **free)))
        )

    def _links(self, **lookup):
        return self.model.links_to_lower.rel.related_model.objects.filter(**lookup)

    def listed(self):
        """Rows for a table: with their district and community, without any geometry."""
        heavy = ("boundary", "boundary_3857")
        related = ("district", "community")
        return self.select_related(*related).defer(
            *heavy, *(f"{name}__{field}" for name in related for field in heavy)
        )

    def with_cohort(self):
        """Annotates `cohort` against the county's target year."""
        target = Subquery(County.objects.values("must_finish_cohort_year")[:1])
        return self.annotate(
            cohort=Case(
                When(year_built__isnull=True, then=Value(Cohort.UNKNOWN)),
                When(year_built__lte=target, then=Value(Cohort.FIRST)),
                When(year_built__lte=LAST_COMPLETION_YEAR, then=Value(Cohort.SECOND)),
                default=Value(Cohort.LATER),
                output_field=models.CharField(),
            )
        )

    def as_of(self, date, known_on=None):
        """Annotates `stage_as_of` ("" for not yet surveyed) and `stage_number_as_of`: what held on `date`.

        With `known_on` as it was known then: by what was recorded by that day, and not yet corrected.
        """
        events = self.model.stage_events.rel.related_model.objects
        events = events.standing() if known_on is None else events.known_on(known_on)
        latest = (
            events.counted_by(date)
            .filter(compound=OuterRef("pk"))
            .order_by()
            .values("compound")
            .annotate(number=Max(stage_number()))
            .values("number")
        )
        number = Coalesce(Subquery(latest), Value(0))
        return self.annotate(stage_number_as_of=number, stage_as_of=StageCode(number))


class BuildingQuerySet(models.QuerySet):
    """Buildings 楼栋: seen as their compound is, until either ends."""

    def standing(self):
        return self.filter(ended_on__isnull=True, compound__ended_on__isnull=True)

    def listed(self):
        return self.defer("footprint", "footprint_3857")

    def visible_to(self, user, *, with_ended=False):
        rows = self.all() if with_ended else self.standing()
        if audience_of(user) in OFFICIAL:
            return rows
        return rows.filter(compound__published_at__isnull=False)

    def editable_by(self, user):
        """As their compound is: the centre all, a street office those of its district."""
        audience = audience_of(user)
        if audience == Audience.CENTRE:
            return self.standing()
        if audience == Audience.STREET:
            return self.standing().filter(compound__district__code=user.organisation.district_code)
        return self.none()


class StageEventQuerySet(models.QuerySet):
    """Moves of compounds along their course."""

    def visible_to(self, user):
        return self.all() if audience_of(user) in OFFICIAL else self.none()

    def standing(self):
        """Events that no later event corrects."""
        return self.filter(corrections__isnull=True)

    def known_on(self, day):
        """Events on record by the end of `day` that none on record by then corrects."""
        end = make_aware(datetime.combine(day + timedelta(days=1), time()))
        corrected_later = Q(corrections__isnull=True) | Q(corrections__recorded_at__gte=end)
        return self.filter(corrected_later, recorded_at__lt=end)

    def dated(self):
        """Annotates `counts_from`: effective_to, or the day of record where open."""
        return self.alias(recorded=TruncDate("recorded_at")).annotate(counts_from=Coalesce("effective_to", "recorded"))

    def counted_by(self, date):
        """Events that count on `date`."""
        return self.dated().filter(counts_from__lte=date)


class FindingQuerySet(models.QuerySet):
    """Judgements of the plan's criteria, with their evidence."""

    def visible_to(self, user):
        return self.all() if audience_of(user) in OFFICIAL else self.none()

    def latest_of(self, compound):
        """The judgement that counts for each criterion of one compound."""
        return (
            self.filter(compound=compound)
            .order_by("criterion", "-recorded_at", "-id")
            .distinct("criterion")
        )


class AdjacencyQuerySet(models.QuerySet):
    """Pairs of compounds within the county's gap."""

    def free(self):
        """Pairs with no barrier between."""
        return self.filter(barrier__isnull=True)

    def among(self, compound_ids):
        return self.filter(low_id__in=compound_ids, high_id__in=compound_ids)
