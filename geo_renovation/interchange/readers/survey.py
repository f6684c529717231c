"""Survey tables 物探点表 and 线表: lines between points that another table places."""
import re
from itertools import chain, islice

import numpy as np
import shapely

from ..refusals import Refused
from .coordinates import Points, axes_of, fault, is_blank, number, only
from .wording import bare

FROM = {
    "起点点号", "起点", "起点编号", "起始点号", "起点物探号", "起点物探点号", "起点管点编号", "起始点", "上点号", "本点号",
    "qdbh", "qddh", "startpoint", "from", "frompoint", "fromnode", "spoint",
}  # fmt: skip
TO = {
    "终点点号", "终点", "终点编号", "终止点号", "终点物探号", "终点物探点号", "终点管点编号", "连接点号", "连接点", "连接方向",
    "止点点号", "下点号", "zdbh", "zddh", "endpoint", "to", "topoint", "tonode", "epoint",
}  # fmt: skip
POINT_CODE = {
    "物探点号", "点号", "管点编号", "管线点号", "管点号", "探测点号", "物探号", "测点编号", "测量点号", "wtdh", "tsdh",
    "pointcode", "pointno", "pointid", "explorationno",
}  # fmt: skip
DEPTH = {"埋深", "管顶埋深", "中心埋深", "depth", "depthm"}
FROM_DEPTH = {"起点埋深", "起始埋深", "起点管顶埋深", "qdms", "fromdepth", "startdepth"}
TO_DEPTH = {"终点埋深", "终止埋深", "终点管顶埋深", "zdms", "todepth", "enddepth"}
LINE_CODE = {"管线编号", "编号", "编码", "代码", "code", "管段编号", "线号"}
STRESS = {"压力/电压", "压力或电压", "压力电压", "电压/压力", "电压压力"}
SAMPLED = 300  # points by whose magnitudes the axes are told
VOLTAGE = re.compile(r"[0-9.]+\s*(?:k|千)?(?:v|伏)", re.I)


def lines_between(headings, sample, told, companions, family):
    """Lines as told or as the headings say, None where the table is not one of lines."""
    ends = _ends(headings, told)
    if ends is None or (not told and family == "point"):
        return None
    name, table = _points_table(told, companions)
    if table is None:
        if "from" in told:
            raise Refused("points_missing", layer=told.get("points_layer", ""))
        return None
    return Lines(headings, ends, PointTable(*table, told), name)


def _ends(headings, told):
    if "from" in told:
        for name in (told["from"], told["to"]):
            if name not in headings:
                raise Refused("heading_missing", heading=name, headings=", ".join(headings))
        return headings.index(told["from"]), headings.index(told["to"])
    ends = only(headings, FROM), only(headings, TO)
    return None if told or None in ends else ends


def _points_table(told, companions):
    """The table told, else the only one that has point numbers and coordinates."""
    if "points_layer" in told:
        opened = companions.get(told["points_layer"])
        return told["points_layer"], opened() if opened else None
    found = []
    for name, opened in companions.items():
        table = opened()
        if table is not None and only(table[0], POINT_CODE) is not None and axes_of(table[0]):
            found.append((name, table))
    if len(found) > 1:
        raise Refused("which_points", layers=", ".join(name for name, _ in found))
    return found[0] if found else (None, None)


class PointTable:
    """Where each point number lies, and how deep what lies there is buried."""

    def __init__(self, headings, lines, told):
        code = told.get("point_code")
        code = headings.index(code) if code in headings else only(headings, POINT_CODE)
        if code is None:
            raise Refused("heading_missing", heading=told.get("point_code", "物探点号"), headings=", ".join(headings))
        axes = self._axes(headings, told)
        depth = only(headings, DEPTH)
        lines = (line for line in lines if not is_blank(line[code]))
        first = list(islice(lines, SAMPLED))
        points = Points(headings, *axes, first)
        self.warnings, self.places, self.depths, self.twice = points.warnings, {}, {}, set()
        for line in chain(first, lines):
            name, place = _name(line[code]), points.place(*(line[k] for k in points.columns))
            if name in self.places and self.places[name] != place:
                self.twice.add(name)
            self.places[name] = place
            if depth is not None:
                self.depths[name] = line[depth]

    def _axes(self, headings, told):
        if told.get("x") in headings and told.get("y") in headings:
            return headings.index(told["x"]), headings.index(told["y"])
        axes = axes_of(headings)
        if axes is None:
            raise Refused("heading_missing", heading="X, Y", headings=", ".join(headings))
        return axes

    def wrong(self, name):
        """Why a line cannot end at this point, or None."""
        if name not in self.places:
            return "unknown_point"
        if name in self.twice:
            return "duplicate_point"
        return None if self.places[name].__class__ is tuple else "point_without_place"


