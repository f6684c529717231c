"""GeoJSON, CSV and KML in the dialects that come in."""

import json

from tests.interchange.files import table
from tests.interchange.profiles import collection

from . import case, valid
from .shapes import COMPOUNDS, PIPES, ROWS, XY, ring

DEGREES = [(116.23 + n / 1000, 36.86 + n / 1000) for n in range(3)]


def text(name, content, codec="utf-8", rows=3, good=None):
    """A case of one file of text."""
    case(
        name.replace(".", "_"),
        lambda folder, lure: (folder / name).write_bytes(content.encode(codec)) and folder / name,
        rows=rows,
        good=good,
    )


def features(*geometries, **more):
    found = [{"type": "Feature", "properties": ROWS[n % 3], "geometry": g} for n, g in enumerate(geometries)]
    return {"type": "FeatureCollection", "features": found, "crs": CRS, **more}


CRS = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4548"}}
PLAIN = collection(COMPOUNDS, 4548)
DUMPED = json.dumps(PLAIN, ensure_ascii=False)
text("plain.geojson", DUMPED)
text("escaped.geojson", json.dumps(PLAIN))
text("pretty.json", json.dumps(PLAIN, ensure_ascii=False, indent=2).replace("\n", "\r\n"))
text("with_mark.geojson", DUMPED, "utf-8-sig")
text("with_blanks_before.geojson", "\n\n  " + DUMPED + "\n\n")
text("gbk.geojson", DUMPED, "gb18030")
text("crs_last.geojson", json.dumps({k: PLAIN[k] for k in sorted(PLAIN, reverse=True)}))
text("with_more_members.geojson", json.dumps({"name": "小区", "bbox": [0, 0, 1, 1], "x": {"y": [1, [2]]}, **PLAIN}))
text("one_feature.geojson", json.dumps({**features({"type": "Point", "coordinates": XY[0]})["features"][0], "crs": CRS}), rows=1)
text("no_features.geojson", json.dumps(features()), rows=0)
text("a_null_shape.geojson", json.dumps(features({"type": "Point", "coordinates": XY[0]}, None)), rows=2, good=1)
text("an_empty_shape.geojson", json.dumps(features({"type": "LineString", "coordinates": []})), rows=1, good=0)
text("high.geojson", json.dumps(features(*[{"type": "Point", "coordinates": [*xy, 3.5]} for xy in XY])))
text("sometimes_high.geojson", json.dumps(features({"type": "LineString", "coordinates": [[*XY[0], 1], XY[1]]})), rows=1)
text("multi.geojson", json.dumps(features({"type": "MultiPolygon", "coordinates": [[ring()], [ring(80)]]})), rows=1)
text("multiline.geojson", json.dumps(features({"type": "MultiLineString", "coordinates": [XY[:2], XY[1:]]})), rows=1)
text("multipoint.geojson", json.dumps(features({"type": "MultiPoint", "coordinates": XY[:1]})), rows=1)
IN_DEGREES = features(*[{"type": "Point", "coordinates": p} for p in DEGREES])
text("in_degrees.geojson", json.dumps({k: v for k, v in IN_DEGREES.items() if k != "crs"}))
CRS84 = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
text("crs84.geojson", json.dumps(features({"type": "Point", "coordinates": DEGREES[0]}, crs=CRS84)), rows=1)
text("null_crs.geojson", json.dumps({**PLAIN, "crs": None}))
BRACKETS = {"type": "Feature", "properties": {"code": '[{"]}\\"', "name": "\\", "list": [1, {"a": []}]}, "geometry": None}
text("brackets_in_text.geojson", json.dumps({**PLAIN, "features": [BRACKETS] * 3}), rows=3, good=0)
text("exponents.geojson", json.dumps(features({"type": "Point", "coordinates": [4.3e5, 4.08e6]})), rows=1)
text("with_ids.geojson", json.dumps({**PLAIN, "features": [{"id": f"f{n}", **f} for n, f in enumerate(PLAIN["features"])]}))
text("properties_null.geojson", json.dumps({**PLAIN, "features": [{**f, "properties": None} for f in PLAIN["features"]]}))
text("many.geojson", json.dumps(collection(PIPES * 2000, 4548)), rows=6000)

HEAD = "code,name,households\n"
LINES = "".join(f"{r['code']},{r['name']},{r['households']}\n" for r in ROWS)
text("plain.csv", HEAD + LINES)
text("with_mark.csv", HEAD + LINES, "utf-8-sig")
text("gbk.csv", HEAD + LINES, "gbk")
text("windows.csv", (HEAD + LINES).replace("\n", "\r\n"))
text("semicolons.csv", (HEAD + LINES).replace(",", ";"))
text("tabs.csv", (HEAD + LINES).replace(",", "\t"))
text("cut_last_line.csv", (HEAD + LINES).rstrip("\n"))
text("blank_lines.csv", HEAD + LINES.replace("\n", "\n\n"))
text("quoted.csv", HEAD + '"G1","一\n期, ""甲""区",40\n', rows=1)
text("formulas_as_text.csv", HEAD + "=cmd|' /C calc'!A0,@SUM(1),1\n", rows=1)
text("xy.csv", "编号,东坐标,北坐标\n" + "".join(f"J{n},{x},{y}\n" for n, (x, y) in enumerate(XY)))
text("lon_lat.csv", "编号,经度,纬度\n" + "".join(f"J{n},{x},{y}\n" for n, (x, y) in enumerate(DEGREES)))
text("wkt.csv", "code;WKT\n" + "".join(f"{r['code']};{s.wkt}\n" for r, s in COMPOUNDS))

KML = '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{}</Document></kml>'
MARK = "<Placemark><name>{}</name>{}</Placemark>"
POINT = "<Point><coordinates>{},{},0</coordinates></Point>"
MARKS = "".join(MARK.format(f"阀门{n}", POINT.format(*p)) for n, p in enumerate(DEGREES))
PATH = "<coordinates>" + " ".join(f"{x},{y},0" for x, y in [*DEGREES, DEGREES[0]]) + "</coordinates>"
RING = f"<Polygon><outerBoundaryIs><LinearRing>{PATH}</LinearRing></outerBoundaryIs></Polygon>"
DATA = '<ExtendedData><Data name="编号"><value>V{}</value></Data></ExtendedData>'
text("points.kml", '<?xml version="1.0" encoding="UTF-8"?>\n' + KML.format(MARKS))
text("with_mark.kml", '<?xml version="1.0" encoding="UTF-8"?>\n' + KML.format(MARKS), "utf-8-sig")
text("without_declaration.kml", KML.format(MARKS))
text("old_namespace.kml", KML.replace("opengis.net/kml/2.2", "earth.google.com/kml/2.1").format(MARKS).replace("www.e", "e"))
text("lines.kml", KML.format(MARK.format("管", f"<LineString>{PATH}</LineString>") * 3))
text("rings.kml", KML.format(MARK.format("区", RING) * 3))
text("in_a_folder.kml", KML.format(f"<Folder><name>阀门</name>{MARKS}</Folder>"))
text("with_data.kml", KML.format("".join(MARK.format(n, DATA.format(n) + POINT.format(*p)) for n, p in enumerate(DEGREES))))
text("with_styles.kml", KML.format('<Style id="s"><IconStyle><scale>1</scale></IconStyle></Style>' + MARKS))


@valid(3)
def csv_by_the_module(folder, lure):
    return table(folder / "a.csv", ROWS)
