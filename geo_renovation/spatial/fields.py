"""Model fields in the county's CRS and their twins for web tiles."""
from django.conf import settings
from django.contrib.gis.db.models import GeometryField, MultiPolygonField
from django.contrib.gis.db.models.functions import IsValid, Transform
from django.db import models

WEB_MERCATOR = 3857


def tile_twin(source: str, field_class=GeometryField) -> models.GeneratedField:
    """Stored EPSG:3857 copy of the geometry column `source`; PostgreSQL keeps it."""
    return models.GeneratedField(
        expression=Transform(source, WEB_MERCATOR),
        output_field=field_class(srid=WEB_MERCATOR, spatial_index=False),
        db_persist=True,
    )


def boundary_field(**options) -> MultiPolygonField:
    """A boundary in the county's CRS, metres."""
    return MultiPolygonField(srid=settings.COUNTY_SRID, **options)


def valid_geometry(field: str, name: str) -> models.CheckConstraint:
    """A constraint that refuses an invalid geometry in `field`."""
    return models.CheckConstraint(condition=models.Q(IsValid(models.F(field))), name=name)
