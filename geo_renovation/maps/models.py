"""What users keep of the map."""

import secrets

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from geo_renovation.accounts.models import User

from .querysets import SavedViewQuerySet

LONGEST_NAME, LONGEST_QUERY = 60, 8000
# Bytes of chance in a link, which nobody guesses.
TOKEN_BYTES = 18


def new_token():
    return secrets.token_urlsafe(TOKEN_BYTES)


class SavedView(models.Model):
    """A view of the map under a name, and the link that leads to it.

    The link hands out the query alone: what is seen under it follows from the rights of who opens it.
    """

    user = models.ForeignKey(User, models.CASCADE, verbose_name=_("user"))
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    query = models.CharField(_("query"), max_length=LONGEST_QUERY, blank=True)
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="one_saved_view_per_name")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("maps:view", args=[self.token])
