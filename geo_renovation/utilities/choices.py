"""Vocabulary of underground networks, after CJJ 61-2017 (from a public transcription)."""
from django.db import models
from django.utils.translation import gettext_lazy as _


class NetworkClass(models.TextChoices):
    """Classes of pipe and cable."""

    WATER = "JS", _("Water")
    RAIN = "YS", _("Rain drain")
    SEWAGE = "WS", _("Sewer")
    COMBINED = "HS", _("Combined drain")
    GAS = "RQ", _("Gas")
    HEAT = "RL", _("Heat")
    POWER = "DL", _("Power")
    TELECOM = "TX", _("Telecom")
    LIGHTING = "LD", _("Street lighting")
    INDUSTRIAL = "GY", _("Industrial")
    OTHER = "QT", _("Other")


class Placement(models.TextChoices):
    """How a line is laid."""

    BURIED = "ZM", _("Directly buried")
    IN_PIPE = "GM", _("In a pipe")
    DUCT_BLOCK = "GK", _("In a duct block")
    TRENCH = "GG", _("In a trench")
    OVERHEAD = "JK", _("Overhead")
    SURFACE = "DM", _("On the ground")
    RACK = "SJ", _("On a rack")
    TUNNEL = "ZH", _("In a utility tunnel")
    JACKED = "DG", _("Pipe-jacked")
    UNKNOWN = "", _("Not on record")


class Status(models.TextChoices):
    """Whether a line is in use, or not laid yet."""

    IN_USE = "in_use", _("In use")
    ABANDONED = "abandoned", _("Abandoned")
    EMPTY_DUCT = "empty_duct", _("Empty duct")
    PLANNED = "planned", _("Planned, not laid yet")
    OTHER = "other", _("Other")


class Accuracy(models.TextChoices):
    """Where the position comes from."""

    SURVEYED = "surveyed", _("Field survey")
    AS_BUILT = "as_built", _("As-built drawing")
    DESIGN = "design", _("Design drawing")
    INFERRED = "inferred", _("Inferred")
    UNKNOWN = "unknown", _("Not on record")


class NodeKind(models.TextChoices):
    """Points of a network."""

    SOURCE = "source", _("Source")
    VALVE = "valve", _("Valve")
    MANHOLE = "manhole", _("Manhole")
    CABINET = "cabinet", _("Cabinet")
    TRANSFORMER = "transformer", _("Transformer")
    POLE = "pole", _("Pole")
    HYDRANT = "hydrant", _("Hydrant")
    METER = "meter", _("Meter")
    ENTRY_POINT = "entry_point", _("Household entry point")
    OTHER = "other", _("Other")


class RightKind(models.TextChoices):
    """What an organisation may hold over an asset."""

    OWNER = "owner", _("Owner")
    MANAGER = "manager", _("Manager")
    OPERATOR = "operator", _("Operator")
    STEWARD = "steward", _("Data steward")


class HolderUnknown(models.TextChoices):
    """Why a right-holder is not known."""

    NOT_ON_RECORD = "not_on_record", _("Not on record")
    DISPUTED = "disputed", _("Disputed")
    FORMER_UNIT_GONE = "former_unit_gone", _("Former work unit dissolved")


# Kinds of right that make an asset part of an organisation's own network.
OWNING_KINDS = (RightKind.OWNER, RightKind.MANAGER, RightKind.STEWARD)


class RedlineKind(models.TextChoices):
    """What is wrong with a line on record."""

    POSITION = "position", _("It runs elsewhere")
    MISSING = "missing", _("A part or branch is missing")
    GONE = "gone", _("It is not there any more")
    ATTRIBUTE = "attribute", _("What is recorded of it is wrong")


class RedlineState(models.TextChoices):
    """What became of a mark."""

    OPEN = "open", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Confirmed as wrong")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
