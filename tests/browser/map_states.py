"""The states of the map page that a user can bring about, in any language and at any size."""

import re

from playwright.sync_api import expect


def tool(page, key):
    more = page.locator("#tools [data-more]")
    if more.is_visible():
        more.click()
    page.click(f"#more-tools [data-key='{key}']")


def table(page):
    tool(page, "table")
    expect(page.locator(".table-panel table")).to_be_visible()


def narrowed(page):
    tool(page, "filter")
    expect(page.locator(".filter-panel .filter-count")).to_have_text(re.compile(r"\d"))
    page.locator(".filter-codes summary").first.click()


def a_day(page):
    expect(page.locator("#time-bar .time-counts i").first).to_be_visible()


def table_and_day(page):
    a_day(page)
    table(page)


def card_act(page, name):
    open_card(page)
    page.locator("#card .card-tools").get_by_role("button", name=re.compile(name)).click()
    expect(page.locator("#edit .card-head")).to_be_visible()


def editing(page):
    card_act(page, "^(Change it|修改)$")
    expect(page.locator("#edit .edit-form")).to_be_visible()


def history(page):
    card_act(page, "^(History|变更记录)$")


def printing(page):
    tool(page, "print")
    expect(page.locator(".print-dialog")).to_be_visible()


def measuring(page):
    tool(page, "measure")
    expect(page.locator(".map-hint")).to_be_visible()


def proposing(page):
    """One is asked for where there is none, and shown with all that it says."""
    tool(page, "proposals")
    expect(page.locator("#proposals .proposal-form, #proposals .proposal-list li").first).to_be_visible()
    if page.locator("#proposals .proposal-form").count():
        page.click("#proposals [data-key='lock:together']")
        page.click("#proposals [data-key='propose']")
    else:
        page.locator("#proposals .proposal-list button").first.click()
    expect(page.locator("#proposals .proposal-says")).to_be_visible()


def open_card(page):
    expect(page.locator("#card .card-rows").first).to_be_visible()


def selection(page):
    expect(page.locator("#basket .six")).to_be_visible()


# name: (what is added to the map's address, what is done there); {one} and {two} are codes of adjacent compounds
STATES = {
    "map": ("", lambda page: None),
    "card": ("card=compound:{one}", open_card),
    "selection": ("basket={one},{two}", selection),
    "filter": ("stage=planned,reported", narrowed),
    "day": ("date=2019-06-01", a_day),
    "table-and-day": ("date=2019-06-01", table_and_day),
    "editing": ("card=compound:{one}", editing),
    "history": ("card=compound:{one}", history),
    "print": ("", printing),
    "measuring": ("", measuring),
    "proposing": ("", proposing),
    "swipe": ("date=2024-06-01&against=2019-06-01", a_day),
}
