"""KML and KMZ: folders are layers, data are headings, and nothing outside the file is touched."""

import zipfile

import pytest
import shapely

from geo_renovation.interchange.actions import import_layer
from geo_renovation.interchange.readers import kml
from geo_renovation.interchange.refusals import Refused
from geo_renovation.utilities.models import Node, Segment
from tests.factories import OrganisationFactory

HERE = "116.224,36.8594"
POINT = f"<Point><coordinates>{HERE},0</coordinates></Point>"
NODE = {"network_class": "JS", "owner": "不明", "kind": "valve"}


def kml_of(path, body, encoding="utf-8", head='<?xml version="1.0" encoding="{}"?>'):
    text = f'{head.format(encoding)}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{body}</Document></kml>'
    path.write_bytes(text.encode(encoding))
    return path


def placemark(shape=POINT, name="点", data=""):
    return f"<Placemark><name>{name}</name><ExtendedData>{data}</ExtendedData>{shape}</Placemark>"


def read(path, layer=None, **options):
    with kml.open_layer(path, layer=layer, **options) as opened:
        rows, shapes = [], []
        for columns, wkbs in opened.rows:
            rows += [dict(zip(opened.headings, row, strict=True)) for row in zip(*columns, strict=True)]
            shapes += [shapely.from_wkb(s).wkt if isinstance(s, bytes) else s for s in wkbs]
        return rows, shapes, opened


def refused(path, layer=None):
    with pytest.raises(Refused) as refusal:
        read(path, layer)
    return refusal.value.reason


def test_untyped_and_typed_data_come_through_under_their_own_names(tmp_path):
    data = (
        '<Data name="编号"><displayName>别名</displayName><value>C1</value></Data>'
        '<SchemaData schemaUrl="#s"><SimpleData name="户数">12</SimpleData></SchemaData>'
    )
    rows, shapes, layer = read(kml_of(tmp_path / "a.kml", placemark(data=data, name="甲")))
    assert rows == [{"name": "甲", "编号": "C1", "户数": "12"}]
    assert (shapes, layer.crs, layer.shape_name) == (["POINT (116.224 36.8594)"], "EPSG:4326", "point")


def test_folders_are_layers_and_two_of_one_name_are_told_apart(tmp_path):
    folder = "<Folder><name>{}</name>{}</Folder>"
    body = "<name>文档</name>" + placemark(name="0") + folder.format("甲/乙", placemark(name="1"))
    body += folder.format("外", folder.format("内", placemark(name="2")) + placemark(name="3") + placemark(name="4"))
    body += folder.format("内", placemark(name="5"))
    file = kml_of(tmp_path / "a.kml", body)
    found = {layer["name"]: layer["count"] for layer in kml.layers(file)}
    assert found == {"文档": 1, "甲／乙": 1, "内": 1, "外": 2, "内 (2)": 1}
    assert refused(file) == "which_layer"
    assert refused(file, "无") == "layer_unknown"
    assert [row["name"] for row in read(file, "外")[0]] == ["3", "4"]


RING = "0,0 1,0 1,1 0,0"
OUTER = f"<outerBoundaryIs><LinearRing><coordinates>{RING}</coordinates></LinearRing></outerBoundaryIs>"
HOLE = "<innerBoundaryIs><LinearRing><coordinates>.6,.2 .7,.2 .7,.3 .6,.2</coordinates></LinearRing></innerBoundaryIs>"
LINE = "<LineString><coordinates>0,0 1,1</coordinates></LineString>"


@pytest.mark.parametrize(
    ("shape", "wkt"),
    [
        (LINE, "LINESTRING (0 0, 1 1)"),
        (f"<Polygon>{OUTER}{HOLE}</Polygon>", "POLYGON ((0 0, 1 0, 1 1, 0 0), (0.6 0.2, 0.7 0.2, 0.7 0.3, 0.6 0.2))"),
        (f"<MultiGeometry>{LINE}</MultiGeometry>", "LINESTRING (0 0, 1 1)"),
        (f"<MultiGeometry>{LINE}{LINE}</MultiGeometry>", "MULTILINESTRING ((0 0, 1 1), (0 0, 1 1))"),
        ("<gx:Track><gx:coord>0 0 9</gx:coord><gx:coord>1 1 9</gx:coord></gx:Track>", "LINESTRING (0 0, 1 1)"),
        ("", None),
    ],
)
def test_every_shape_is_read(tmp_path, shape, wkt):
    body = placemark(shape.replace("gx:", "gx:"))
    file = kml_of(tmp_path / "a.kml", body.replace("<Placemark>", '<Placemark xmlns:gx="http://www.google.com/kml/ext/2.2">'))
    assert read(file)[1] == [wkt]


