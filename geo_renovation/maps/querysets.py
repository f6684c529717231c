"""Which saved views a user may see in their list."""

from django.db import models


class SavedViewQuerySet(models.QuerySet):
    """Views that users keep; each is listed and changed by its own user alone."""

    def visible_to(self, user):
        return self.filter(user=user) if user.is_authenticated else self.none()
