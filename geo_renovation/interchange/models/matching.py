"""What an organisation chose last time for a file of the same headings and owner."""
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from geo_renovation.accounts.models import Organisation


class Matching(models.Model):
    """Instructions remembered per organisation, kind, headings and owner."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True)
    kind = models.CharField(_("kind"), max_length=20)
    # The code of the organisation whose things the files hold, "" where nobody said: drawings all have the same headings.
    owner = models.CharField(_("owner"), max_length=40, blank=True, default="")
    headings = ArrayField(models.CharField(max_length=255), verbose_name=_("headings"))
    instructions = models.JSONField(default=dict)
    used_at = models.DateTimeField(_("used at"), auto_now=True)

    class Meta:
        verbose_name = _("remembered matching")
        verbose_name_plural = _("remembered matchings")
        ordering = ["-used_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "headings", "owner"],
                name="one_matching_per_organisation_kind_headings_and_owner",
                nulls_distinct=False,
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.organisation}"
