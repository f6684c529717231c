"""A small county whose every secret carries a word of its own, and who may read that word."""
import io
import uuid
from dataclasses import dataclass, field
from datetime import date

from geo_renovation.accounts.models import User
from geo_renovation.interchange import originals, run_files
from geo_renovation.interchange.models import Delivery, ImportIssue, ImportRun
from geo_renovation.planning.actions import freeze_bundle
from geo_renovation.planning.actions.proposing import propose
from geo_renovation.planning.models import Adoption, AnnualPlan
from geo_renovation.planning.plan_versions import record_version
from geo_renovation.utilities.handing_over import Paper, hand_over
from tests.factories import (
    BarrierFactory,
    BuildingFactory,
    CommunityFactory,
    CompoundFactory,
    CountyFactory,
    DisclosureAreaFactory,
    DistrictFactory,
    FindingFactory,
    NodeFactory,
    OrganisationFactory,
    RedlineFactory,
    RoadFactory,
    SegmentFactory,
    StageEventFactory,
    TownAreaFactory,
    UserFactory,
)
from tests.factories.bundles import draft_of, frozen_of

from .roles import CENTRE, EVERYONE, OFFICIALS, OVERSIGHT, UTILITIES

WEST, SOUTH_EAST, NORTH_EAST = "street-yuqiuhu", "street-huixin", "street-renhe"
DETAILS = ("pressure", "voltage", "capacity", "material")


@dataclass
class World:
    """The rows by name, and per secret word, figure and place the roles that may meet it."""

    rows: dict = field(default_factory=dict)
    words: dict = field(default_factory=dict)
    figures: dict = field(default_factory=dict)
    places: dict = field(default_factory=dict)
    seers: dict = field(default_factory=dict)

    def add(self, name, row, seers, *words):
        """A row that `seers` may see, with secret words that only they may read."""
        self.rows[name], self.seers[name] = row, seers
        self.words |= dict.fromkeys(words, seers)
        return row


def make() -> World:
    world = World()
    places(world)
    compounds(world)
    networks(world)
    planner = UserFactory(role="planner", username="maker")
    bundles(world, planner)
    annual_plans(world, planner)
    DisclosureAreaFactory(at=(-1060, -60), size=(340, 220))
    handovers(world, planner)
    redlines(world)
    deliveries(world)
    return world


def places(world):
    CountyFactory()
    TownAreaFactory()
    west = DistrictFactory(code="371526001", name="西街", at=(-4000, -4000), size=(4000, 8000))
    DistrictFactory(code="371526002", name="东南街", at=(0, -4000), size=(4000, 4000))
    DistrictFactory(code="371526003", name="东北街", at=(0, 0), size=(4000, 4000))
    CommunityFactory(district=west)
    RoadFactory(points=((-2000, -300), (2000, -300)))
    world.add("river", BarrierFactory(points=((-2000, -2000), (2000, -2000))), EVERYONE)


def compounds(world):
    published = CompoundFactory(
        code="OPEN-1", name="公开里", at=(-1000, 0), eligible=True, published=True, former_name="SECRET-former"
    )
    world.add("published", published, EVERYONE)
    world.words["SECRET-former"] = OFFICIALS
    for name, at in (("hidden", (-880, 0)), ("east", (1000, -1000)), ("east_2", (1120, -1000))):
        compound = CompoundFactory(code=f"SECRET-{name}/1", name=f"SECRET-name-{name}", at=at, eligible=True)
        world.add(name, compound, OFFICIALS, compound.code.split("/")[0], compound.name)
    for name in ("published", "hidden"):
        compound = world.rows[name]
        FindingFactory(compound=compound, evidence="SECRET-evidence")
        StageEventFactory(compound=compound, evidence="SECRET-document")
        building = BuildingFactory(compound=compound, name="SECRET-building")
        world.add(f"building_{name}", building, world.seers[name])
    world.words |= dict.fromkeys(("SECRET-evidence", "SECRET-document", "SECRET-building"), OFFICIALS)


