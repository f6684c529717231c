"""Vector tiles and GeoJSON made inside PostgreSQL.

A tile or a feature collection is a subquery like any other, so a queryset that has already been
cut to what its viewer may see is all that ever reaches `ST_AsMVT` or `ST_AsGeoJSON`.
"""

from dataclasses import dataclass
from types import SimpleNamespace

from django.contrib.gis.db import models
from django.db import connections
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.models import Expression, Func, Subquery, Value
from django.db.models.sql import Query

from .fields import WEB_MERCATOR

EXTENT = 4096
# Lines run this far (tile units) past the edge, so that casings and dashes meet at the seam.
BUFFER = 64


class Slot(Expression):
    """An integer that a `Statement` is given when it runs."""

    output_field = models.IntegerField()

    def __init__(self, name):
        super().__init__()
        self.name = name

    def as_sql(self, compiler, connection):
        return "%s::integer", [self]


class TileEnvelope(Func):
    """`ST_TileEnvelope(z, x, y)` in EPSG:3857, widened on request by the drawing buffer.

    Parameters
    ----------
    z, x, y : int or Slot
        The tile; the caller has checked 0 <= x, y < 2**z.
    buffered : bool
        Widen by BUFFER / EXTENT of the tile on every side.
    """

    function = "ST_TileEnvelope"
    output_field = models.PolygonField(srid=WEB_MERCATOR)

    def __init__(self, z, x, y, buffered=False):
        super().__init__(*(n if isinstance(n, Slot) else Value(n, models.IntegerField()) for n in (z, x, y)))
        if buffered:
            self.extra["template"] = f"%(function)s(%(expressions)s, margin => {BUFFER / EXTENT})"

    def get_group_by_cols(self):
        """The same for every row, so no part of a grouping."""
        return []


class AsMVTGeom(Func):
    """`ST_AsMVTGeom(g, bounds)`: `g` (EPSG:3857) in tile units, NULL where nothing is left of it.

    Never filter on its result: PostgreSQL would compute it twice per row. `ST_AsMVT` skips NULL.
    """

    function = "ST_AsMVTGeom"
    arity = 2
    template = f"%(function)s(%(expressions)s, {EXTENT}, {BUFFER}, true)"
    output_field = models.GeometryField(srid=0)


class _FeaturesOf(Subquery):
    """All rows of a queryset in one value; its columns are renamed to `names`, geometry first."""

    def __init__(self, queryset, names, **extra):
        columns = ", ".join(connections[queryset.db].ops.quote_name(name) for name in ("geom", *names))
        super().__init__(queryset, columns=columns, **extra)


class AsMVT(_FeaturesOf):
    """The rows of a queryset as one MVT layer (bytes).

    Parameters
    ----------
    queryset : QuerySet
        `values_list` of one AsMVTGeom, then one column per name.
    layer : str
        The layer's name inside the tile: a constant of the program, never user text.
    names : sequence of str
        The features' property names.
    """

    template = f"(SELECT ST_AsMVT(f, '%(layer)s', {EXTENT}, 'geom') FROM (%(subquery)s) AS f(%(columns)s))"  # noqa: S608
    output_field = models.BinaryField()

    def __init__(self, queryset, layer, names):
        super().__init__(queryset, names, layer=layer)


class AsFeatures(_FeaturesOf):
    """The rows of a queryset as GeoJSON features, joined by commas (str, maybe empty).

    The first column must be in EPSG:4326; seven decimals are about a centimetre.
    """

    template = (
        "(SELECT coalesce(string_agg(ST_AsGeoJSON(f, 'geom', 7), ','), '')"
        " FROM (%(subquery)s) AS f(%(columns)s))"
    )
    output_field = models.TextField()


def select(using="default", **expressions):
    """One row of `expressions` in one statement without a table: {name: value}, one snapshot."""
    query = Query(None)
    for name, expression in expressions.items():
        query.add_annotation(expression, name)
    (row,) = query.get_compiler(using=using).results_iter()
    return dict(zip(expressions, row, strict=True))


class _PreparedCursor(ServerBindingCursor):
    """Keeps the plan of each statement on its connection; values travel apart from the text."""

    def execute(self, query, params=None):
        # Django turns preparing off for the whole connection.
        self.connection.prepare_threshold = 0
        try:
            return super().execute(query, params, prepare=True, binary=True)
        finally:
            # Where Django's query log looks for the text, which psycopg leaves out for a prepared one.
            self._query = SimpleNamespace(query=query.encode())
            self.connection.prepare_threshold = None


@dataclass(frozen=True)
class Statement:
    """A `select` compiled once, to be run often with other numbers in its slots."""

    names: tuple
    sql: str
    params: tuple
    using: str

    def run(self, **slots):
        """{name: value} of its one row, one snapshot."""
        params = [slots[value.name] if isinstance(value, Slot) else value for value in self.params]
        database = connections[self.using]
        database.ensure_connection()
        with database._prepare_cursor(_PreparedCursor(database.connection)) as cursor:
            cursor.execute(self.sql, params)
            return dict(zip(self.names, cursor.fetchone(), strict=True))


def compiled(using="default", **expressions) -> Statement:
    """What `select` would ask, to be run later; values come as PostgreSQL gives them."""
    query = Query(None)
    for name, expression in expressions.items():
        query.add_annotation(expression, name)
    sql, params = query.get_compiler(using=using).as_sql()
    return Statement(tuple(expressions), sql, tuple(params), using)
