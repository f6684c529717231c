"""`manage.py solve_bundles INSTANCE.json …`: proposes bundles for an instance given as a file, and says how good they are."""

import json
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from geo_renovation.planning.bundling.checking import check
from geo_renovation.planning.bundling.instance import Instance, InvalidInstance, Rules
from geo_renovation.planning.bundling.solving import solve


class Command(BaseCommand):
    help = "Prints the plan as JSON: value, bound, gap, gap_on_weight, bundles, left_alone, members_cap, seconds."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("instance", type=Path, help="JSON with n, edges, w, cost, year, street")
        parser.add_argument("--cmin", type=int, required=True, help="least cost of a bundle")
        parser.add_argument("--cmax", type=int, required=True, help="greatest cost of a bundle")
        parser.add_argument("--max-members", type=int, default=6)
        parser.add_argument("--year-spread", type=int, default=1, help="years between the wishes of a bundle's members")
        parser.add_argument("--alpha", type=int, default=1000, help="worth of a compound that is not left alone")
        parser.add_argument("--beta", type=int, default=0, help="cost of one tender")
        parser.add_argument("--gap", type=float, default=0.005, help="stop when no plan can be better by more, 0–1")
        parser.add_argument("--prove", action="store_true", help="find the best plan there is")
        parser.add_argument("--workers", type=int, default=1, help="processes")

    def handle(self, *, instance, gap, prove, workers, **options):
        names = ("cmin", "cmax", "max_members", "year_spread", "alpha", "beta")
        try:
            given = Instance.from_json(json.loads(instance.read_text("utf-8")))
            rules = Rules(**{name: options[name] for name in names})
        except OSError as failed:
            raise CommandError(f"{instance}: {failed.strerror}") from failed
        except (InvalidInstance, ValueError) as wrong:
            raise CommandError(f"{instance}: {wrong}") from wrong
        with cluster() as executor:
            plan = solve(given, rules, gap=gap, prove=prove, workers=workers, executor=executor)
        self.stdout.write(json.dumps(check(plan, given, rules).as_json()))


@contextmanager
def cluster():
    """The Dask cluster of the settings as an executor; None where there is none."""
    if not settings.DASK_SCHEDULER:
        yield None
        return
    try:
        from distributed import Client
    except ImportError as missing:
        raise CommandError("DASK_SCHEDULER is set, but “distributed” is not installed") from missing
    with Client(settings.DASK_SCHEDULER) as client:
        yield client.get_executor()