def networks(world):
    all_lines = CENTRE | OVERSIGHT
    west, eastern = all_lines | {WEST, "water"}, all_lines | {SOUTH_EAST, "power"}
    line(world, "disclosed", "water", ((-1200.37, 50.61), (-700.41, 50.63)), west | UTILITIES, 41.37)
    line(world, "undisclosed", "water", ((-3000.43, 2000.67), (-2800.47, 2000.69)), west, 42.41)
    line(world, "eastern", "power", ((900.53, -950.71), (1163.71, -950.71)), eastern, 43.43)
    # Both ends of the first lie outside the disclosure area; a disclosed line may be known as deep as it lies.
    for name, seers in (("disclosed", west), ("undisclosed", west), ("eastern", eastern)):
        ends = world.rows[f"segment_{name}"].route.coords
        world.places |= {f"{name} {end}": (at, seers) for end, at in zip(("west", "east"), ends, strict=True)}
    world.figures |= {41.37: CENTRE | UTILITIES, 42.41: CENTRE | {"water"}, 43.43: CENTRE | {"power"}}
    # Metres of the last under the eastern compounds, and all of it in the legend of a print.
    world.figures[143.71] = eastern
    world.words["263m"] = eastern


def line(world, name, owner, points, seers, depth_m):
    """A line with a node at its middle; their details are for the owner and the centre only."""
    organisation = OrganisationFactory(code=owner)
    details = {detail: f"SECRET-{detail[:4]}-{name[:5]}" for detail in DETAILS}
    network_class = {"water": "JS", "power": "DL"}[owner]
    more = details | {"network_class": network_class, "depth_m": depth_m, "diameter_mm": round(depth_m) * 100_003}
    segment = SegmentFactory(code=f"SECRET-line-{name}", points=points, owner=organisation, **more)
    world.figures[segment.diameter_mm] = CENTRE | {owner}
    del details["material"]
    (west, south), (east, _) = points
    details |= {"network_class": network_class, "depth_m": depth_m}
    node = NodeFactory(code=f"SECRET-node-{name}", at=((west + east) / 2, south), owner=organisation, **details)
    world.add(f"segment_{name}", segment, seers)
    world.add(f"node_{name}", node, seers)
    secrets = [segment.code, node.code, segment.material, *(details[name] for name in DETAILS if name != "material")]
    world.words |= dict.fromkeys(secrets, CENTRE | {owner})


def bundles(world, planner):
    west = ["OPEN-1", "SECRET-hidden/1"]
    east = ["SECRET-east/1", "SECRET-east_2/1"]
    street = OrganisationFactory(code=WEST)
    fixed = CENTRE | OVERSIGHT
    add = world.add
    add("draft", draft_of(west, by=planner, name="SECRET-draft"), CENTRE, "SECRET-draft")
    for_street = draft_of(west, by=planner, name="SECRET-for-street", drafted_for=street)
    add("street_draft", for_street, CENTRE | {WEST}, "SECRET-for-street")
    frozen = adopted(world, planner, west)
    add("frozen", frozen, fixed | UTILITIES | {WEST}, "SECRET-frozen")
    eastern = frozen_of(east, by=planner, name="SECRET-eastern")
    add("frozen_east", eastern, fixed | {SOUTH_EAST, "power"}, "SECRET-eastern")


def adopted(world, planner, codes):
    """A frozen bundle that came from a proposal."""
    rules = {"cmin": 0, "cmax": 9_000_000, "max_members": 3, "year_spread": 1, "alpha": 1000, "beta": 0}
    asked = {"name": "SECRET-proposal", "years": [2027], "districts": [], "weight": "boundary", "locks": {}}
    proposal = propose(by=planner, request=uuid.uuid4(), settings=rules, **asked)
    world.add("proposal", proposal, CENTRE, "SECRET-proposal")
    draft = draft_of(codes, by=planner, name="SECRET-frozen")
    good = {"settings": rules | {"weight": "boundary"}, "value": 1, "gap": 0, "gap_on_weight": 0}
    Adoption.objects.create(bundle=draft, proposal=proposal, codes=codes, adopted_by=planner, **good)
    return freeze_bundle(bundle=draft, revision=1, by=planner)


