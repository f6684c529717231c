"""PostGIS functions that Django's ORM lacks. The only home of raw SQL.

All take and return geometries in the SRID of their first argument; lengths and areas are in
that CRS's units (metres for every county CRS).
"""
from django.contrib.gis.db import models
from django.db.models import Func


class LinesOf(Func):
    """The line parts of a geometry (`ST_CollectionExtract(g, 2)`), a MultiLineString, maybe empty."""

    template = "ST_CollectionExtract(%(expressions)s, 2)"
    arity = 1
    output_field = models.GeometryField()


class Intersected(Func):
    """`ST_Intersection(a, b)`: the common part of two geometries of one SRID."""

    function = "ST_Intersection"
    arity = 2
    output_field = models.GeometryField()


class Collected(Func):
    """`ST_Collect(g)` as a plain aggregate inside a subquery that groups nothing else."""

    function = "ST_Collect"
    arity = 1
    output_field = models.GeometryField()
