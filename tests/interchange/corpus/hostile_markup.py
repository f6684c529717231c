"""KML, KMZ and workbooks whose XML reaches out, swells or carries more than cells."""

import zipfile

from . import case, hostile, valid
from .valid_drawings import TABLE, workbook
from .valid_texts import DEGREES, KML, MARK, MARKS, POINT

MARKUP = ("xml_doctype", "unreadable", "not_what_it_says", "too_deep", "cut_short", "encoding_undecided", "empty")
DECLARED = '<?xml version="1.0"?>\n'


def kml(name, content, *reasons, codec="utf-8", rows=None, good=None):
    def make(folder, lure):
        text = content.replace("SECRET", lure.secret).replace("ADDRESS", lure.url)
        (folder / "a.kml").write_bytes(text.encode(codec))
        return folder / "a.kml"

    case(f"kml_{name}", make, *reasons, rows=rows, good=good)


ENTITY = '<!DOCTYPE kml [<!ENTITY e SYSTEM "{}">]>'
USED = KML.format(MARK.format("&e;", POINT.format(*DEGREES[0])))
kml("entity_of_a_file", DECLARED + ENTITY.format("file://SECRET") + USED, *MARKUP)
kml("entity_of_an_address", DECLARED + ENTITY.format("ADDRESS/x") + USED, *MARKUP)
kml("parameter_entity", DECLARED + '<!DOCTYPE kml [<!ENTITY % e SYSTEM "ADDRESS/x"> %e;]>' + KML.format(MARKS), *MARKUP)
kml("foreign_definition", DECLARED + '<!DOCTYPE kml SYSTEM "ADDRESS/x.dtd">' + KML.format(MARKS), *MARKUP)
LAUGHS = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
kml("laughs", DECLARED + f'<!DOCTYPE kml [<!ENTITY e0 "ha">{LAUGHS}]>' + USED.replace("&e;", "&e9;"), *MARKUP)
kml("unknown_entity", DECLARED + USED, *MARKUP)
kml("deep", "<kml>" + "<Folder>" * 50_000 + "</Folder>" * 50_000 + "</kml>", *MARKUP, "parser_failed")
kml("cut", DECLARED + KML.format(MARKS)[:-40], *MARKUP)
kml("page", "<?xml version='1.0'?><html><body>kml</body></html>", *MARKUP)
kml("in_utf16", KML.format(MARKS), codec="utf-16", rows=3)
kml("mixed_tags", KML.format("<Placemark></Point>"), *MARKUP)

kml("with_a_network_link", KML.format(MARKS + "<NetworkLink><Link><href>ADDRESS/x.kml</href></Link></NetworkLink>"), rows=3)
kml("with_an_icon", KML.format("<Style><IconStyle><Icon><href>ADDRESS/i.png</href></Icon></IconStyle></Style>" + MARKS), rows=3)
STYLED = "".join(MARK.format("<![CDATA[<img src='ADDRESS'>]]>", "<styleUrl>ADDRESS/s.kml#x</styleUrl>" + POINT.format(*p)) for p in DEGREES)
kml("with_a_style_elsewhere", KML.format(STYLED), rows=3)
kml("with_an_inclusion", KML.format('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file://SECRET"/>' + MARKS), rows=3)
kml("with_a_stylesheet", '<?xml-stylesheet href="ADDRESS/x.xsl" type="text/xsl"?>' + KML.format(MARKS), rows=3)
kml("with_a_bad_coordinate", KML.format(MARK.format("a", "<Point><coordinates>116.3,xx</coordinates></Point>") + MARKS), rows=4, good=3)
kml("with_half_a_coordinate", KML.format(MARK.format("a", "<Point><coordinates>116.3</coordinates></Point>") + MARKS), rows=4, good=3)
kml("with_no_number", KML.format(MARK.format("a", "<Point><coordinates>nan,inf</coordinates></Point>") + MARKS), rows=4, good=3)


def held(name, *members, reasons=(), rows=None, suffix="kmz", method=zipfile.ZIP_DEFLATED):
    """An archive under the suffix of a format that is one."""

    def make(folder, lure):
        with zipfile.ZipFile(folder / f"a.{suffix}", "w", method) as archive:
            for member, content in members:
                archive.writestr(member, content)
        return folder / f"a.{suffix}"

    case(f"{suffix}_{name}", make, *reasons, rows=rows)


