"""`manage.py measure_stretches`: measures anew what lies under every compound."""
from django.core.management.base import BaseCommand

from geo_renovation.planning.actions import measure_stretches


class Command(BaseCommand):
    """For after a repair of the database; triggers keep the stretches otherwise."""

    help = __doc__

    def handle(self, **options):
        stretches, places = measure_stretches()
        self.stdout.write(f"stretches: {stretches}\nnode places: {places}")
