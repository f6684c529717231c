"""What an import did to the rows of its kind, so that it can be taken back."""
from django.contrib.postgres.fields import ArrayField
from django.db import models

from .run import ImportRun


class Undo(models.Model):
    """The rows an import added; `xids` are the transaction ids its rows carry while nobody touched them."""

    run = models.OneToOneField(ImportRun, models.CASCADE)
    added_ids = ArrayField(models.BigIntegerField())
    xids = ArrayField(models.BigIntegerField())

    def __str__(self):
        return f"undo of {self.run_id}"


class Change(models.Model):
    """A row that an import changed or ended, as it was before."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="changes")
    object_id = models.BigIntegerField()
    ended = models.BooleanField(default=False)
    before = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "object_id"], name="one_change_per_import_and_row")
        ]

    def __str__(self):
        return f"{self.run_id}: {self.object_id}"
