"""The line that every export carries."""
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Stamp:
    """Who took which version of a bundle, and when."""

    bundle: str
    status: str
    digest: str
    user: str
    organisation: str
    at: datetime

    @classmethod
    def of(cls, bundle, user):
        organisation = user.organisation.name if user.organisation else ""
        status = str(bundle.get_status_display())
        return cls(str(bundle), status, bundle.digest, user.get_username(), organisation, timezone.localtime())

    @property
    def line(self) -> str:
        said = {
            "bundle": self.bundle,
            "status": self.status,
            "who": f"{self.organisation} {self.user}".strip(),
            "at": f"{self.at:%Y-%m-%d %H:%M:%S}",
            "digest": self.digest or _("none, a draft"),
        }
        return _("%(bundle)s (%(status)s) · exported by %(who)s at %(at)s · digest %(digest)s") % said
