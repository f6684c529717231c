"""What people change about compounds: stage, findings, publication; boundaries, buildings and barriers."""
from geo_renovation.accounts.refusals import Busy, Refusal

from .recording import (
    AlreadyCorrected,
    ChangedMeanwhile,
    CorrectionWithoutReason,
    CorrectsOtherCompound,
    DatesOutOfOrder,
    NoEvidence,
    NotYours,
    OpenDateWithoutReason,
    StageBeforePreceding,
    StageInFuture,
    StageSkipped,
    judge,
    publish,
    record_stage,
)

__all__ = [
    "AlreadyCorrected",
    "Busy",
    "ChangedMeanwhile",
    "CorrectionWithoutReason",
    "CorrectsOtherCompound",
    "DatesOutOfOrder",
    "NoEvidence",
    "NotYours",
    "OpenDateWithoutReason",
    "Refusal",
    "StageBeforePreceding",
    "StageInFuture",
    "StageSkipped",
    "judge",
    "publish",
    "record_stage",
]
