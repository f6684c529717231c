"""Dissolving: a live bundle gives its members up, and stays on record."""
from geo_renovation.accounts.choices import Verb
from geo_renovation.accounts.models import Act

from ..choices import BundleStatus
from ..errors import BundleNotLive, ReasonMissing
from ..models import Bundle
from .holding import held_by_the_database, hold_bundle


def dissolve_bundle(*, bundle, reason, by) -> Bundle:
    """Ends a frozen bundle; the same click again answers the dissolved one."""
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    with held_by_the_database():
        held = hold_bundle(bundle, by)
        if held.status == BundleStatus.DISSOLVED and (held.ended_by_id, held.ended_reason) == (by.pk, reason):
            return held
        if held.status != BundleStatus.FROZEN:
            raise BundleNotLive
        held.end(BundleStatus.DISSOLVED, by=by, reason=reason)
        Act.record(Verb.DISSOLVED, held, by=by, reason=reason)
    return held
