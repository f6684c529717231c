"""The files somebody sent in 来件, kept as they came."""
import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from geo_renovation.accounts.models import Organisation
from geo_renovation.districts.models import one_of

from ..choices import DeliveryState
from ..querysets import DeliveryQuerySet


class Delivery(models.Model):
    """One upload: a file, several, a folder or an archive; the originals lie in `folder`."""

    name = models.CharField(_("file"), max_length=255)
    sha256 = models.CharField(max_length=64, db_index=True)
    size_bytes = models.PositiveBigIntegerField(_("size"))
    # Below settings.IMPORT_FOLDER; a name of ours, never the sender's.
    folder = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=DeliveryState, default=DeliveryState.RECEIVED
    )
    found = models.JSONField(_("what was found"), default=dict, blank=True)
    refused = models.JSONField(_("why it was refused"), null=True, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name=_("user")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, verbose_name=_("organisation")
    )
    received_at = models.DateTimeField(_("received at"), auto_now_add=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-received_at", "-id"]
        constraints = [one_of("state", DeliveryState, "delivery_state_known")]

    def __str__(self):
        return self.name
