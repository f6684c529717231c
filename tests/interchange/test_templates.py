"""What we hand out is read back by the importer without a question."""

import io

import openpyxl
import pytest

from geo_renovation.accounts.models import Organisation
from geo_renovation.interchange.actions import import_layer
from geo_renovation.interchange.headings import guesses
from geo_renovation.interchange.kinds import KINDS
from geo_renovation.interchange.writers import templates
from geo_renovation.interchange.writers.sample_shapefile import shapefile_zip
from geo_renovation.interchange.writers.samples import SAMPLES

pytestmark = pytest.mark.django_db
WITH_SHAPES = [kind for kind in KINDS.values() if kind.family]


def book_of(kind):
    return openpyxl.load_workbook(io.BytesIO(templates.xlsx(kind)))


def headings(sheet):
    return [cell.value for cell in sheet[1]]


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_heading_of_a_template_is_guessed_as_its_own_field(kind):
    told = templates.headings_of(kind)
    header = {"headings": [heading for heading, _field, _needed in told], "cut_headings": []}
    found = guesses(kind, header)
    for position, (heading, field, _needed) in enumerate(told):
        if field is not None:
            assert found[field.name].position == position, heading


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_field_has_a_label_and_every_kind_a_sheet_without_rows(kind):
    assert all(str(field.label) for field in kind.fields)
    book = book_of(kind)
    assert book.sheetnames[-1] == "说明"
    for sheet in book.worksheets[:-1]:
        assert [row for row in sheet.iter_rows(min_row=2, values_only=True) if any(row)] == []


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_allowed_word_is_one_the_importer_takes(kind, county):
    Organisation.objects.get_or_create(code="water", defaults={"name": "县水务集团", "kind": "utility"})
    for field in kind.fields:
        convert = field.type.bound() if hasattr(field.type, "bound") else field.type
        for word in templates.allowed(field):
            assert convert(word) is not None


def test_lists_are_offered_where_few_values_are_allowed():
    book = book_of(KINDS["segments"])
    rules = {str(rule.sqref): rule.formula1 for rule in book["线表"].data_validations.dataValidation}
    column = headings(book["线表"]).index("管线类别") + 1
    letter = openpyxl.utils.get_column_letter(column)
    reference = rules[f"{letter}2:{letter}{templates.ROWS}"]
    first, last = reference.replace("$", "").split("!")[1].split(":")
    words = [cell.value for row in book["说明"][first:last] for cell in row]
    assert "给水" in words
    assert "路灯" in words


def filled(kind, path):
    """The template with the sample's rows written under its headings."""
    book = book_of(kind)
    sheet = book.worksheets[0]
    for row, (values, shape) in enumerate(SAMPLES[kind.name], 2):
        cells = dict(values)
        for column, (heading, field, _needed) in enumerate(templates.headings_of(kind), 1):
            if field is not None:
                sheet.cell(row, column, cells.get(field.name))
            elif heading == templates.SHAPE:
                x, y = 430_800, 4_081_200
                kinds = {"multiline": "LINESTRING ({})", "line": "LINESTRING ({})"}
                ring = ", ".join(f"{x + east} {y + north}" for east, north in shape)
                sheet.cell(row, column, kinds.get(kind.family, "POLYGON (({}))").format(ring))
    book.save(path)
    return path


def test_samples_are_taken_one_after_the_other_by_an_empty_county(tmp_path, db):
    for kind in WITH_SHAPES:
        path = tmp_path / f"{kind.name}.zip"
        path.write_bytes(shapefile_zip(kind))
        report = import_layer(path, kind.name)
        assert report.committed, report.as_json()
        assert report.read == report.written == len(SAMPLES[kind.name])
        assert report.encoding == "GB18030"


def test_a_filled_template_is_taken(tmp_path, db):
    for name in ("county", "town_area", "districts", "communities", "roads", "barriers", "compounds", "buildings"):
        report = import_layer(filled(KINDS[name], tmp_path / f"{name}.xlsx"), name, crs="EPSG:4548")
        assert report.committed, report.as_json()
        assert report.written == len(SAMPLES[name])


def test_a_filled_survey_template_gives_nodes_and_segments(tmp_path, county):
    book = book_of(KINDS["segments"])
    points = book["点表"]
    for name, x, y in (("示例JS1", 4_081_200, 430_800), ("示例JS2", 4_081_200, 430_860)):
        points.append([name, x, y, 25.1])
    lines = book["线表"]
    cells = {"起点点号": "示例JS1", "终点点号": "示例JS2", "起点埋深": 1.2, "终点埋深": 1.4, "管线类别": "给水", "权属单位": "不明"}
    lines.append([cells.get(heading) for heading in headings(lines)])
    book.save(tmp_path / "survey.xlsx")
    report = import_layer(tmp_path / "survey.xlsx", "segments", layer="线表", crs="EPSG:4548")
    assert report.committed, report.as_json()
    nodes = {"kind": "other", "network_class": "给水", "owner": "不明"}
    report = import_layer(tmp_path / "survey.xlsx", "nodes", layer="点表", crs="EPSG:4548", constants=nodes)
    assert report.committed, report.as_json()


def test_tables_have_no_sample_of_shapes():
    assert shapefile_zip(KINDS["stages"]) is None
