"""What people change about a compound: its stage, a finding, its publication."""
import uuid

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from geo_renovation.accounts.choices import Verb
from geo_renovation.accounts.models import Act
from geo_renovation.accounts.refusals import Refusal, change

from ..choices import Stage
from ..models import Compound, Finding, StageEvent


class NotYours(Refusal):
    """The account may not change this compound."""

    message = _("Your account may not change this compound.")


class ChangedMeanwhile(Refusal):
    """Somebody else was faster."""

    status = 409
    message = _("Somebody else has changed this compound since the form was opened. Look at what stands now, then decide.")


class NoEvidence(Refusal):
    field = "evidence"
    message = _("Say what this rests on: a document, a report, a visit.")


class StageSkipped(Refusal):
    field = "stage"
    message = _("No stage may be skipped, and none be recorded twice.")


class StageInFuture(Refusal):
    field = "effective_to"
    message = _("A stage cannot take effect in the future.")


class StageBeforePreceding(Refusal):
    field = "effective_from"
    message = _("A stage cannot take effect before the one that precedes it, or after the one that follows.")


class CorrectsOtherCompound(Refusal):
    field = "corrects"
    message = _("The corrected event belongs to another compound.")


class AlreadyCorrected(Refusal):
    field = "corrects"
    message = _("This event was corrected before; correct what stands now.")


class DatesOutOfOrder(Refusal):
    field = "effective_to"
    message = _("The latest day lies before the earliest.")


class OpenDateWithoutReason(Refusal):
    field = "unknown_reason"
    message = _("Give both days, or say why they are not known.")


class CorrectionWithoutReason(Refusal):
    field = "correction_reason"
    message = _("Say why the event is corrected.")


# What the database answers → what it means.
REFUSALS = {
    "stage_in_future": StageInFuture,
    "stage_skipped": StageSkipped,
    "stage_recorded_twice": StageSkipped,
    "stage_before_preceding": StageBeforePreceding,
    "stage_corrects_other_compound": CorrectsOtherCompound,
    "compounds_stageevent_corrects_id_key": AlreadyCorrected,
    "stage_event_range_in_order": DatesOutOfOrder,
    "stage_event_open_date_has_reason": OpenDateWithoutReason,
    "stage_event_correction_has_reason": CorrectionWithoutReason,
    "finding_has_evidence": NoEvidence,
}


def refusal(error: IntegrityError) -> Refusal | None:
    """The rule that the database held, or None for any other fault; row contents are never searched."""
    diagnosis = error.__cause__.diag
    meaning = REFUSALS.get(diagnosis.constraint_name) or REFUSALS.get(diagnosis.message_primary)
    return meaning() if meaning else None


def lock(compound, rows):
    """The compound's row as it stands now, held until commit."""
    held = rows.select_for_update(of=("self",)).filter(pk=compound.pk).first()
    if held is None:
        raise NotYours
    return held


def insert(row):
    """Stores `row`; what the database refuses comes back as a named refusal."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise refusal(error) or error from error
    return row


def required(evidence: str) -> str:
    """The evidence, without which nothing is recorded."""
    if not evidence.strip():
        raise NoEvidence
    return evidence.strip()


def check_course(held, stage, *, corrects, expected_stage):
    """What can be said before the database is asked."""
    if expected_stage is not None and expected_stage != held.stage:
        raise ChangedMeanwhile
    if corrects is None and stage != held.next_stage:
        raise StageSkipped


@change
def record_stage(
    *,
    compound,
    stage,
    evidence,
    by,
    effective_from=None,
    effective_to=None,
    unknown_reason="",
    corrects=None,
    correction_reason="",
    expected_stage=None,
    code=None,
) -> StageEvent:
    """Records one move along the course; the same `code` again answers the event it made before."""
    held = lock(compound, Compound.objects.editable_by(by))
    code = code or str(uuid.uuid4())
    made = StageEvent.objects.filter(code=code, compound=held, recorded_by=by.organisation).first()
    if made is not None:
        return made
    check_course(held, stage, corrects=corrects, expected_stage=expected_stage)
    event = StageEvent(compound=held, code=code, stage=Stage(stage), recorded_by=by.organisation)
    event.effective_from, event.effective_to = effective_from, effective_to
    event.unknown_reason, event.evidence = unknown_reason, required(evidence)
    event.corrects, event.correction_reason = corrects, correction_reason
    insert(event)
    corrected = corrects.code if corrects else None
    Act.record(Verb.RECORDED_STAGE, held.code, by=by, event=code, stage=stage, corrects=corrected)
    return event


@change
def judge(*, compound, criterion, answer, evidence, by, expected=...) -> Finding:
    """Answers one criterion; repeating what stands already changes nothing.

    `expected` is the answer the form was shown; left out, nothing is compared.
    """
    held = lock(compound, Compound.objects.editable_by(by))
    said = {"answer": answer, "evidence": required(evidence), "recorded_by": by.organisation}
    standing = Finding.objects.latest_of(held).filter(criterion=criterion).first()
    if standing is not None and all(getattr(standing, name) == value for name, value in said.items()):
        return standing
    if expected is not ... and expected != getattr(held, criterion):
        raise ChangedMeanwhile
    finding = insert(Finding(compound=held, criterion=criterion, **said))
    Act.record(Verb.JUDGED, held.code, by=by, criterion=criterion, answer=answer)
    return finding


@change
def publish(*, compound, by) -> Compound:
    """Opens a compound to the public; a second call changes nothing."""
    held = lock(compound, Compound.objects.publishable_by(by))
    if held.published_at is None:
        held.publish()
        Act.record(Verb.PUBLISHED, held.code, by=by)
    return held
