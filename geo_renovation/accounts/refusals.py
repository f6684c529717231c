"""Changes that the rules do not allow, each with its status and, where there is one, its place on the map."""
import functools

from django.db import OperationalError, transaction
from django.utils.translation import gettext_lazy as _

# SQLSTATE of a wait that was given up, and of two who waited for one another.
HELD_UP = ("55P03", "40P01")


class Refusal(Exception):
    """A change that the rules do not allow; `field` is where the form shows `message`, `at` a (lon, lat)."""

    field = None
    status = 422
    message = _("This change is not allowed.")

    def __init__(self, at=None, **told):
        super().__init__()
        self.at, self.told = at, told

    def __str__(self):
        return str(self.message) % self.told if self.told else str(self.message)


class Busy(Refusal):
    """An import, or somebody else, holds the same rows for longer than a page waits."""

    status = 503
    message = _("The same data is just being changed, perhaps by an import. Nothing was recorded; try again in a moment.")


def change(action):
    """Makes `action` whole or nothing; where others hold the rows it is refused as Busy."""

    @functools.wraps(action)
    def changing(**given):
        try:
            with transaction.atomic():
                return action(**given)
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", None) in HELD_UP:
                raise Busy from error
            raise

    return changing