class Lines:
    """Lines of a table of ends, with the depth, code, pressure and voltage that can be told from it."""

    geometry, crs = "line", None

    def __init__(self, headings, ends, points, name):
        self.ends, self.points, self.seen = ends, points, {}
        self.names = [headings[k] for k in ends]
        self.warnings = [["points_joined", {"layer": name}], *points.warnings]
        self.additions = list(self._additions(headings))
        self.made = [heading for heading, _ in self.additions]

    def _additions(self, headings):
        known = {bare(heading) for heading in headings}
        if not known & LINE_CODE:
            yield "管线编号", self._codes
        depths = only(headings, FROM_DEPTH), only(headings, TO_DEPTH)
        if not known & DEPTH and None not in depths:
            self.warnings.append(["depth_mean", {}])
            yield "埋深", lambda columns: list(map(mean, *(columns[k] for k in depths)))
        elif not known & DEPTH and self.points.depths:
            self.warnings.append(["depth_mean", {}])
            yield "埋深", self._depths
        stress = only(headings, STRESS)
        if stress is not None:
            yield "压力", lambda columns: [None if _is_voltage(c) else c for c in columns[stress]]
            yield "电压", lambda columns: [c if _is_voltage(c) else None for c in columns[stress]]

    def added(self, columns):
        """The columns made, in the order of `made`."""
        return [make(columns) for _, make in self.additions]

    def of(self, columns):
        """WKB per row, or the fault of an end."""
        found = [self._line(*cells) for cells in zip(*(columns[k] for k in self.ends), strict=True)]
        good = [k for k, line in enumerate(found) if line.__class__ is list]
        if good:
            wkbs = shapely.to_wkb(shapely.linestrings(np.array([found[k] for k in good])))
            for k, wkb in zip(good, wkbs, strict=True):
                found[k] = wkb
        return found

    def _line(self, *cells):
        names = []
        for heading, cell in zip(self.names, cells, strict=True):
            if is_blank(cell):
                return fault("required", heading, None)
            name = _name(cell)
            if reason := self.points.wrong(name):
                return fault(reason, heading, name)
            names.append(name)
        if names[0] == names[1]:
            return fault("start_is_end", self.names[1], names[1])
        places = [self.points.places[name] for name in names]
        return fault("start_is_end", self.names[1], names[1]) if places[0] == places[1] else places

    def _codes(self, columns):
        """Both point numbers; a second line between the same two gets -2."""
        codes = []
        for ends in zip(*(columns[k] for k in self.ends), strict=True):
            code = "-".join(_name(cell) for cell in ends)
            count = self.seen[code] = self.seen.get(code, 0) + 1
            codes.append(code if count == 1 else f"{code}-{count}")
        return codes

    def _depths(self, columns):
        depths = self.points.depths
        ends = ([depths.get(_name(cell)) for cell in columns[k]] for k in self.ends)
        return list(map(mean, *ends))


def mean(first, second):
    """The mean of two depths, one alone where the other is empty; a fault where one is no number."""
    numbers = []
    for cell in (first, second):
        if not is_blank(cell):
            try:
                numbers.append(number(cell))
            except (TypeError, ValueError):
                return {"not_a_number": cell}
    return round(sum(numbers) / len(numbers), 4) if numbers else None


def _is_voltage(cell):
    return cell.__class__ is str and VOLTAGE.search(cell) is not None


def _name(cell):
    if cell.__class__ is float and cell.is_integer():
        cell = int(cell)
    return spelt_code(cell)


def spelt_code(cell):
    """A point number without stray blanks."""
    return "".join(str(cell).split()) if cell.__class__ is not dict else ""
