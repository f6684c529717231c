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


class Duty(models.TextChoices):
    """By which rule of the plan a line has its three answers (domain.md §3, Utilities)."""

    OWNER = "owner", _("Owned by a utility: it renews its own")
    WORKS = "works", _("No utility for this class: goes with the compound's works")
    UTILITY = "utility", _("Not owned by a utility: renewed under the utility of the class")
    UNDECIDED = "undecided", _("Several utilities or none, and no owner on record among them")


class Bearer(models.TextChoices):
    """Who organises or pays where it is no organisation."""

    WORKS = "works", _("The compound's works")
    FUNDS = "funds", _("Funds of the renovation")
    OPEN = "open", _("To be decided")
