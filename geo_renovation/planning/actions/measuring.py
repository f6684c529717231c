"""Stretches measured anew, all at once."""
from django.db import connection, transaction

from ..models import NodePlace, Stretch
from ..triggers import measure_all
from .holding import hold_ground


@transaction.atomic
def measure_stretches() -> tuple[int, int]:
    """How many stretches and places of nodes there are then."""
    hold_ground()
    with connection.cursor() as cursor:
        cursor.execute(measure_all())
    return Stretch.objects.count(), NodePlace.objects.count()