@pytest.mark.parametrize("coordinates", ["116.3,xx", "116.3", "116.3,36.8 abc", "nan,1", "116.3 , 36.8", "1,2,3,4"])
def test_a_broken_coordinate_is_a_fault_and_never_zero(tmp_path, coordinates):
    shape = f"<LineString><coordinates>{HERE} {coordinates}</coordinates></LineString>"
    _rows, shapes, _layer = read(kml_of(tmp_path / "a.kml", placemark() + placemark(shape)))
    assert shapes[0] == "POINT (116.224 36.8594)"
    assert shapes[1]["fault"] == "coordinate_not_a_number"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "big5"])
def test_declared_and_true_encodings_are_read(tmp_path, encoding):
    file = kml_of(tmp_path / "a.kml", placemark(name="高唐縣"), encoding, '<?xml version="1.0" encoding="{}"?>')
    options = {"encoding": "big5"} if encoding == "big5" else {}
    assert read(file, **options)[0] == [{"name": "高唐縣"}]


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        "<!DOCTYPE kml>",
        '<!DOCTYPE kml [<!ENTITY a "b"><!ENTITY c "&a;&a;&a;">]>',
    ],
)
def test_a_document_type_is_refused(tmp_path, declaration):
    head = '<?xml version="1.0" encoding="{}"?>' + declaration
    assert refused(kml_of(tmp_path / "a.kml", placemark(name="&x;"), head=head)) == "xml_doctype"


def test_deep_nesting_and_broken_xml_are_refused(tmp_path):
    assert refused(kml_of(tmp_path / "a.kml", "<Folder>" * 100 + "</Folder>" * 100)) == "too_deep"
    assert refused(kml_of(tmp_path / "b.kml", "<Folder>")) == "unreadable"
    assert refused(kml_of(tmp_path / "c.kml", "")) == "empty"


def test_links_are_told_and_not_followed(tmp_path):
    body = placemark() + "<NetworkLink><Link><href>http://192.0.2.1/x.kml</href></Link></NetworkLink>"
    body += "<GroundOverlay><Icon><href>file:///etc/hostname</href></Icon></GroundOverlay>"
    assert read(kml_of(tmp_path / "a.kml", body))[2].warnings == [["links_left", {"count": 2}]]


@pytest.mark.django_db
def test_what_a_phone_sends_is_imported(tmp_path, county):
    OrganisationFactory(code="water", name="县水务集团")
    pipe = f"<LineString><coordinates>{HERE},12 116.2245,36.8594,12</coordinates></LineString>"
    body = f"<Folder><name>点</name>{placemark(name='JS1')}</Folder><Folder><name>线</name>{placemark(pipe, name='JS1-JS2')}</Folder>"
    file = kml_of(tmp_path / "轨迹.kml", body)
    report = import_layer(file, "nodes", layer="轨迹/点", mapping={"code": "name"}, constants=NODE)
    assert report.committed, report.as_json()
    assert Node.objects.get().code == "JS1"
    constants = {"network_class": "给水", "owner": "水务集团"}
    report = import_layer(file, "segments", layer="轨迹/线", constants=constants)
    assert report.committed, report.as_json()
    assert Segment.objects.get().route.length == pytest.approx(44.6, abs=0.2)


@pytest.mark.django_db
def test_a_kmz_gives_its_document_and_no_picture(tmp_path, county):
    inner = kml_of(tmp_path / "doc.kml", placemark(name="JS1"))
    with zipfile.ZipFile(tmp_path / "a.kmz", "w") as archive:
        archive.write(inner, "doc.kml")
        archive.writestr("files/photo.jpg", b"\xff\xd8\xff not a picture")
    report = import_layer(tmp_path / "a.kmz", "nodes", mapping={"code": "name"}, constants=NODE)
    assert report.committed, report.as_json()


@pytest.mark.django_db
def test_a_broken_coordinate_rejects_its_row_alone(tmp_path, county):
    broken = "<Point><coordinates>116.224,</coordinates></Point>"
    file = kml_of(tmp_path / "a.kml", placemark(name="J1") + placemark(broken, name="J2") + placemark("", name="J3"))
    report = import_layer(file, "nodes", mapping={"code": "name"}, constants=NODE, good_rows=True)
    assert [(row["row"], row["reason"]) for row in report.rejected] == [(2, "coordinate_not_a_number"), (3, "geometry_missing")]
    assert (report.read, report.written) == (3, 1)
