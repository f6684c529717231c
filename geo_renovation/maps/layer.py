"""What one layer of the map is: rows, columns, zooms, who may ask, what makes it stale."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.contrib.gis.db.models.functions import Transform
from django.db.models import F, QuerySet

from geo_renovation.accounts.choices import Audience
from geo_renovation.accounts.querysets import audience_of
from geo_renovation.compounds.querysets import OFFICIAL
from geo_renovation.spatial.functions import Merged
from geo_renovation.spatial.mvt import AsFeatures, AsMVT, AsMVTGeom, TileEnvelope

WGS84 = 4326
MAX_ZOOM = 22
# From here on there is room to write beside a line what it is.
CLOSE_FROM = 18


def all_of_it(rows: QuerySet, z: int) -> QuerySet:
    """The thinning of a layer that is never thinned."""
    return rows


@dataclass(frozen=True)
class Layer:
    """One declaration feeds tiles, GeoJSON, legend and permission.

    `stored` is the indexed geometry column, `seen` the one cut to what the viewer may see where
    they differ; the name of each in EPSG:3857 ends in `_3857`. `rows` takes the filter of the map;
    its part that `narrowed_by` names decides what is drawn. Below `whole_from` lines that share
    the values of `merged_by` are drawn as one and carry nothing else. Where the map is close, a
    feature carries its `close_fields` too. An `is_whole` layer may also
    be had as one GeoJSON collection.
    """

    key: str
    label: str
    shape: str
    rows: Callable[..., QuerySet]
    stored: str
    fields: Mapping[str, object]
    narrowed_by: str = ""
    seen: str = ""
    zooms: tuple[int, int] = (0, MAX_ZOOM)
    thin: Callable[[QuerySet, int], QuerySet] = all_of_it
    whole_from: int = 0
    merged_by: tuple[str, ...] = ()
    official_fields: Mapping[str, object] = field(default_factory=dict)
    close_fields: Mapping[str, object] = field(default_factory=dict)
    is_whole: bool = False
    audiences: tuple[str, ...] = tuple(Audience)
    depends: tuple[str, ...] = ()

    def open_to(self, user) -> bool:
        return audience_of(user) in self.audiences

    def shown_at(self, z: int) -> bool:
        return self.zooms[0] <= z <= self.zooms[1]

    @property
    def stale_after(self) -> tuple[str, ...]:
        """The layers whose change makes a drawing of this one stale."""
        return (self.key, *self.depends)

    def query(self, asked) -> str:
        """The part of the filter that decides what is drawn."""
        # Most tiles are asked for without any filter: reading one costs as much as drawing a small tile.
        return getattr(asked, self.narrowed_by).query if asked.data and self.narrowed_by else ""

    def tile(self, asked, z, x, y) -> AsMVT:
        """The part of the layer that a filter asks for and its viewer may see, in one tile."""
        around = TileEnvelope(z, x, y, buffered=True)
        rows = self.rows(asked).filter(**{f"{self.stored}_3857__bboverlaps": around})
        geometry, fields = F(f"{self.seen or self.stored}_3857"), self.fields_for(asked.user, z)
        if z < self.whole_from:
            geometry = Merged(geometry)
            fields = {name: fields[name] for name in self.merged_by}
        drawn = AsMVTGeom(geometry, TileEnvelope(z, x, y))
        return AsMVT(columns(self.thin(rows, z), fields, drawn), self.key, fields)

    def part(self, asked, codes=None) -> QuerySet:
        """The viewer's rows that touch the view of the filter, where it has one, and bear one of the codes."""
        rows = self.rows(asked)
        if asked.view:
            rows = rows.filter(**{f"{self.stored}_3857__intersects": asked.view})
        return rows if codes is None else rows.filter(code__in=codes)

    def collection(self, rows, user) -> AsFeatures:
        """Rows of the layer as GeoJSON features."""
        fields = self.fields_for(user)
        return AsFeatures(columns(rows, fields, Transform(self.seen or self.stored, WGS84)), fields)

    def fields_for(self, user, z=0) -> dict:
        official = self.official_fields if audience_of(user) in OFFICIAL else {}
        close = self.close_fields if z >= CLOSE_FROM else {}
        return {**self.fields, **official, **close}


def columns(rows, fields, geometry) -> QuerySet:
    """`geometry`, then `fields` in their order; grouped by the fields where it is an aggregate."""
    # Under names of their own, since "owner" is also a column of the model.
    shown = {f"shown_{name}": F(e) if isinstance(e, str) else e for name, e in fields.items()}
    return rows.order_by().values(**shown).annotate(shown=geometry).values_list("shown", *shown)
