"""The line that every export carries."""
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _


def who(user) -> str:
    organisation = user.organisation.name if user.organisation else ""
    return f"{organisation} {user.get_username()}".strip()


@dataclass(frozen=True)
class CompoundStamp:
    """Who took the networks under which compound, and when."""

    compound: str
    who: str
    at: datetime

    @classmethod
    def of(cls, compound, user):
        return cls(f"{compound.name} {compound.code}", who(user), timezone.localtime())

    @property
    def line(self) -> str:
        said = {"what": self.compound, "who": self.who, "at": f"{self.at:%Y-%m-%d %H:%M:%S}"}
        return _("Networks under %(what)s · exported by %(who)s at %(at)s") % said


@dataclass(frozen=True)
class Stamp:
    """Who took which version of a bundle, and when."""

    bundle: str
    status: str
    digest: str
    who: str
    at: datetime

    @classmethod
    def of(cls, bundle, user):
        return cls(str(bundle), str(bundle.get_status_display()), bundle.digest, who(user), timezone.localtime())

    @property
    def line(self) -> str:
        said = {
            "bundle": self.bundle,
            "status": self.status,
            "who": self.who,
            "at": f"{self.at:%Y-%m-%d %H:%M:%S}",
            "digest": self.digest or _("none, a draft"),
        }
        return _("%(bundle)s (%(status)s) · exported by %(who)s at %(at)s · digest %(digest)s") % said
