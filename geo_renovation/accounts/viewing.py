"""Writing the journal of exact viewing, cheaply: a process asks the database once a minute for each user and place."""
import math

from django.db import transaction
from django.utils import timezone

from .choices import Seen
from .models import Viewing

# (minute, user, what, area) of what this process has written in the running minute.
WRITTEN: set[tuple] = set()


def record_viewing(user, seen: Seen, areas):
    """One row for each area, unless this minute has it; to be called before the answer leaves."""
    minute = timezone.now().replace(second=0, microsecond=0)
    wanted = {(minute, user.pk, seen, area) for area in areas} - WRITTEN
    if not wanted:
        return
    rows = [
        Viewing(minute=minute, user=user, organisation=user.organisation, seen=seen, area=area)
        for _minute, _user, _seen, area in sorted(wanted)
    ]
    Viewing.objects.bulk_create(rows, ignore_conflicts=True)
    # Only what is stored for good need not be written again.
    transaction.on_commit(lambda: remember(minute, wanted))


def remember(minute, written):
    """Forgets the minutes before, so that the set stays small."""
    past = {key for key in WRITTEN.copy() if key[0] != minute}
    WRITTEN.difference_update(past)
    WRITTEN.update(written)


def address_of(area: str) -> str:
    """The map at a tile's middle; none where the answer was not of one place."""
    if not area:
        return ""
    z, x, y = (int(part) for part in area.split("/"))
    latitude = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * (y + 0.5) / (1 << z)))))
    longitude = (x + 0.5) / (1 << z) * 360 - 180
    return f"/?at={z}/{latitude:.5f}/{longitude:.5f}"
