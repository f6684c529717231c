"""What an import did to the rows of its kind, so that it can be taken back."""
from django.contrib.postgres.fields import ArrayField
from django.db import models

from .run import ImportRun


class Undo(models.Model):
    """The rows an import added, each with a hash of what was entered in it, and how its records are known.

    `xids` are the transaction ids that records made with the rows carry, `recorded_at` the moment
    its rights bear.
    """

    run = models.OneToOneField(ImportRun, models.CASCADE)
    added_ids = ArrayField(models.BigIntegerField())
    added_hashes = ArrayField(models.IntegerField(), default=list)
    xids = ArrayField(models.BigIntegerField())
    recorded_at = models.DateTimeField(null=True)

    def __str__(self):
        return f"undo of {self.run_id}"


class Change(models.Model):
    """A row that an import changed or ended, as it was before; a hash of what it was made into."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="changes")
    object_id = models.BigIntegerField()
    ended = models.BooleanField(default=False)
    before = models.JSONField()
    after_hash = models.IntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "object_id"], name="one_change_per_import_and_row")
        ]

    def __str__(self):
        return f"{self.run_id}: {self.object_id}"
