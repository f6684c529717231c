"""What makes figures stale besides the layers they are drawn from."""

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import CharField, F, Value
from django.db.models.functions import MD5, Cast, Concat
from django.utils import timezone
from django.utils.translation import get_language

from geo_renovation.planning.models import AnnualPlan, PlannedCompound

from ..catalogue import BY_KEY

DEPENDS = (BY_KEY["compounds"],)


def state(narrowed) -> tuple:
    """The filter, the language, the county's day, and the annual plans, which have no version of their own."""
    entry = Concat(Cast("plan_id", CharField()), Value(":"), Cast("compound_id", CharField()))
    entries = PlannedCompound.objects.aggregate(all=MD5(StringAgg(entry, ",", order_by=F("pk"))))["all"]
    plans = list(AnnualPlan.objects.order_by("pk").values_list("pk", "year", "status"))
    return narrowed.query, get_language(), timezone.localdate(), plans, entries
