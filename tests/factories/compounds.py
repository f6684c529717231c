"""Compounds, buildings, findings and stage events."""

from datetime import date

import factory
from django.utils import timezone
from factory import LazyAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from geo_renovation.compounds.choices import EXCLUDING, Criterion, Stage
from geo_renovation.compounds.models import Building, Compound, Finding, StageEvent

from .shapes import boundary


class CompoundFactory(DjangoModelFactory):
    """A compound of 100 × 100 m with its lower left corner `at` (metres from the town centre).

    `eligible=True` judges every finding in its favour (needs a TownAreaFactory to be in town),
    `published=True` opens it to the public, `stage="designed"` records the stages up to it.
    The row answered holds what the database derived.
    """

    class Meta:
        model = Compound
        skip_postgeneration_save = True

    class Params:
        at = (0, 0)
        size = 100
        published = False

    code = Sequence(lambda n: f"C{n:04d}")
    name = Sequence(lambda n: f"第{n}小区")
    completion_year = 1995
    household_count = 100
    floor_area_m2 = 8000.0
    estimate_cny = 2_000_000
    boundary = LazyAttribute(lambda o: boundary(o.at, o.size))
    published_at = LazyAttribute(lambda o: timezone.now() if o.published else None)

    @classmethod
    def _create(cls, model_class, *args, stage="", eligible=False, **fields):
        compound = super()._create(model_class, *args, **fields)
        if eligible:
            judge(compound)
        if stage:
            reach(compound, stage)
        compound.refresh_from_db()
        return compound


def judge(compound, **answers):
    """Judges every criterion in favour of renovation, but for `answers` (None: not yet judged)."""
    for criterion in Criterion:
        answer = answers.get(criterion.value, criterion not in EXCLUDING)
        FindingFactory(compound=compound, criterion=criterion, answer=answer)


def reach(compound, stage, *, first_year=2015):
    """Records every stage up to `stage`, one a year."""
    for step in list(Stage)[: Stage(stage).number]:
        StageEventFactory(compound=compound, stage=step, on=date(first_year + step.number, 3, 1))


class FindingFactory(DjangoModelFactory):
    class Meta:
        model = Finding

    compound = SubFactory(CompoundFactory)
    criterion = Criterion.RESIDENTIAL
    answer = True
    evidence = "摸底调查表"


class StageEventFactory(DjangoModelFactory):
    class Meta:
        model = StageEvent

    class Params:
        on = date(2021, 3, 1)

    compound = SubFactory(CompoundFactory)
    code = Sequence(lambda n: f"E{n:05d}")
    stage = Stage.SURVEYED
    effective_from = factory.SelfAttribute("on")
    effective_to = factory.SelfAttribute("on")


class BuildingFactory(DjangoModelFactory):
    """A slab of 60 × 12 m inside a compound that stands at the centre."""

    class Meta:
        model = Building

    class Params:
        at = (10, 10)
        size = (60, 12)

    compound = SubFactory(CompoundFactory)
    code = Sequence(lambda n: f"L{n:05d}")
    name = Sequence(lambda n: f"{n}号楼")
    storeys = 5
    floor_area_m2 = 3600.0
    completion_year = 1995
    footprint = LazyAttribute(lambda o: boundary(o.at, o.size))
