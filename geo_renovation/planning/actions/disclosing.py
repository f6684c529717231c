"""Where utilities may see one another's networks: around compounds with a plan year."""
import shapely
from django.conf import settings
from django.contrib.gis.geos import GEOSGeometry
from django.db import transaction

from geo_renovation.compounds.models import Compound
from geo_renovation.utilities.models import DisclosureArea

from ..choices import IN_PLAN
from .holding import hold_ground, one_at_a_time

# domain.md §4: compounds in a plan, buffered by 50 m.
DISCLOSURE_MARGIN_M = 50


@transaction.atomic
def redraw_disclosure_areas() -> bool:
    """Makes the areas follow the submitted and adopted plans; answers whether anything changed.

    Buffered and dissolved by shapely, not in PostgreSQL, where a hostile shape could not be stopped.
    """
    if not any(_difference()):
        return False
    hold_ground()  # as whoever moves a compound does, before the county: else the two would wait for one another
    one_at_a_time()
    gone, new = _difference()
    DisclosureArea.objects.filter(pk__in=gone).delete()
    DisclosureArea.objects.bulk_create(
        DisclosureArea(area=GEOSGeometry(memoryview(wkb), srid=settings.COUNTY_SRID)) for wkb in new
    )
    return bool(gone or new)


def _difference():
    """Ids of areas that should not be, and the shapes of those that should."""
    wanted = {shapely.to_wkb(shapely.normalize(piece)): piece for piece in _pieces()}
    present = {
        shapely.to_wkb(shapely.normalize(shapely.from_wkb(bytes(row.area.wkb)))): row.pk
        for row in DisclosureArea.objects.only("area")
    }
    return [pk for wkb, pk in present.items() if wkb not in wanted], [wkb for wkb in wanted if wkb not in present]


def _pieces():
    """Polygons that never overlap."""
    planned = Compound.objects.filter(planned__plan__status__in=IN_PLAN).values_list("boundary", flat=True)
    shapes = shapely.from_wkb([bytes(boundary.wkb) for boundary in planned.order_by("pk")])
    dissolved = shapely.union_all(shapely.buffer(shapes, DISCLOSURE_MARGIN_M, quad_segs=16))
    return [piece for piece in shapely.get_parts(dissolved) if not piece.is_empty]
