"""`manage.py take_back`: a stored import out of the county again, or in once more."""
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from geo_renovation.interchange import instructions, originals, undoing
from geo_renovation.interchange.actions import import_layer
from geo_renovation.interchange.choices import RunState
from geo_renovation.interchange.models import ImportRun

from .import_layer import account, in_words


class Command(BaseCommand):
    """Exit status 0 when it is taken back, or stored again; 1 with the reason, 2 with the report, when it is not."""

    help = "Takes a stored import back while nothing was built on it; with --redo stores one taken back once more."

    def add_arguments(self, parser):
        parser.add_argument("run", type=int, help="its number, as in the address of its page")
        parser.add_argument("--redo", action="store_true", help="store it again from the file that was kept")
        parser.add_argument("--user", help="account it is recorded under")

    def handle(self, *, run, redo, user, **options):
        try:
            named, by = ImportRun.objects.get(pk=run), account(user)
            if redo:
                self._store(undoing.redo(named, by=by), by)
            else:
                undoing.undo(named, by=by)
                self.stdout.write(_("Import %(run)s was taken back.") % {"run": run})
        except ImportRun.DoesNotExist:
            raise CommandError(undoing.MESSAGES["not_yours"]) from None
        except undoing.UnableToUndo as obstacle:
            raise CommandError(obstacle.message) from None

    def _store(self, run, by):
        told = instructions.keywords(run)
        report = import_layer(originals.path(run.delivery), run.kind, layer=run.layer, run=run, by=by, **told)
        self.stdout.write(in_words(report))
        run.refresh_from_db()
        if run.state != RunState.STORED:
            raise SystemExit(2)
