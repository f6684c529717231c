"""Changes of a small county, drawn by chance: ground, lines, points, districts and disclosure areas."""
import random
from datetime import date

from geo_renovation.compounds.models import Compound
from geo_renovation.utilities.models import DisclosureArea, Node, Segment
from tests.factories import CompoundFactory, DisclosureAreaFactory, DistrictFactory, NodeFactory, SegmentFactory
from tests.factories.shapes import boundary, line, point, square


class Changes:
    """Changes of a small county, drawn by chance."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.west = DistrictFactory(code="371526001", at=(-4000, -4000), size=(4000, 8000))
        DistrictFactory(code="371526002", at=(0, -4000), size=(4000, 4000))
        for _ in range(6):
            self.add_compound()
            self.add_segment()
            self.add_node()

    def place(self):
        return self.chance.randrange(-300, 300, 20), self.chance.randrange(-200, 200, 20)

    def path(self):
        start, end = self.place(), self.place()
        return start, (start[0] + 7, end[1] + 7), (end[0] + 3, end[1])

    def any_of(self, model):
        return self.chance.choice(model.objects.order_by("pk"))

    def add_compound(self):
        CompoundFactory(at=self.place(), size=self.chance.choice((60, 100)))

    def move_compound(self):
        compound = self.any_of(Compound)
        compound.boundary = boundary(self.place(), 80)
        compound.save()

    def end_compound(self):
        compound = self.any_of(Compound)
        compound.ended_on = None if compound.ended_on else date(2024, 1, 1)
        compound.save()

    def move_all_compounds(self):
        rows = list(Compound.objects.all())
        for row in rows:
            row.boundary = boundary(self.place(), 60)
        Compound.objects.bulk_update(rows, ["boundary"])

    def add_segment(self):
        SegmentFactory(points=self.path(), owner=self.chance.choice(("water", "heat", None)))

    def move_segment(self):
        segment = self.any_of(Segment)
        segment.route = line(self.path())
        segment.beyond_entry = self.chance.random() < 0.2
        segment.save()

    def plan_or_lay_segments(self):
        segment = self.any_of(Segment)
        Segment.objects.filter(pk=segment.pk).update(status="in_use" if segment.status == "planned" else "planned")

    def end_segments(self):
        Segment.objects.filter(pk__gte=self.any_of(Segment).pk).update(
            ended_on=self.chance.choice((None, date(2024, 1, 1)))
        )

    def delete_segment(self):
        self.any_of(Segment).delete()
        self.add_segment()

    def add_node(self):
        NodeFactory(at=self.place())

    def move_node(self):
        node = self.any_of(Node)
        node.position = point(self.place())
        node.ended_on = self.chance.choice((None, None, date(2024, 1, 1)))
        node.save()

    def delete_node(self):
        self.any_of(Node).delete()
        self.add_node()

    def add_area(self):
        DisclosureAreaFactory(at=self.place(), size=(self.chance.randrange(50, 200), 90))

    def change_areas(self):
        for area in DisclosureArea.objects.all():
            if self.chance.random() < 0.5:
                area.delete()
            else:
                area.area = square(self.place(), 150)
                area.save()

    def move_district(self):
        self.west.boundary = boundary((-4000, -4000), (4000 + self.chance.randrange(-60, 60), 8000))
        self.west.save()

    def one(self):
        acts = [
            getattr(self, name) for name in sorted(vars(Changes)) if "_" in name and name[0] != "_" and name != "any_of"
        ]
        self.chance.choice(acts)()
