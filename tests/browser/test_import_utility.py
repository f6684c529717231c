"""A utility engineer sends its own lines as survey tables; cancels, imports, takes back, imports again."""

import re

import pytest
from playwright.sync_api import expect

from geo_renovation.interchange.models import ImportRun
from geo_renovation.utilities.models import Segment
from tests.interchange.wizard import work

from .sent_files import survey_tables
from .test_import_street import check, counts, place, send, store

LINES = 11


def begin_lines(page):
    """The table of lines, taken for pipes and cables; the place is confirmed where it is asked."""
    layer = page.locator(".layer", has_text="管线成果表").last
    layer.locator("select[name=kind]").select_option("segments")
    layer.locator(".start button").click()
    place(page)


@pytest.fixture
def engineer(open_as, tmp_path):
    """The engineer's page at the matching of the fields."""
    page = open_as("water", at="/imports/new/")
    send(page, [survey_tables(tmp_path / "给水管线.xlsx")])
    begin_lines(page)
    return page


def own(code="JSL-"):
    return Segment.objects.filter(code__startswith=code)


def say_owner(page):
    """Says which organisation the table's own word for it means."""
    words = page.locator(".match-field[data-field=owner] .words")
    words.locator("summary").click()
    expect(words).to_contain_text("自来水公司")
    words.locator("select").select_option("water")


def test_survey_tables_become_lines_of_the_engineers_own_network(engineer):
    say_owner(engineer)
    check(engineer)
    assert counts(engineer)[0] == LINES
    assert counts(engineer)[-1] == 0, engineer.locator("#problems").inner_text()
    store(engineer)
    assert own().count() == LINES
    expect(engineer.locator(".imported")).to_contain_text(f"{LINES} rows imported")


def test_a_check_is_cancelled_while_it_waits_and_nothing_is_stored(engineer):
    say_owner(engineer)
    engineer.click("button[value=check]")
    expect(engineer.locator("#progress")).to_be_visible()
    engineer.get_by_role("button", name="Cancel").click()
    expect(engineer.locator(".note")).to_contain_text("Cancelled")
    work()
    assert ImportRun.objects.get().state == "cancelled"
    assert own().count() == 0


def test_an_import_is_taken_back_and_imported_again(engineer):
    say_owner(engineer)
    check(engineer)
    store(engineer)
    engineer.locator("#taking-back summary").click()
    expect(engineer.locator("#taking-back .confirm")).to_contain_text(f"{LINES} new rows are removed again")
    engineer.get_by_role("button", name="Yes, take it back").click()
    expect(engineer.locator("#progress, #taking-back")).to_be_visible()
    work()
    expect(engineer.locator(".state.undone").first).to_be_visible()
    assert own().count() == 0
    engineer.get_by_role("button", name="Import it again").click()
    expect(engineer.locator("#progress, #decision")).to_be_visible()
    work()
    store(engineer)
    assert own().count() == LINES


def test_a_double_click_on_yes_imports_once_and_the_same_again_changes_nothing(engineer, tmp_path, live_server):
    say_owner(engineer)
    check(engineer)
    engineer.locator("#decision summary").click()
    engineer.get_by_role("button", name="Yes, import").dblclick()
    expect(engineer.locator("#progress")).to_be_visible()
    work()
    expect(engineer.locator(".imported")).to_contain_text(f"{LINES} rows imported")
    assert own().count() == LINES
    engineer.goto(f"{live_server.url}/imports/new/")
    send(engineer, [survey_tables(tmp_path / "again" / "给水管线.xlsx")])
    begin_lines(engineer)
    engineer.locator("[name=mode][value=update]").check()
    check(engineer)
    store(engineer)
    expect(engineer.locator(".imported")).to_contain_text("Nothing had to be changed")


def test_a_second_tab_that_is_out_of_date_is_told_so(engineer):
    say_owner(engineer)
    check(engineer)
    other = engineer.context.new_page()
    other.goto(engineer.url)
    other.goto(engineer.url + "match/")
    other.click("button[value=save]")
    engineer.locator("#decision summary").click()
    engineer.get_by_role("button", name="Yes, import").click()
    expect(engineer.locator("[role=alert]")).to_contain_text("changed")
    assert own().count() == 0


def test_a_second_file_updates_and_shows_each_value_before_and_after(engineer, tmp_path, live_server):
    say_owner(engineer)
    check(engineer)
    store(engineer)
    engineer.goto(f"{live_server.url}/imports/new/")
    send(engineer, [survey_tables(tmp_path / "again" / "给水管线.xlsx", first_material="球墨铸铁")])
    begin_lines(engineer)
    expect(engineer.locator("[role=note]").last).to_contain_text("did last time")
    engineer.locator("[name=mode][value=update]").check()
    check(engineer)
    assert counts(engineer) == [LINES, 0, 1, LINES - 1, 0]
    engineer.get_by_role("link", name=re.compile("difference")).click()
    expect(engineer.locator(".differences tbody tr")).to_have_count(1)
    expect(engineer.locator(".changes del")).to_have_text("PE")
    expect(engineer.locator(".changes ins")).to_have_text("球墨铸铁")
    assert own().get(code="JSL-001").material == "PE"