def annual_plans(world, planner):
    """One adopted that holds nothing, and the draft that the frozen bundles made; a street's part was returned."""
    AnnualPlan.objects.create(year=2026, status="adopted", adopted_on=date(2026, 1, 9))
    draft, district = AnnualPlan.objects.get(year=2027), world.rows["hidden"].district
    said = {"by": planner, "district": district}
    record_version(draft, "submitted", request=uuid.uuid4(), **said)
    record_version(draft, "returned", request=uuid.uuid4(), reason="SECRET-returned", **said)
    world.words["SECRET-returned"] = CENTRE | {WEST}


def handovers(world, planner):
    """One from nobody on record to the heat company."""
    segment = SegmentFactory(code="SECRET-line-handed", network_class="RL", points=((2000, -3000), (2100, -3000)))
    made = hand_over(
        segments=[segment.pk], nodes=[], kinds=["owner"], taker=OrganisationFactory(code="heat"), by=planner,
        request=uuid.uuid4(), paper=Paper(date(2024, 5, 1), "SECRET-handed"),
    )  # fmt: skip
    world.add("handover", made, CENTRE | {"heat"}, "SECRET-handed", segment.code)


def redlines(world):
    """One that the power company made on the line of the water company that is disclosed to it."""
    made_by = UserFactory(role="power", username="marker", post="SECRET-post")
    line = world.rows["segment_disclosed"]
    mark = RedlineFactory(segment=line, made_by=made_by, text="SECRET-remark")
    world.add("redline", mark, CENTRE | {"water", "power"}, "SECRET-remark", "SECRET-post")


def deliveries(world):
    """What two streets and a utility sent in, with imports in every state that has pages of its own."""
    for name, role, kind, states in (
        ("west", WEST, "compounds", ("draft", "checked", "stored")),
        ("south_east", SOUTH_EAST, "compounds", ("checked",)),
        ("water", "water", "segments", ("checked",)),
    ):
        words = {part: f"SECRET-{part}-{name}" for part in ("file", "cell", "sample", "value", "old", "agreed")}
        delivery = sent_in(words, OrganisationFactory(code=role))
        world.add(f"delivery_{name}", delivery, CENTRE | {role}, *words.values())
        for state in states:
            imported(delivery, kind, state, words)


def sent_in(words, organisation):
    """A delivery with its original and what was found in it."""
    folder = uuid.uuid4()
    kept = originals.keep(folder, [(f"{words['file']}.csv", io.BytesIO(words["cell"].encode()))])
    heading = {"name": "code", "samples": [words["sample"]], "values": [words["sample"]]}
    layer = {"name": "layer", "count": 1, "geometry": "polygon", "headings": [heading], "warnings": [], "refused": None}
    layer |= {"encoding": "UTF-8", "crs": None, "bounds": None, "sample": []}
    found = {"files": [{"name": kept.name, "format": "table", "refused": None}], "layers": [layer]}
    return Delivery.objects.create(
        folder=folder, organisation=organisation, state="inspected", found=found, **kept._asdict()
    )


def imported(delivery, kind, state, words):
    """An import with a finding, a rejected row, a difference and an accepted error."""
    counts = {"errors": {"out_of_range": 1}, "warnings": {}, "accepted": {"overlap": 1}}
    run = ImportRun.objects.create(
        delivery=delivery, layer="layer", kind=kind, state=state, organisation=delivery.organisation,
        file_name=delivery.name, instructions={"accepted": {"overlap": words["agreed"]}},
        report={"read": 2, "written": 1, "counts": counts, "changed": 1},
    )  # fmt: skip
    ImportIssue.objects.create(
        run=run, row=1, field="code", value=words["value"], reason="out_of_range", severity="error"
    )
    run_files.write(run, "differences", [
        {"row": 2, "code": "C", "status": "changed", "fields": {"name": [words["old"], "new"]}},
    ])  # fmt: skip
    rejected = {"row": 1, "cells": [words["cell"]], "wkt": None, "shape": None}
    run_files.write(run, "rejected", {"headings": ["code"], "rows": [rejected], "total": 1, "has_shapes": False})


def visitor(role, client):
    """The client signed in as that role."""
    if role != "anonymous":
        client.force_login(User.objects.filter(username=role).first() or UserFactory(role=role, username=role))
    return client
