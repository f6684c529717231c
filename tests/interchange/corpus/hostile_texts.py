"""GeoJSON and CSV that break rules, hide things or want to be opened elsewhere."""

import json

from tests.interchange.profiles import collection

from . import case, hostile, valid
from .shapes import COMPOUNDS, ROWS, XY, ring, scribble
from .valid_texts import DUMPED, PLAIN, features

BROKEN = ("unreadable", "bad_feature", "cut_short", "not_a_collection", "json_array", "encoding_undecided", "not_what_it_says")


def text(name, content, *reasons, codec="utf-8", rows=None, good=None):
    """`content` is text, or a function of the lure that answers one."""

    def make(folder, lure):
        written = content(lure) if callable(content) else content
        (folder / name).write_bytes(written.encode(codec) if isinstance(written, str) else written)
        return folder / name

    case("hostile_" + name.replace(".", "_"), make, *reasons, rows=rows, good=good)


def shaped(name, *geometries, good=0):
    """Features whose shapes are at fault, row by row; nothing of them is dropped silently."""
    text(f"{name}.geojson", json.dumps(features(*geometries)), rows=len(geometries), good=good)


text("array.geojson", "[" + json.dumps(PLAIN) + "]", *BROKEN)
text("array_of_features.json", json.dumps(PLAIN["features"]), *BROKEN)
text("two_texts.geojson", DUMPED + "\n" + DUMPED, *BROKEN)
text("line_by_line.geojson", "\n".join(json.dumps(f) for f in PLAIN["features"]), *BROKEN)
text("tail.geojson", DUMPED + "garbage", *BROKEN)
text("two_feature_lists.geojson", DUMPED[:-1] + ', "features": []}', *BROKEN)
text("topology.json", json.dumps({"type": "Topology", "objects": {"a": {}}, "arcs": []}), *BROKEN)
text("of_esri.json", json.dumps({"geometryType": "esriGeometryPolygon", "features": [{"attributes": {}, "geometry": {}}]}), *BROKEN)
text("shape_alone.geojson", json.dumps({"type": "Point", "coordinates": XY[0]}), *BROKEN)
text("collection_of_shapes.geojson", json.dumps({"type": "GeometryCollection", "geometries": []}), *BROKEN)
text("features_no_list.geojson", json.dumps({"type": "FeatureCollection", "features": {"a": 1}}), *BROKEN)
text("features_of_numbers.geojson", '{"type": "FeatureCollection", "features": [1, 2]}', *BROKEN, rows=0)
text("not_a_feature.geojson", json.dumps({**PLAIN, "features": [{"type": "Thing", "properties": {}}]}), *BROKEN)
text("a_number_among_features.geojson", DUMPED.replace('"features": [', '"features": [7, '), *BROKEN)
text("comma_missing.geojson", DUMPED.replace("}}, {", "}} {"), *BROKEN)
text("comma_too_many.geojson", DUMPED.replace("}}, {", "}},, {"), *BROKEN)
text("properties_a_list.geojson", json.dumps({**PLAIN, "features": [{**PLAIN["features"][0], "properties": [1]}]}), *BROKEN)
text("with_nan.geojson", DUMPED.replace("40,", "NaN,"), *BROKEN)
text("with_infinity.geojson", json.dumps(features({"type": "Point", "coordinates": [float("inf"), 1]})), *BROKEN)
text("with_a_comment.geojson", DUMPED.replace("{", "{/* x */", 1), *BROKEN)
text("single_quotes.geojson", DUMPED.replace('"', "'"), *BROKEN)
text("lone_surrogate.geojson", json.dumps(PLAIN).replace('"G0"', '"\\ud800"'), *BROKEN)
text("utf16.geojson", DUMPED, *BROKEN, codec="utf-16")
text("utf32.geojson", DUMPED, *BROKEN, codec="utf-32")
text("not_utf8.geojson", DUMPED.encode().replace("鱼".encode(), b"\xff\xfe\xff"), *BROKEN)
for size in (1, 30, 200, 500, len(DUMPED) - 1):
    text(f"cut_{size}.geojson", DUMPED[:size], *BROKEN)
text("deep.geojson", '{"type": "FeatureCollection", "features": ' + "[" * 100_000 + "]" * 100_000 + "}", "too_deep")
text("deep_properties.geojson", DUMPED.replace('"G0"', '{"a":' * 60 + "1" + "}" * 60), "too_deep")
text("deep_without_end.geojson", "[" * 3_000_000, "too_deep", "json_array")
text("columns.geojson", json.dumps(collection([({f"c{n}": 1 for n in range(251)}, COMPOUNDS[0][1])], 4548)), "too_many_columns")
MANY = b'{"type":"FeatureCollection","features":['
ONE = b'{"type":"Feature","properties":{},"geometry":null},'
text("too_many_rows.geojson", lambda lure: MANY + (ONE * 1_000_001)[:-1] + b"]}", "too_many_rows")
text("long_root.geojson", lambda lure: DUMPED[:-1] + ', "x": "' + "y" * 2_000_000 + '"}', *BROKEN)

