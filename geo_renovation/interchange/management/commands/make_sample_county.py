"""Draws the invented county of the demonstration."""
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from geo_renovation.interchange.sample_county.county import DEFAULT_SEED, make_county


class Command(BaseCommand):
    help = "Writes the shapefiles and tables of an invented county town; the same seed gives the same bytes."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--seed", type=int, default=DEFAULT_SEED, help="another number draws another county")
        folder = Path(settings.BASE_DIR) / "data" / "shapefiles" / "gaotang_sample"
        parser.add_argument("--folder", type=Path, default=folder, help="where the files are written")

    def handle(self, *, seed, folder, **options):
        for name, count in make_county(seed, folder).items():
            self.stdout.write(f"{count:>7}  {name}")
