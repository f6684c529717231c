"""PostGIS functions that Django's ORM lacks. The only home of raw SQL.

All take and return geometries in the SRID of their first argument; lengths and areas are in
that CRS's units (metres for every county CRS).
"""
from django.conf import settings
from django.contrib.gis.db import models
from django.db import connections
from django.db.models import Aggregate, Func, Subquery


class LinesOf(Func):
    """The line parts of a geometry (`ST_CollectionExtract(g, 2)`), a MultiLineString, maybe empty."""

    template = "ST_CollectionExtract(%(expressions)s, 2)"
    arity = 1
    output_field = models.GeometryField()


class AreasOf(Func):
    """The areas of a geometry (`ST_CollectionExtract(g, 3)`), a MultiPolygon, which PostGIS can prepare."""

    template = "ST_CollectionExtract(%(expressions)s, 3)"
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


class Covers(Func):
    """`ST_Covers(a, b)`: whether no point of b lies outside a; quick where `a` is the same in every row."""

    function = "ST_Covers"
    arity = 2
    output_field = models.BooleanField()


class ShortestLine(Func):
    """`ST_ShortestLine(a, b)`: the shortest line from `a` to `b`; of several, the first that PostGIS meets."""

    function = "ST_ShortestLine"
    arity = 2
    output_field = models.LineStringField(srid=settings.COUNTY_SRID)


class Metres(Func):
    """`ST_Length(g)` as a plain number in the units of the CRS; 0 for points and areas."""

    function = "ST_Length"
    arity = 1
    output_field = models.FloatField()


class Merged(Aggregate):
    """The lines of a group as one, joined where two ends meet; `g` may be lines or multi-lines."""

    function = "ST_Collect"
    # ST_LineMerge empties a collection of multi-lines: they are taken out of it first.
    template = "ST_LineMerge(ST_CollectionExtract(%(function)s(%(expressions)s), 2))"
    arity = 1
    output_field = models.GeometryField()


class Extent4326(Func):
    """`ST_Envelope` of a geometry in EPSG:4326, for its corners and centre."""

    template = "ST_Envelope(ST_Transform(%(expressions)s, 4326))"
    arity = 1
    output_field = models.GeometryField(srid=4326)


class ClippedTo(Func):
    """`ST_ClipByBox2D(g, box)`: what of a geometry lies in a box; quick, and content with any geometry."""

    function = "ST_ClipByBox2D"
    arity = 2
    output_field = models.GeometryField(srid=settings.COUNTY_SRID)


class PathData(Func):
    """SVG path data of (g, dx, dy, kx, ky): moved, then scaled, y downwards, to a hundredth of the unit."""

    template = "ST_AsSVG(ST_TransScale(%(expressions)s), 0, 2)"
    arity = 5
    output_field = models.TextField()


class Piece(Func):
    """The separate part of the ground that an `OverPieces` has in hand; only inside its queryset."""

    template = '"piece"."geom"'
    output_field = models.GeometryField(srid=settings.COUNTY_SRID)


class OverPieces(Subquery):
    """The rows of a queryset for each separate part of a ground, one after the other.

    Cutting lines by a town of many compounds at once costs each line the vertices of all of them;
    by its separate parts, which meet in points at most, the lengths are the same.

    Parameters
    ----------
    queryset : QuerySet
        `values_list` that names its part as `Piece()`.
    names : sequence of str
        What its columns are called in the answer, a list of dicts.
    ground : GEOSGeometry
        In the county's CRS, maybe empty.
    """

    template = (
        "(SELECT coalesce(jsonb_agg(f), '[]') FROM ST_Dump(%%s::geometry) AS piece,"
        " LATERAL (%(subquery)s) AS f(%(columns)s))"
    )
    output_field = models.JSONField()

    def __init__(self, queryset, names, ground):
        columns = ", ".join(connections[queryset.db].ops.quote_name(name) for name in names)
        super().__init__(queryset, columns=columns)
        self.ground = ground

    def as_sql(self, compiler, connection, **extra):
        sql, params = super().as_sql(compiler, connection, **extra)
        return sql, (self.ground.hexewkb.decode(), *params)
