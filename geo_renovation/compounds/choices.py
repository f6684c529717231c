"""Vocabulary of old compounds."""
from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """The course of a compound, in order."""

    SURVEYED = "surveyed", _("Surveyed")
    REPORTED = "reported", _("Reported up")
    PLANNED = "planned", _("In the plan")
    DESIGNED = "designed", _("Designed")
    TENDERED = "tendered", _("Tendered")
    BUILDING = "building", _("Under construction")
    ACCEPTED = "accepted", _("Accepted")
    HANDED_OVER = "handed_over", _("Handed over")

    @property
    def number(self) -> int:
        """1 to 8."""
        return list(Stage).index(self) + 1

    @property
    def next(self):
        """The stage that follows, or None after the last."""
        return next(iter(list(Stage)[self.number :]), None)


class UnknownReason(models.TextChoices):
    """Why a date or right-holder is not known."""

    LOST_RECORD = "lost_record", _("Record lost")
    VERBAL_REPORT = "verbal_report", _("Verbal report only")
    BEFORE_REGISTER = "before_register", _("Before the register began")


class Criterion(models.TextChoices):
    """The findings of the plan's scope 改造范围 that somebody judges."""

    RESIDENTIAL = "residential", _("Residential")
    STATE_LAND = "state_land", _("On state-owned land")
    NEGLECTED = "neglected", _("Neglected and in disrepair")
    FACILITIES_LACKING = "facilities_lacking", _("Municipal facilities lacking")
    SERVICES_LACKING = "services_lacking", _("Public and social services lacking")
    WILLING = "willing", _("Residents strongly willing")
    DEMOLITION = "demolition", _("Planned for demolition")
    SHANTYTOWN = "shantytown", _("Shantytown project")
    BUNGALOW_YARD = "bungalow_yard", _("Work unit's bungalow yard")


EXCLUDING = (Criterion.DEMOLITION, Criterion.SHANTYTOWN, Criterion.BUNGALOW_YARD)
REQUIRED = tuple(c for c in Criterion if c not in EXCLUDING)


class Eligibility(models.TextChoices):
    """Whether a compound is in the scope of the plan."""

    ELIGIBLE = "eligible", _("Eligible")
    INELIGIBLE = "ineligible", _("Not eligible")
    UNJUDGED = "unjudged", _("Not yet judged")


class Cohort(models.TextChoices):
    """The two cohorts of the plan's target 工作目标."""

    FIRST = "first", _("Completed by 2000")
    SECOND = "second", _("Completed 2001–2005")
    LATER = "later", _("Completed after 2005")
    UNKNOWN = "unknown", _("Completion year unknown")


# 改造范围: completed on or before 2005-12-31 (county plan of 2021-07-29).
LAST_COMPLETION_YEAR = 2005
