"""What can go wrong with an annual plan, and how HTTP says it."""
from django.utils.translation import gettext_lazy as _

from .errors import BundleRefused


class PlanRefused(BundleRefused):
    """A change of an annual plan that did not happen; `told` fills its message."""

    def __init__(self, where=None, **told):
        super().__init__(self.message % told if told else self.message, **(where or {}))


class UnableToPlan(PlanRefused):
    """Missing and forbidden look alike."""

    status = 404
    message = _("There is no such compound or plan, or it is not yours to change.")


class PlanChangedMeanwhile(PlanRefused):
    status = 409
    message = _("Somebody else has changed this plan since you opened it. Look at it again, then decide.")


class NotEligible(PlanRefused):
    message = _("%(name)s cannot be planned: %(reasons)s.")


class NoDistrict(PlanRefused):
    message = _("%(name)s lies in no street office's district. Correct its boundary first.")


class AlreadyTendered(PlanRefused):
    message = _("%(name)s is tendered already or further; its plan year stays.")


class YearOver(PlanRefused):
    message = _("%(year)s is over. Choose this year or a later one.")


class InLiveBundle(PlanRefused):
    message = _(
        "%(name)s belongs to bundle %(bundle)s of %(year)s and moves only with the whole of it, into that year. "
        "For another year make a new version of the bundle, or dissolve it."
    )


class ReasonNeeded(PlanRefused):
    message = _("The plan of %(year)s is adopted. Say why it is adjusted.")


class AdoptedIsTheCentres(PlanRefused):
    message = _("The plan of %(year)s is adopted; only the centre adjusts it.")


class SubmittedAlready(PlanRefused):
    status = 409
    message = _("The part of %(district)s in the plan of %(year)s is submitted. Ask the centre to return it first.")


class NothingPlanned(PlanRefused):
    message = _("There is nothing in this plan to submit or adopt.")


class NotSubmittedYet(PlanRefused):
    status = 409
    message = _("Not yet submitted by: %(districts)s.")


class NotSubmitted(PlanRefused):
    status = 409
    message = _("This part is not submitted.")


class AdoptedAlready(PlanRefused):
    status = 409
    message = _("The plan of %(year)s is adopted already.")


class PlanBroken(PlanRefused):
    """Compounds that may not be in the plan any more."""

    message = _("The plan cannot be adopted as it is: %(problems)s")


class NothingMoved(PlanRefused):
    message = _("It stands there already.")


class NothingToTakeBack(PlanRefused):
    status = 409
    message = _("There is no move of yours to take back, or somebody has moved these compounds since.")
