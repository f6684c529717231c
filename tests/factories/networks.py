"""Pipes, cables, their points, rights over them and disclosure areas."""

import uuid
from datetime import date

from factory import LazyAttribute, LazyFunction, Sequence
from factory.django import DjangoModelFactory

from geo_renovation.accounts.models import Organisation
from geo_renovation.utilities.choices import OWNING_KINDS
from geo_renovation.utilities.models import AssetRight, DisclosureArea, Node, Redline, Segment

from .people import OrganisationFactory
from .shapes import line, point, square

HELD_SINCE = date(2000, 1, 1)


def held(holder):
    """The organisation itself, or the one of that code."""
    return holder if isinstance(holder, Organisation) else OrganisationFactory(code=holder)


class AssetFactory(DjangoModelFactory):
    """`owner=`, `manager=`, `steward=` (an Organisation or a code) become rights since 2000."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class, *args, **fields):
        holders = {kind: fields.pop(kind.value, None) for kind in OWNING_KINDS}
        asset = super()._create(model_class, *args, **fields)
        for kind, holder in holders.items():
            if holder:
                over = {model_class._meta.model_name: asset}
                AssetRightFactory(kind=kind, organisation=held(holder), **over)
        asset.refresh_from_db()
        return asset


class SegmentFactory(AssetFactory):
    """A line through `points`, metres from the town centre."""

    class Meta:
        model = Segment

    class Params:
        points = ((-50, 50), (250, 50))

    code = Sequence(lambda n: f"G{n:06d}")
    network_class = "JS"
    placement = "ZM"
    diameter_mm = 200.0
    material = "球墨铸铁"
    depth_m = 1.2
    route = LazyAttribute(lambda o: line(o.points))


class NodeFactory(AssetFactory):
    """A point `at` metres from the town centre."""

    class Meta:
        model = Node

    class Params:
        at = (50, 50)

    code = Sequence(lambda n: f"N{n:06d}")
    network_class = "JS"
    kind = "valve"
    position = LazyAttribute(lambda o: point(o.at))


class AssetRightFactory(DjangoModelFactory):
    class Meta:
        model = AssetRight

    kind = "owner"
    valid = (HELD_SINCE, None)
    basis = "产权登记表"


class DisclosureAreaFactory(DjangoModelFactory):
    """A square of ground inside which utilities see one another's networks."""

    class Meta:
        model = DisclosureArea

    class Params:
        at = (0, 0)
        size = 100

    area = LazyAttribute(lambda o: square(o.at, o.size))


class RedlineFactory(DjangoModelFactory):
    """A mark on a `segment` by a user (`made_by`)."""

    class Meta:
        model = Redline

    request = LazyFunction(uuid.uuid4)
    kind = "position"
    text = "实际在路北"
    line_state = ""
    organisation = LazyAttribute(lambda o: o.made_by.organisation)
