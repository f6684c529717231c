"""Draws the whole county and writes its files."""
from pathlib import Path

from .compounds import compound_row, compounds
from .files import write_sheets
from .mains import lay_mains
from .places import Places, barriers
from .register import Register
from .services import lane, plan_yards
from .stages import plan_rows, record_history, stage_rows
from .streets import roads

DEFAULT_SEED = 371526


def draw_county(seed: int) -> dict[str, list[dict]]:
    """The rows of every file of the sample."""
    places = Places(seed)
    found = compounds(seed, places)
    record_history(seed, found)
    register = Register()
    yards, taps = plan_yards(register, seed, found)
    lay_mains(register, seed, taps)
    for yard, classes in yards:
        for code in classes:
            yard.draw(code)
    waters, railways = barriers(seed, places.county)
    return {
        "county.shp": places.county_rows(), "town_area.shp": places.town_rows(),
        "districts.shp": places.district_rows(), "communities.shp": places.community_rows(),
        "roads.shp": roads(seed, map(lane, found)), "waters.shp": waters, "railways.shp": railways,
        "compounds.shp": [compound_row(c) for c in found],
        "buildings.shp": [b for c in found for b in c.buildings],
        "segments.shp": register.segments, "nodes.shp": register.nodes,
        "stages.csv": stage_rows(found), "plans.csv": plan_rows(found),
    }  # fmt: skip


def make_county(seed: int, folder: Path) -> dict[str, int]:
    """Writes the sample county; answers how many rows each file got."""
    rows_of = draw_county(seed)
    write_sheets(folder, rows_of)
    return {name: len(rows) for name, rows in rows_of.items()}
