"""When a compound may end: not while works go on, nor while anything planned rests on it."""
from django.dispatch import Signal
from django.utils.translation import gettext_lazy as _

from geo_renovation.accounts.refusals import Refusal

from ..choices import Stage

# Sent with `compound` before one ends; who still needs it raises StillNeeded.
leaving = Signal()


class StillNeeded(Refusal):
    status = 409
    message = _("%(compound)s cannot end: %(why)s.")


def check_leaving(row, edit):
    """Asks everybody who may rest on the compound."""
    if row.stage and Stage(row.stage).number >= Stage.BUILDING.number:
        raise StillNeeded(compound=row.name, why=Stage(row.stage).label)
    leaving.send(sender=type(row), compound=row)
