"""A county with rows of compounds in two districts, and moves between years of its annual plans."""
import uuid

from django.utils import timezone

from geo_renovation.compounds.models import Compound
from geo_renovation.districts.models import District
from geo_renovation.planning.actions import adopt_plan, move_compounds, submit_plan
from geo_renovation.planning.models import AnnualPlan
from tests.factories import CompoundFactory, DistrictFactory
from tests.factories.bundles import STEP_M, row_of_compounds

WEST, EAST = "371526001", "371526002"
YEAR = timezone.localdate().year + 1  # a year to come, whenever the tests run


def two_districts(west="ABC", east="XY", **fields):
    """Compounds A, B, C of the western and X, Y of the eastern street office."""
    row_of_compounds(west, **fields)
    District.objects.filter(code=WEST).update(name="西街")
    district = DistrictFactory(code=EAST, name="东街", at=(4000, -4000))
    for i, code in enumerate(east):
        CompoundFactory(code=code, at=(2000 + STEP_M * i, 0), eligible=True, **fields)
    Compound.objects.filter(code__in=list(east)).update(district=district)


def revisions():
    return dict(AnnualPlan.objects.values_list("year", "revision"))


def move(codes, year, *, by, **options):
    """As somebody who has just looked at the board."""
    options = {"revisions": revisions(), "request": uuid.uuid4()} | options
    return move_compounds(codes=list(codes), year=year, by=by, **options)


def order(year, district=WEST):
    rows = AnnualPlan.objects.get(year=year).entries.filter(compound__district__code=district)
    return "".join(rows.order_by("sequence").values_list("compound__code", flat=True))


def submit(year, district, *, by):
    return submit_plan(year=year, district=district, revision=revisions()[year], by=by, request=uuid.uuid4())


def adopt(year, *, by):
    return adopt_plan(year=year, revision=revisions()[year], by=by, request=uuid.uuid4())


def adopted(year, codes, *, by):
    """The plan of a year with these compounds of the west alone, adopted."""
    move(codes, year, by=by)
    submit(year, WEST, by=by)
    return adopt(year, by=by)
