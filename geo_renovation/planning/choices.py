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


class ProposalState(models.TextChoices):
    """Course of a proposal: a plan at once, then its proof in the background."""

    QUEUED = "queued", _("Waiting for its turn")
    SOLVING = "solving", _("Looking for a plan")
    PLANNED = "planned", _("Planned, not proved")
    PROVING = "proving", _("Being proved")
    PROVED = "proved", _("Proved")
    CANCELLED = "cancelled", _("Cancelled")
    FAILED = "failed", _("Failed")


AT_WORK = (ProposalState.QUEUED, ProposalState.SOLVING, ProposalState.PROVING)


class Weight(models.TextChoices):
    """What two adjacent compounds save by being tendered together."""

    BOUNDARY = "boundary", _("Shared boundary")
    TRENCH = "trench", _("Shared trench")
    MONEY = "money", _("Money saved")


class Shared(models.TextChoices):
    """What adjacent compounds share and a unit price can be given for."""

    BOUNDARY = "boundary", _("Metre of shared boundary")
    TRENCH = "trench", _("Metre of shared trench")


class ContractKind(models.TextChoices):
    """What is tendered, by the national rule on projects that must be tendered."""

    WORKS = "works", _("Works")
    GOODS = "goods", _("Goods")
    SERVICES = "services", _("Services (survey, design, supervision)")


class VersionKind(models.TextChoices):
    """What made a version of an annual plan."""

    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned")
    ADOPTED = "adopted", _("Adopted")
    ADJUSTED = "adjusted", _("Adjusted")
