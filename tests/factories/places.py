"""County, town, districts, communities, roads and barriers."""

import factory
from factory import LazyAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from geo_renovation.districts.models import Barrier, Community, County, District, Road, TownArea

from .shapes import boundary, line, lines


class CountyFactory(DjangoModelFactory):
    """A county of 20 km around the town centre; a second call answers the same one."""

    class Meta:
        model = County
        django_get_or_create = ("code",)

    class Params:
        at = (-10_000, -10_000)
        size = 20_000

    code = "371526"
    name = "高唐县"
    outline = LazyAttribute(lambda o: boundary(o.at, o.size))


class TownAreaFactory(DjangoModelFactory):
    """A town of 6 km around the centre."""

    class Meta:
        model = TownArea

    class Params:
        at = (-3000, -3000)
        size = 6000

    name = "县城区"
    boundary = LazyAttribute(lambda o: boundary(o.at, o.size))


class DistrictFactory(DjangoModelFactory):
    """A square district; `code` 371526001 is that of street-yuqiuhu."""

    class Meta:
        model = District
        django_get_or_create = ("code",)

    class Params:
        at = (-4000, -4000)
        size = 8000

    code = Sequence(lambda n: f"{371526001 + n % 999}")
    name = LazyAttribute(lambda o: f"街道{o.code}")
    boundary = LazyAttribute(lambda o: boundary(o.at, o.size))


class CommunityFactory(DjangoModelFactory):
    class Meta:
        model = Community

    class Params:
        at = (0, 0)
        size = 1000

    district = SubFactory(DistrictFactory)
    code = Sequence(lambda n: f"371526001{n % 1000:03d}")
    name = Sequence(lambda n: f"第{n}社区居委会")
    boundary = LazyAttribute(lambda o: boundary(o.at, o.size))


class RoadFactory(DjangoModelFactory):
    class Meta:
        model = Road

    class Params:
        points = ((-500, -50), (500, -50))

    code = Sequence(lambda n: f"R{n}")
    name = Sequence(lambda n: f"第{n}路")
    rank = "branch"
    route = LazyAttribute(lambda o: lines(o.points))


class BarrierFactory(DjangoModelFactory):
    class Meta:
        model = Barrier

    class Params:
        points = ((-500, -100), (500, -100))

    code = Sequence(lambda n: f"B{n}")
    name = factory.LazyAttribute(lambda o: f"河{o.code}")
    kind = "river"
    shape = LazyAttribute(lambda o: line(o.points))
