"""Files as offices really send them: GBK without a .cpg, no .prj, and rows that cannot be right."""

import shapefile
from openpyxl import Workbook

from tests.factories.shapes import EAST, NORTH

# 编号, 小区名称, 建成年份, 户数, lower left corner in metres from the town centre
GOOD = [(f"YQH-{n:03}", f"光明{n}号院", 1980 + n, 100 + n, (150 * n, 1000)) for n in range(1, 9)]
WRONG = [
    ("YQH-101", "", 1988, 80, (0, 1300)),  # no name
    ("YQH-001", "重号小区", 1990, 60, (150, 1300)),  # the code of another
    ("YQH-102", "压线小区", 1991, 60, (1140, 1000)),  # lies over YQH-007 and YQH-008
    ("YQH-103", "别街小区", 1992, 60, (6000, 1000)),  # in no district of this street
    ("YQH-104", "错年小区", 20001, 60, (450, 1300)),  # no such year
]
SIDE = 100


def ring(at):
    x, y = EAST + at[0], NORTH + at[1]
    return [[x, y], [x, y + SIDE], [x + SIDE, y + SIDE], [x + SIDE, y], [x, y]]


def dirty_shapefile(folder):
    """The three parts of a shapefile in GBK that says neither its encoding nor its CRS."""
    folder.mkdir(parents=True, exist_ok=True)
    with shapefile.Writer(folder / "鱼邱湖小区", shapefile.POLYGON, encoding="gbk") as writer:
        writer.field("编号", "C", 20)
        writer.field("小区名称", "C", 40)
        writer.field("建成年份", "N", 8)
        writer.field("户数", "N", 8)
        for code, name, year, households, at in [*GOOD, *WRONG]:
            writer.poly([ring(at)])
            writer.record(code, name, year, households)
    return sorted(folder.iterdir())


def survey_tables(path, *, first_material="PE"):
    """A workbook as survey teams keep them: points with 北 as X, and lines between their numbers."""
    book = Workbook()
    points = book.active
    points.title = "管点成果表"
    points.append(["物探点号", "X坐标", "Y坐标", "地面高程", "特征", "附属物"])
    lines = book.create_sheet("管线成果表")
    lines.append(["起点点号", "终点点号", "管线编号", "管类", "管径", "材质", "权属单位", "埋设年份"])
    for n in range(12):
        points.append([f"JS{n + 1}", NORTH + 1500 + n % 3, EAST + 40 * n, 27.5, "直线点", "阀门" if n % 4 == 0 else ""])
    for n in range(11):
        material = "PE" if n else first_material
        lines.append([f"JS{n + 1}", f"JS{n + 2}", f"JSL-{n + 1:03}", "JS", "DN200", material, "自来水公司", 2009])
    path.parent.mkdir(exist_ok=True)
    book.save(path)
    return path
