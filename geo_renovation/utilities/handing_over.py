"""Handing rights over: one act closes the rights that stand and opens the next, all of them or none."""
from dataclasses import dataclass, field
from datetime import date

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from geo_renovation.accounts.choices import Audience, Drawn, Verb
from geo_renovation.accounts.models import Act, Organisation, Revision
from geo_renovation.accounts.querysets import audience_of
from geo_renovation.accounts.refusals import Refusal, change
from geo_renovation.accounts.revising import SAME_REQUEST, NotYours

from .actions import SEGMENT
from .models import AssetRight, Handover, HandoverRight, Node, Segment

MOST_ASSETS = 20_000
ASSETS = {"segment": Segment, "node": Node}


class NothingHandedOver(Refusal):
    message = _("Nothing is handed over: no line, point or kind of right was chosen.")


class TooMuchHandedOver(Refusal):
    message = _("At most 20,000 lines and points can be handed over at once.")


class InFuture(Refusal):
    field = "day"
    message = _("Neither handover nor acceptance can lie in the future.")


class AcceptedLater(Refusal):
    field = "accepted_on"
    message = _("What is handed over was accepted before, or on the same day.")


class ToItself(Refusal):
    field = "taker"
    message = _("It holds this right already.")


class ClassNotTheirs(Refusal):
    field = "taker"
    message = _("This organisation has no network of this class.")


class SeveralHolders(Refusal):
    message = _("These are held by several organisations. Hand over one holder's at a time.")


class BeforeItBegan(Refusal):
    field = "day"
    message = _("A right that is handed over began on this day or later, or another covers it.")


class ChangedSince(Refusal):
    status = 409
    message = _("Not taken back: rights of this handover were changed since.")


@dataclass(frozen=True)
class Paper:
    """What a handover rests on."""

    day: date
    document: str
    acceptance: str = ""
    accepted_on: date | None = None
    signed_by: list = field(default_factory=list)


@change
def hand_over(*, segments, nodes, kinds, taker, paper, by, request) -> Handover:
    """Ids of segments and nodes; the same request again answers the handover it made before."""
    if before := _repeated(by, request):
        return before
    kinds = sorted(set(kinds))
    held = {"segment": _held(Segment, segments, by), "node": _held(Node, nodes, by)}
    _check(held, kinds, taker, paper)
    standing = _standing(held, kinds)
    giver = _giver(standing, held, kinds, taker, by)
    made = Handover.objects.create(
        request=request, giver=giver, taker=taker, kinds=kinds, recorded_by=by, **vars(paper)
    )  # fmt: skip
    _move(made, held, standing)
    _remember(made, held["segment"], by)
    count = {asset: len(rows) for asset, rows in held.items()}
    Act.record(Verb.HANDED_OVER, f"handover {made.pk}", by=by, request=str(request), taker=taker.code, kinds=kinds, **count)
    return made


def _repeated(by, request):
    with connection.cursor() as cursor:
        cursor.execute(SAME_REQUEST, [f"{by.pk}:{request}"])
    return Handover.objects.filter(request=request, recorded_by=by).first()


def _held(model, ids, by) -> list:
    """The rows as they stand, held until commit; refused where one has ended or is not the user's to hand over."""
    wanted = set(ids)
    if len(wanted) > MOST_ASSETS:
        raise TooMuchHandedOver
    rows = model.objects.editable_by(by).filter(pk__in=wanted).order_by("pk")
    found = list(rows.select_for_update(of=("self",), no_key=True))
    if len(found) != len(wanted):
        raise NotYours
    return found


def _check(held, kinds, taker, paper):
    assets = [*held["segment"], *held["node"]]
    if not assets or not kinds:
        raise NothingHandedOver
    if paper.day > timezone.localdate() or (paper.accepted_on or paper.day) > timezone.localdate():
        raise InFuture
    if paper.accepted_on and paper.accepted_on > paper.day:
        raise AcceptedLater
    if taker.network_classes and {asset.network_class for asset in assets} - set(taker.network_classes):
        raise ClassNotTheirs


def _standing(held, kinds) -> dict:
    """{(asset, id, kind): the right that is open today}."""
    rights = {}
    for asset, rows in held.items():
        key = f"{asset}_id"
        found = AssetRight.objects.filter(**{f"{key}__in": [r.pk for r in rows]}, kind__in=kinds, valid__endswith=None)
        for right in found.select_for_update(of=("self",)):
            rights[asset, getattr(right, key), right.kind] = right
    return rights