GOOD = KML.format(MARKS)
held("of_two_documents", ("a.kml", GOOD), ("b.kml", GOOD), reasons=["several_documents"])
held("without_document", ("a.png", "x"), reasons=["unreadable"])
held("that_leaves_its_folder", ("../doc.kml", GOOD), reasons=["unsafe_archive"])
held("with_an_archive_inside", ("doc.kml", GOOD), ("a.zip", "PK"), reasons=["unsafe_archive"])
held("that_swells", ("doc.kml", GOOD.replace("<Document>", "<Document>" + " " * 60_000_000)), reasons=["unsafe_archive"])
held("of_no_markup", ("doc.kml", "hello"), reasons=["not_what_it_says"])

BOOK = (
    "unreadable", "macros", "external_links", "formula", "xml_doctype", "unsafe_archive",
    "bad_archive", "too_large", "too_many_columns",
)  # fmt: skip


def altered(name, *changes, reasons=BOOK, rows=None, good=None):
    """A good workbook whose members are changed or added to: (member, function of its text)."""

    def make(folder, lure):
        source = workbook(folder / "good.xlsx", ("表", TABLE))
        with zipfile.ZipFile(source) as good:
            members = {info.filename: good.read(info) for info in good.infolist()}
        for member, change in changes:
            text = change(members.get(member, b"").decode())
            members[member] = text.replace("SECRET", lure.secret).replace("ADDRESS", lure.url).encode()
        source.unlink()
        with zipfile.ZipFile(folder / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
            for member, content in members.items():
                archive.writestr(member, content)
        return folder / "a.xlsx"

    case(f"xlsx_{name}", make, *(() if rows is not None else reasons), rows=rows, good=good)


SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
for part in (SHEET, STRINGS, "xl/workbook.xml", "[Content_Types].xml", "xl/styles.xml", "docProps/core.xml"):
    short = part.rsplit("/", 1)[-1].split(".")[0].strip("[]")
    altered(f"entity_in_{short}", (part, lambda t: '<!DOCTYPE x [<!ENTITY e SYSTEM "file://SECRET">]>' + t.replace("?>", "?>", 1)))
altered("laughs", (STRINGS, lambda t: DECLARED + f'<!DOCTYPE sst [<!ENTITY e0 "ha">{LAUGHS}]><sst><si><t>&e9;</t></si></sst>'))
altered("with_a_formula", (SHEET, lambda t: t.replace("<v>40</v>", "<f>SUM(A1)</f><v>40</v>")))
altered("with_a_web_formula", (SHEET, lambda t: t.replace("<v>40</v>", '<f>WEBSERVICE("ADDRESS")</f><v>40</v>')))
altered("with_macros", ("xl/vbaProject.bin", lambda t: "macro"))
altered("with_an_external_link", ("xl/externalLinks/externalLink1.xml", lambda t: "<externalLink/>"))
altered("with_a_connection", ("xl/connections.xml", lambda t: '<connections><connection id="1" name="ADDRESS"/></connections>'))
altered("with_an_embedded_object", ("xl/embeddings/oleObject1.bin", lambda t: "ole"))
altered("cut_sheet", (SHEET, lambda t: t[: len(t) // 2]))
altered("sheet_that_swells", (SHEET, lambda t: t.replace("<sheetData>", "<sheetData>" + " " * 60_000_000)))
altered("cells_out_of_range", (SHEET, lambda t: t.replace('r="A2"', 'r="ZZZZ2"')))
altered("that_claims_a_million_columns", (SHEET, lambda t: t.replace('ref="A1:C4"', 'ref="A1:XFD1048576"')), rows=3)
altered("whose_unused_strings_are_missing", (STRINGS, lambda t: "<sst/>"), rows=3)


@hostile(*BOOK)
def xlsx_without_sheets(folder, lure):
    with zipfile.ZipFile(folder / "a.xlsx", "w") as archive:
        archive.writestr("hello.txt", "x")
    return folder / "a.xlsx"


@hostile("too_many_columns")
def xlsx_of_too_many_columns(folder, lure):
    return workbook(folder / "a.xlsx", ("表", [[f"c{n}" for n in range(251)], [1] * 251]))


@hostile(*BOOK)
def xlsx_cut(folder, lure):
    path = workbook(folder / "a.xlsx", ("表", TABLE))
    path.write_bytes(path.read_bytes()[:2000])
    return path


@valid(3)
def xlsx_of_dangerous_texts(folder, lure):
    rows = [["编号", "名称"], ["+1", "@SUM(1)"], ["-2", "<b>"], ["'=3", "javascript:1"]]
    return workbook(folder / "a.xlsx", ("表", rows))
