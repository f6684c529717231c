"""Invented rows that show what each kind looks like; shapes in metres from a place inside the county."""
from datetime import date

CODE = "999999001001"
COMPOUND = {
    "community_code": CODE, "completion_year": 1998, "household_count": 120, "floor_area_m2": 9600.0,
    "land_area_m2": 10_000.0, "owner_unit": "示例厂", "willingness_percent": 92.0, "surveyed_households": 118,
    "estimate_cny": 1_900_000.0, "evidence": "示例：2021年摸底表", "residential": "是", "state_land": "是", "willing": "是",
}
PIPE = {
    "network_class": "给水", "owner": "不明", "laid_year": 2001, "material": "PE", "diameter_mm": 200, "placement": "直埋",
    "accuracy": "探测", "status": "在用", "source": "示例", "surveyed_on": date(2021, 7, 29), "depth_m": 1.2,
}
VALVE = {"network_class": "给水", "owner": "不明", "depth_m": 1.2, "laid_year": 2001}


def square(x, y, width, height):
    """A ring, clockwise as shapefiles have it."""
    return [(x, y), (x, y + height), (x + width, y + height), (x + width, y), (x, y)]


# kind -> [(values, ring, line or point)]
SAMPLES = {
    "county": [({"code": "999999", "name": "示例县", "demonstration": "否"}, square(-5000, -5000, 10_000, 10_000))],
    "town_area": [({"name": "示例县城区"}, square(-3000, -3000, 6000, 6000))],
    "districts": [({"code": CODE[:9], "name": "示例街道"}, square(-2000, -2000, 4000, 4000))],
    "communities": [({"code": CODE, "name": "示例社区居委会", "kind": "居委会"}, square(-2000, -2000, 4000, 4000))],
    "roads": [
        (
            {"code": "示例路-1", "name": "示例路", "rank": "支路", "width_m": 12.0, "surfaced_on": date(2012, 6, 1), "surfacing": "新建"},
            [(-500, -20), (500, -20)],
        )
    ],
    "barriers": [({"code": "示例河-1", "name": "示例河", "kind": "河流"}, square(-500, 400, 1000, 20))],
    "compounds": [
        ({"code": "示例-001", "name": "示例一号小区", **COMPOUND}, square(0, 0, 100, 100)),
        ({"code": "示例-002", "name": "示例二号小区", **COMPOUND, "completion_year": 2003}, square(120, 0, 100, 100)),
    ],
    "buildings": [
        (
            {
                "code": f"示例-001-{number}", "compound_code": "示例-001", "name": f"{number}号楼", "storeys": 5, "unit_count": 4,
                "household_count": 40, "floor_area_m2": 3200.0, "completion_year": 1998, "structure": "砖混",
            },
            square(10, 10 + 30 * number, 60, 11),
        )
        for number in (0, 1)
    ],
    "segments": [
        ({"code": "示例JS1-JS2", **PIPE}, [(0, -10), (60, -10)]),
        ({"code": "示例JS2-JS3", **PIPE}, [(60, -10), (130, -10)]),
    ],
    "nodes": [
        ({"code": "示例JS1", "kind": "阀门", **VALVE}, (0, -10)),
        ({"code": "示例JS2", "kind": "检查井", **VALVE}, (60, -10)),
    ],
}  # fmt: skip
