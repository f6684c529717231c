"""Cables that an import changed from overhead to something else, for the metres done of 弱电入地."""
from geo_renovation.planning.burying import once_overhead
from geo_renovation.utilities.choices import Placement

from .models import Change, ImportRun


@once_overhead
def changed_by_imports():
    runs = ImportRun.objects.stored().filter(kind="segments")
    return Change.objects.filter(run__in=runs, before__columns__placement=Placement.OVERHEAD).values("object_id")
