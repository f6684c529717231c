"""Vocabulary of bundles and plans."""
from django.db import models
from django.utils.translation import gettext_lazy as _


class PlanStatus(models.TextChoices):
    """Course of an annual plan."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    ADOPTED = "adopted", _("Adopted")


IN_PLAN = (PlanStatus.SUBMITTED, PlanStatus.ADOPTED)


class Tier(models.TextChoices):
    """How far a compound is renovated 改造类型, as the annual plan has it."""

    BASIC = "basic", _("Basic")
    IMPROVED = "improved", _("Improved")
    UPGRADED = "upgraded", _("Upgraded")


class BundleStatus(models.TextChoices):
    """Course of a bundle: only a draft changes, only a frozen one is live."""

    DRAFT = "draft", _("Draft")
    FROZEN = "frozen", _("Frozen")
    SUPERSEDED = "superseded", _("Superseded")
    DISSOLVED = "dissolved", _("Dissolved")


# Plan years on offer: from the county's plan of 2021 on.
FIRST_YEAR, LAST_YEAR = 2021, 2100