text("crs_of_a_path.geojson", lambda lure: json.dumps({**PLAIN, "crs": {"type": "name", "properties": {"name": lure.secret}}}), "crs_unknown")
text("crs_of_an_address.geojson", lambda lure: json.dumps({**PLAIN, "crs": {"type": "name", "properties": {"name": lure.url}}}), "crs_unknown")
LINK = {"type": "link", "properties": {"href": "{}", "type": "proj4"}}
text("crs_by_link.geojson", lambda lure: json.dumps({**PLAIN, "crs": LINK}).replace("{}", lure.url + "/crs"), "crs_unknown")
GRID = {"type": "name", "properties": {"name": "+proj=longlat +nadgrids={} +type=crs"}}
text("crs_of_a_grid.geojson", lambda lure: json.dumps({**PLAIN, "crs": GRID}).replace("{}", lure.secret), rows=3, good=0)
text("crs_a_number.geojson", json.dumps({**PLAIN, "crs": 4548}), "crs_unknown")
text("reference.json", lambda lure: json.dumps({"$ref": lure.url, **PLAIN}), rows=3)
SCRIPT = {**PLAIN["features"][0], "properties": {"code": "<script>alert(1)</script>"}}
text("markup_in_cells.geojson", json.dumps({**PLAIN, "features": [SCRIPT]}), rows=1)

POLYGON = {"type": "Polygon", "coordinates": [ring()]}
shaped("curve", {"type": "CircularString", "coordinates": [XY]}, POLYGON, good=1)
shaped("unknown_type", {"type": "Blob", "coordinates": XY}, POLYGON, good=1)
shaped("without_type", {"coordinates": XY}, POLYGON, good=1)
shaped("without_coordinates", {"type": "Point"}, POLYGON, good=1)
shaped("text_in_coordinates", {"type": "Polygon", "coordinates": [[*ring()[:-1], ["a", "b"], ring()[0]]]}, POLYGON, good=1)
shaped("digits_in_quotes", {"type": "Polygon", "coordinates": [[[str(x), str(y)] for x, y in ring()]]}, POLYGON, good=1)
shaped("null_in_coordinates", {"type": "Polygon", "coordinates": [[*ring()[:-1], [None, None], ring()[0]]]}, POLYGON, good=1)
shaped("one_number", {"type": "Polygon", "coordinates": [[[1], [2], [3], [1]]]}, POLYGON, good=1)
shaped("five_numbers", {"type": "Polygon", "coordinates": [[[*p, 1, 2, 3] for p in ring()]]}, POLYGON, good=1)
shaped("flat_coordinates", {"type": "Polygon", "coordinates": ring()}, POLYGON, good=1)
shaped("coordinates_too_deep", {"type": "Polygon", "coordinates": [[ring()]]}, POLYGON, good=1)
shaped("coordinates_an_object", {"type": "Polygon", "coordinates": {"a": 1}}, POLYGON, good=1)
shaped("ring_not_closed", {"type": "Polygon", "coordinates": [ring()[:-1]]}, POLYGON, good=1)
shaped("ring_of_two", {"type": "Polygon", "coordinates": [[XY[0], XY[1], XY[0]]]}, POLYGON, good=1)
shaped("line_of_one", {"type": "LineString", "coordinates": [XY[0]]})
shaped("shape_a_list", [1, 2], POLYGON, good=1)
shaped("collection_in_a_feature", {"type": "GeometryCollection", "geometries": [POLYGON]}, POLYGON, good=1)
shaped("scribble", {"type": "Polygon", "coordinates": [scribble()]}, POLYGON, good=1)
shaped("long_scribble", {"type": "Polygon", "coordinates": [scribble(1400)]}, POLYGON, good=1)
shaped("many_vertices", {"type": "MultiPoint", "coordinates": [[n, n] for n in range(200_001)]})

HEAD = "code,name\n"
text("zeros.csv", HEAD.encode() + b"a,\0\n", "not_what_it_says", "unreadable")
text("open_quote.csv", HEAD + 'a,"b\n' + "c,d\n" * 10, "unreadable")
text("columns.csv", ",".join(f"c{n}" for n in range(251)) + "\n", "too_many_columns")
text("no_encoding.csv", HEAD.encode() + b"a,\xff\xff\xff\n", "encoding_undecided")
text("blank.csv", "\n \n\n", "empty")
text("long_row.csv", HEAD + "a,b,c,d\n", rows=1)
text("a_path.csv", lambda lure: f"WKT,x\nfile://{lure.secret},{lure.url}\n", rows=1)
text("wkt_of_nothing.csv", "code,WKT\nA,POLYGON((\nB,POINT(440000 4080000)\n", rows=2, good=1)
DEEP = "GEOMETRYCOLLECTION(" * 20_000 + "POINT(1 2)" + ")" * 20_000
text("wkt_deep.csv", f'code,WKT\nA,"{DEEP}"\nB,POINT(440000 4080000)\n', rows=2, good=1)
text("wkt_curve.csv", 'code,WKT\nA,"CIRCULARSTRING(440000 4080000, 440001 4080001, 440002 4080000)"\n', rows=1)
text("wkt_not_a_number.csv", 'code,WKT\nA,"POINT(nan nan)"\n', rows=1, good=0)
text("numbers_of_the_dead.csv", "编号,东坐标,北坐标\nJ1,inf,nan\nJ2,1e999,4080000\nJ3,440000,4080000\n", rows=3, good=1)


@valid(3)
def csv_beside_a_csvt(folder, lure):
    (folder / "a.csv").write_text(HEAD + "".join(f"{r['code']},x\n" for r in ROWS))
    (folder / "a.csvt").write_text('"String","WKT"')
    return folder / "a.csv"


@hostile("unknown_format")
def csvt_alone(folder, lure):
    (folder / "a.csvt").write_text('"String"')
    return folder / "a.csvt"
