"""`manage.py load_sample_county`: the invented county, through the importer that users use."""
import json
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from geo_renovation.districts.models import County
from geo_renovation.interchange.actions import import_layer
from geo_renovation.planning.choices import Shared
from geo_renovation.planning.models import UnitPrice

# Invented like all of the sample: CNY that a shared metre saves.
SAVED_CNY = {Shared.BOUNDARY: 150, Shared.TRENCH: 300}
SAMPLE = settings.BASE_DIR / "data" / "shapefiles" / "gaotang_sample"


class Command(BaseCommand):
    """Does nothing where a county exists; stores all files or none."""

    help = "Loads the invented sample county into an empty database."

    def add_arguments(self, parser):
        parser.add_argument("--folder", type=Path, default=SAMPLE)

    def handle(self, *args, **options):
        if County.objects.exists():
            self.stdout.write("A county is there already; nothing to load.")
            return
        folder = options["folder"]
        with transaction.atomic():
            for entry in json.loads((folder / "load.json").read_text("utf-8")):
                self._load(folder, entry)
            for kind, price in SAVED_CNY.items():
                UnitPrice.objects.create(kind=kind, price_cny=price, valid_from=date(2021, 1, 1), source="示例数据，虚构")

    def _load(self, folder, entry):
        report = import_layer(
            folder / entry["file"],
            entry["kind"],
            mapping=entry.get("map", {}),
            constants=entry.get("set", {}),
            encoding=entry.get("encoding"),
        )
        if not report.committed:
            raise CommandError(report.as_json())
        self.stdout.write(f"{entry['kind']}: {report.written}")
        self.stdout.flush()
