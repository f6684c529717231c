"""Collects segments and nodes; lines meet because they end at the same centimetre."""
from datetime import date

from .frame import place


class Register:
    """The segments and nodes of all networks, numbered by class in the order drawn."""

    def __init__(self):
        self.segments: list[dict] = []
        self.nodes: list[dict] = []
        self._counts: dict[str, int] = {}
        self._node_at: dict = {}

    def _code(self, prefix):
        self._counts[prefix] = self._counts.get(prefix, 0) + 1
        return f"{prefix}{self._counts[prefix]:05d}"

    def run(self, code, points, traits, rights, *, beyond=False):
        """Draws a chain of segments through frame points, one per pair."""
        ends = [place(u, v) for u, v in points]
        for a, b in zip(ends, ends[1:], strict=False):
            if a != b:
                self.segments.append({
                    "code": self._code(code), "network_class": code, **traits, **rights, "status": "in_use",
                    "beyond_entry": "Y" if beyond else "N", "geometry": [a, b],
                })  # fmt: skip

    def node(self, code, point, kind, traits, rights):
        """Sets a node where none of the class stands yet."""
        at = place(*point)
        if (code, at) not in self._node_at:
            self._node_at[code, at] = True
            self.nodes.append({
                "code": self._code("N" + code), "network_class": code, "kind": kind,
                "depth_m": traits.get("depth_m"), "laid_year": traits.get("laid_year"),
                "pressure": traits.get("pressure", ""), "voltage": traits.get("voltage", ""),
                "capacity": traits.get("capacity", ""), **{k: v for k, v in rights.items() if k != "manager"},
                "manager": rights.get("manager", ""), "geometry": at,
            })  # fmt: skip


def rights(owner: str, year: int, *, manager: str = "", basis: str = "") -> dict:
    """Owner and manager with the document they rest on; the survey of 2021 found what papers did not."""
    since = date(2021, 9, 1) if owner == "unknown" else date(year, 12, 1)
    return {
        "owner": owner, "manager": manager, "right_since": since,
        "right_basis": basis or ("权属普查" if owner == "unknown" or year < 2000 else "竣工资料"),
    }  # fmt: skip
