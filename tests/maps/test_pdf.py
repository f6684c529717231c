"""PDF pages from templates."""

import pytest
from django.template import engines

from geo_renovation.maps import pdf
from geo_renovation.maps.pdf import UnableToMakePdf, html_to_pdf
from tests.maps.fake_tianditu import FakeTianditu
from tests.maps.pdf_reading import fonts_of, opened, text_of


@pytest.fixture
def template(settings, tmp_path):
    """Writes a template and answers its name."""

    def written(html):
        (tmp_path / "page.html").write_text(html, encoding="utf-8")
        return "page.html"

    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [tmp_path]}]
    yield written
    engines._engines = {}


def test_chinese_is_in_the_file_with_its_letters_and_no_others(template):
    page = template("<style>body {font-family: 'Noto Sans CJK SC'}</style><p>{{ name }}<b>鱼邱湖</b>")
    made = html_to_pdf(page, {"name": "光明家属院 & <b>A</b>"})
    assert text_of(made) == "光明家属院&<b>A</b>鱼邱湖"
    fonts = fonts_of(made)
    assert len(fonts) == 2
    assert all(fonts.values())
    # Six letters and a plus sign before the name: a subset (ISO 32000-1, 9.6.4).
    assert all(name[7:8] == "+" and "NotoSansCJK" in name.replace("-", "") for name in fonts)
    assert len(made) < 400_000


def test_a_page_reads_no_file_and_asks_nobody(template, tmp_path):
    (tmp_path / "secret.txt").write_text("SECRETFILE")
    (tmp_path / "secret.css").write_text("p::after {content: 'SECRETSTYLE'}")
    server = FakeTianditu()
    try:
        made = html_to_pdf(
            template(
                f"<link rel=stylesheet href='file://{tmp_path}/secret.css'><style>@import '{server.url}/a.css';</style>"
                f"<link rel=attachment href='file://{tmp_path}/secret.txt'>"
                f"<img src='{server.url}/a.png'><object data='file://{tmp_path}/secret.txt'></object>"
                f"<svg><image href='{server.url}/b.png'/><use href='file://{tmp_path}/secret.txt#a'/></svg><p>there"
            ),
            {},
        )
        assert server.asked == []
    finally:
        server.close()
    assert text_of(made) == "there"
    assert opened(made).attachments == {}


def test_a_page_that_takes_too_long_is_given_up(template, monkeypatch):
    monkeypatch.setattr(pdf, "LONGEST_S", 0.05)
    with pytest.raises(UnableToMakePdf):
        html_to_pdf(template("<p>x"), {})
    monkeypatch.undo()
    assert html_to_pdf(template("<p>x"), {})


def test_a_child_that_fails_is_told(template, monkeypatch):
    monkeypatch.setattr(pdf.sys, "executable", "/nonexistent/python")
    with pytest.raises(UnableToMakePdf):
        html_to_pdf(template("<p>x"), {})


def test_the_child_knows_no_secret(template, settings, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "SECRETKEY")
    monkeypatch.setenv("DATABASE_URL", "postgis:///SECRET")
    environment = pdf._environment()
    assert "SECRET" not in str(environment)
    assert "DJANGO_SETTINGS_MODULE" not in environment


def test_no_more_than_a_few_are_made_at_once(template, monkeypatch):
    monkeypatch.setattr(pdf, "LONGEST_QUEUE_S", 0.01)
    page = template("<p>x")
    with pdf.AT_ONCE, pdf.AT_ONCE, pytest.raises(UnableToMakePdf):
        html_to_pdf(page, {})
    assert html_to_pdf(page, {})
