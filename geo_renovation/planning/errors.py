"""What can go wrong with a bundle, and how HTTP says it."""
from django.utils.translation import gettext_lazy as _


class BundleRefused(Exception):
    """A change of a bundle that did not happen; `status` answers the request."""

    status = 422
    message = _("This change is not allowed.")

    def __init__(self, message=None, **where):
        super().__init__(message or self.message)
        self.where = where

    def as_json(self):
        return {"error": str(self.args[0]), "where": self.where}


class UnableToEditBundle(BundleRefused):
    """Missing and forbidden look alike."""

    status = 404
    message = _("There is no such bundle.")


class StaleBundle(BundleRefused):
    """Somebody saved it since it was opened."""

    status = 409
    message = _("Somebody else has changed this bundle since you opened it. Open it again, then decide.")


class BundleNotDraft(BundleRefused):
    status = 409
    message = _("Only a draft can be changed. Make a new version.")


class BundleNotLive(BundleRefused):
    status = 409
    message = _("Only a frozen bundle can be dissolved or get a new version.")


class CompoundAlreadyClaimed(BundleRefused):
    """Another live bundle of the year holds a member: rule or constraint, whichever spoke first."""

    status = 409
    message = _("A compound is already in another live bundle of this year.")


class BundleBusy(BundleRefused):
    """Another request holds the rows for longer than the lock timeout."""

    status = 409
    message = _("Somebody else is freezing these compounds at this moment. Try again.")


class RulesBroken(BundleRefused):
    """The rules that block freezing, with what would repair them."""

    message = _("The bundle breaks rules of joint renovation.")

    def __init__(self, problems):
        super().__init__(problems[0].message if len(problems) == 1 else None)
        self.where = {"problems": [problem.as_json() for problem in problems]}


class UnknownCompounds(BundleRefused):
    message = _("Not in the register: %(codes)s.")

    def __init__(self, codes):
        super().__init__(self.message % {"codes": ", ".join(codes)}, codes=codes)


class ReasonMissing(BundleRefused):
    message = _("Say why the bundle is dissolved.")


class UnknownProposal(BundleRefused):
    """Missing and forbidden look alike."""

    status = 404
    message = _("There is no such proposal.")


class StaleProposal(BundleRefused):
    """Somebody changed it since it was opened; the answer shows it as it is now."""

    status = 409
    message = _("Somebody else has changed this proposal since you opened it. Look at it again, then decide.")

    def __init__(self, proposal):
        super().__init__()
        self.proposal = proposal


class ProposalNotReady(BundleRefused):
    status = 409
    message = _("There is no plan yet.")


class WrongLocks(BundleRefused):
    """Locks that no plan can be made with, each said."""

    message = _("The locks cannot be kept.")

    def __init__(self, problems):
        super().__init__(problems[0] if len(problems) == 1 else None, problems=problems)


class NoUnitPrices(BundleRefused):
    message = _("There is no unit price on record yet: enter one, or choose another weight.")
