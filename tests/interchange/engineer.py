"""What an engineer does once a network is in: the responsibility table, a trace, files; in a county of its own."""

import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import ezdxf
import geopandas
import numpy as np
import openpyxl
import shapely

# Runs inside the county: what each address answers the planner, as JSON or as a file in the folder.
ASK = """
import json, pathlib
from django.conf import settings
from django.test import Client
from geo_renovation.accounts.models import Organisation, User
settings.ALLOWED_HOSTS = ["testserver"]
centre = Organisation.objects.get(code="centre")
planner = User.objects.get_or_create(username="engineering", organisation=centre)[0]
client = Client(headers={{"accept-language": "en"}})
client.force_login(planner)
told = {{}}
for address in json.loads({addresses!r}):
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code, answer.content[:500])
    if "json" in answer.headers["Content-Type"]:
        told[address] = answer.json()
    else:
        pathlib.Path({folder!r}, address.rsplit("/", 1)[1]).write_bytes(answer.content)
print(json.dumps(told))
"""
TABLE = "/planning/responsibility.json"
ENDINGS = ("dxf", "gpkg", "xlsx")


def squares_over(shapes, cells=6):
    """Compounds drawn over a network's hull: every other square of a grid."""
    hull = shapely.convex_hull(shapely.geometrycollections(shapes))
    x0, y0, x1, y1 = hull.bounds
    xs, ys = np.linspace(x0, x1, cells + 1), np.linspace(y0, y1, cells + 1)
    drawn = [
        shapely.intersection(shapely.box(xs[i], ys[j], xs[i + 1], ys[j + 1]), hull)
        for i in range(cells) for j in range(cells) if (i + j) % 2 == 0
    ]  # fmt: skip
    return [cell for cell in drawn if cell.area > 1]


def take_squares(county, squares):
    """Stores them as compounds S0, S1, …"""
    features = [({"code": f"S{n}", "name": f"S{n}"}, square) for n, square in enumerate(squares)]
    county.take(county.geojson("compounds", features), "compounds")


@dataclass
class Engineer:
    """Asks a county's own addresses."""

    county: object

    def ask(self, *addresses) -> list:
        """Their JSON; None where it is a file, which then lies in the county's folder."""
        told = self.county.run(ASK.format(addresses=json.dumps(addresses), folder=str(self.county.folder)))
        return [told.get(address) for address in addresses]

    def files(self, code) -> dict[str, Path]:
        """The networks under a compound in every format."""
        self.ask(*(f"/compounds/{code}/networks.{ending}" for ending in ENDINGS))
        return {ending: self.county.folder / f"networks.{ending}" for ending in ENDINGS}


def by_class(table) -> dict:
    """{(class, owner): metres} of a responsibility table."""
    return {(row["network_class"], row["owner"]): row["metres"] for row in table["rows"]}


def in_files(files) -> dict:
    """{ending: {class: metres}} of what was exported."""
    drawing = defaultdict(float)
    for line in ezdxf.readfile(files["dxf"]).modelspace().query("LWPOLYLINE[layer != 'BOUNDARY']"):
        drawing[line.dxf.layer.removesuffix("LINE")] += shapely.LineString(line.get_points("xy")).length
    package = geopandas.read_file(files["gpkg"], layer="lines")
    rows = openpyxl.load_workbook(files["xlsx"]).worksheets[1].iter_rows(min_row=3, values_only=True)
    sheet = defaultdict(float)
    for row in rows:
        sheet[row[0]] += row[4]
    lengths = package.geometry.length.groupby(package["network_class"]).sum()
    return {"dxf": dict(drawing), "gpkg": lengths.to_dict(), "xlsx": dict(sheet)}


def crs_of(files):
    return geopandas.read_file(files["gpkg"], layer="lines").crs.to_epsg()


def reached(ends, starts, closed):
    """Lines that can be walked to from some places; `ends` is {line: its two places}."""
    at = defaultdict(list)
    for name, pair in ends.items():
        for place in pair:
            at[place].append(name)
    seen, queue, found = set(starts), list(starts), set()
    while queue:
        for name in at[queue.pop()]:
            if name in closed:
                continue
            found.add(name)
            for place in set(ends[name]) - seen:
                seen.add(place)
                queue.append(place)
    return found
