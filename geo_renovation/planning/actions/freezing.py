"""Freezing: a draft becomes a numbered, immutable snapshot that a tender document can cite."""
import hashlib
import json

from django.utils import timezone

from geo_renovation.accounts.choices import Verb
from geo_renovation.accounts.models import Act
from geo_renovation.compounds.models import Compound

from ..choices import BundleStatus
from ..errors import BundleNotDraft, CompoundAlreadyClaimed, RulesBroken
from ..models import Bundle
from ..remembering import remembered
from ..rules import errors
from ..selected import Selection
from ..selection import figures
from ..tendering import contract_json, procured
from .holding import check_revision, held_by_the_database, hold_bundle
from .moving import give_plan_year

CLAIMED = "claimed"


def freeze_bundle(*, bundle, revision, by) -> Bundle:
    """Freezes a draft and ends the version before it; the same click again answers the frozen bundle."""
    with held_by_the_database():
        held = hold_bundle(bundle, by)
        if held.status == BundleStatus.FROZEN and (held.frozen_by_id, held.revision) == (by.pk, revision):
            return held
        if held.status != BundleStatus.DRAFT:
            raise BundleNotDraft
        check_revision(held, revision)
        _hold_members(held)
        selection = selection_of(held, by)
        _check(selection)
        _supersede(held, by)
        _write_members(held, selection)
        _freeze(held, selection, by)
        give_plan_year(held, by)
        Act.record(Verb.FROZE, held, by=by, digest=held.digest, members=selection.codes)
    return held


def selection_of(bundle, user) -> Selection:
    """The bundle's members as they stand in the register today."""
    codes = bundle.members.order_by("compound__code").values_list("compound__code", flat=True)
    return Selection(user, list(codes), bundle.plan_year, bundle, bundle.exception_reason)


def _hold_members(held):
    """Locks the members in one order, so that two freezings wait for each other and never deadlock."""
    rows = Compound.objects.filter(memberships__bundle=held).order_by("pk")
    list(rows.select_for_update(of=("self",), no_key=True).values_list("pk"))


def _check(selection):
    broken = errors(selection)
    claimed = [problem for problem in broken if problem.rule == CLAIMED]
    if claimed:
        raise CompoundAlreadyClaimed(claimed[0].message, problems=[problem.as_json() for problem in broken])
    if broken:
        raise RulesBroken(broken)


def _supersede(held, by):
    """The version before gives its members up first: the same compounds may be claimed once only."""
    for before in Bundle.objects.live().filter(number=held.number).select_for_update():
        before.end(BundleStatus.SUPERSEDED, by=by, reason=f"v{held.version}")


def _write_members(held, selection):
    shown = {member["code"]: member for member in figures(selection)["members"]}
    boundaries = {member.pk: member for member in selection.members}
    rows = list(held.members.all())
    for row in rows:
        compound = boundaries[row.compound_id]
        row.boundary, row.figures = compound.boundary, shown[compound.code]
    held.members.model.objects.bulk_update(rows, ["boundary", "figures"])


def _freeze(held, selection, by):
    held.status = BundleStatus.FROZEN
    held.frozen_at, held.frozen_by = timezone.now(), by
    held.district = selection.districts[0]
    held.snapshot = figures(selection) | {
        "number": held.number,
        "version": held.version,
        "name": held.name,
        "exception_reason": held.exception_reason,
        "frozen_at": held.frozen_at.isoformat(),
        "frozen_by": by.get_username(),
        "organisation": by.organisation.name if by.organisation else "",
        "boundaries": {member.code: _fingerprint(member.boundary) for member in selection.members},
        "tender": [part.as_json() for part in procured(selection)],
        "contracts": [contract_json(contract) for contract in selection.contracts],
        "overruled": [_overruled(said) for said in selection.overrulings],
    }
    held.snapshot |= remembered(held)
    held.digest = digest(held.snapshot)
    held.save()


def _overruled(said) -> dict:
    who = said.organisation.name if said.organisation else said.made_by.get_username()
    told = {"rule": said.rule, "codes": said.codes, "message": said.message, "reason": said.reason}
    return told | {"by": who, "at": said.at.isoformat()}


def _fingerprint(boundary) -> str:
    return hashlib.sha256(bytes(boundary.wkb)).hexdigest()


def digest(snapshot) -> str:
    """SHA-256 of the snapshot with sorted keys and no spaces, so that anybody can compute it again."""
    plain = json.dumps(snapshot, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()