def _giver(standing, held, kinds, taker, by) -> Organisation | None:
    """Whose rights they are: one organisation's, or nobody's on record; a utility hands over its own only."""
    keys = [(asset, row.pk, kind) for asset, rows in held.items() for row in rows for kind in kinds]
    holders = {getattr(standing.get(key), "organisation_id", None) for key in keys}
    if taker.pk in holders:
        raise ToItself
    if audience_of(by) != Audience.CENTRE and holders != {by.organisation_id}:
        raise NotYours
    known = holders - {None}
    if len(known) > 1:
        raise SeveralHolders
    return Organisation.objects.get(pk__in=known) if known else None


def _move(made, held, standing):
    """Closes the open rights on the day and opens the next."""
    if any(right.valid.lower and right.valid.lower >= made.day for right in standing.values()):
        raise BeforeItBegan
    for right in standing.values():
        right.valid = (right.valid.lower, made.day)
    new = {
        (asset, row.pk, kind): AssetRight(
            kind=kind, organisation=made.taker, valid=(made.day, None), basis=made.document, **{f"{asset}_id": row.pk}
        )
        for asset, rows in held.items() for row in rows for kind in made.kinds
    }  # fmt: skip
    try:
        with transaction.atomic():
            AssetRight.objects.bulk_update(standing.values(), ["valid"], batch_size=2000)
            AssetRight.objects.bulk_create(new.values(), batch_size=2000)
    except IntegrityError as error:
        if "one_holder_per" in (error.__cause__.diag.constraint_name or ""):
            raise BeforeItBegan from error
        raise
    HandoverRight.objects.bulk_create(
        HandoverRight(handover=made, kind=kind, opened=right, closed=standing.get((asset, pk, kind)), **{f"{asset}_id": pk})
        for (asset, pk, kind), right in new.items()
    )


def _remember(made, segments, by, *, back=False):
    """A line's own history tells it too: who held the right before and after."""
    giver, taker = made.giver_id, made.taker_id
    was, now = (taker, giver) if back else (giver, taker)
    Revision.objects.bulk_create(
        Revision(
            user=by, organisation=by.organisation, request=made.undo_request if back else made.request,
            verb=Verb.TOOK_BACK if back else Verb.HANDED_OVER, kind=Drawn.SEGMENT, object_id=row.pk, code=row.code,
            reason=made.document, before={f"{kind}_id": was for kind in made.kinds}, after={f"{kind}_id": now for kind in made.kinds},
            state_after=SEGMENT.state(row), holders=sorted(pk for pk in (giver, taker) if pk),
        )
        for row in segments
    )  # fmt: skip


@change
def take_back(*, handover, by, request) -> Handover:
    """Makes the rights what they were before, while nothing was built on them; asked again it changes nothing."""
    with connection.cursor() as cursor:
        cursor.execute(SAME_REQUEST, [f"{by.pk}:{request}"])
    rows = Handover.objects.visible_to(by).select_for_update(of=("self",))
    held = rows.filter(pk=handover.pk).first()
    if held is None:
        raise NotYours
    if held.undone_at:
        return held
    if not Handover.objects.undoable_by(by).filter(pk=held.pk).exists():
        raise NotYours
    _reopen(held)
    held.undone_at, held.undone_by, held.undo_request = timezone.now(), by, request
    held.save(update_fields=["undone_at", "undone_by"])
    segments = Segment.objects.filter(pk__in=held.rights.exclude(segment=None).values("segment"))
    _remember(held, list(segments.order_by("pk")), by, back=True)
    Act.record(Verb.TOOK_BACK, f"handover {held.pk}", by=by, request=str(request))
    return held


def _reopen(held):
    """Refused once a right it opened has been closed or taken away, or one it closed changed."""
    moved = list(held.rights.select_related("opened", "closed"))
    for row in moved:
        if row.opened is None or row.opened.valid.upper or row.opened.organisation_id != held.taker_id:
            raise ChangedSince
        if row.closed is not None and row.closed.valid.upper != held.day:
            raise ChangedSince
    closed = [row.closed for row in moved if row.closed]
    for right in closed:
        right.valid = (right.valid.lower, None)
    AssetRight.objects.filter(pk__in=[row.opened_id for row in moved]).delete()
    AssetRight.objects.bulk_update(closed, ["valid"], batch_size=2000)
