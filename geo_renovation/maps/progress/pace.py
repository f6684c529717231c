"""How far along the days gone by call for 序时进度, and the lamp that says so."""

from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from geo_renovation.planning.choices import FIRST_YEAR

# The county's plan begins with the first annual plan.
START = date(FIRST_YEAR, 1, 1)


class Lamp(TextChoices):
    """Green, yellow, red as the offices use them."""

    GREEN = "green", _("On plan")
    YELLOW = "yellow", _("Behind")
    RED = "red", _("Far behind")


def due_percent(start, end, day) -> float:
    """The share of the days from `start` to the end of `end` that are over by the end of `day`."""
    over, all_days = (day - start).days + 1, (end - start).days + 1
    return 100 * min(max(over / all_days, 0), 1)


def behind_points(percent, due) -> float | None:
    """Percentage points behind what is due; 0 where ahead, None where there is nothing to do."""
    return None if percent is None else round(max(due - percent, 0), 1)


def lamp(behind, county) -> str | None:
    if behind is None:
        return None
    if behind > county.red_behind_points:
        return Lamp.RED
    return Lamp.YELLOW if behind >= county.yellow_behind_points else Lamp.GREEN
