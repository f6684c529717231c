"""A utility engineer sees its own network in full, others' only where and as far as it may; a resident none."""

import mapbox_vector_tile
from playwright.sync_api import expect

TILE = "/tiles/segments/{z}/{x}/{y}.mvt"


def tiles_seen(page, act):
    """Bodies of the segment tiles that the page fetches while `act` runs."""
    bodies = []
    page.on("response", lambda r: "/tiles/segments" in r.url and r.status == 200 and bodies.append(r.body()))
    act()
    page.wait_for_load_state("networkidle")
    return b"".join(bodies), [
        feature["properties"]
        for body in bodies
        if body
        for feature in mapbox_vector_tile.decode(body).get("segments", {}).get("features", [])
    ]


def test_an_engineer_sees_its_own_network_in_full_and_the_others_without_attributes(open_as):
    page = open_as("water")
    expect(page.locator("#legend")).to_contain_text("Water")
    raw, lines = tiles_seen(page, page.reload)
    assert {line["own"] for line in lines if line["network_class"] == "JS"} == {True}
    assert {line["own"] for line in lines if line["network_class"] == "DL"} == {False}
    assert b"P-SECRET" not in raw
    assert b"10kV" not in raw


def test_an_engineers_legend_counts_the_others_only_inside_the_disclosed_ground(open_as):
    page = open_as("water")
    rows = page.request.get(page.evaluate("location.origin") + "/map/summary.json").json()["segments"]
    metres = {row["network_class"]: round(row["metres"]) for row in rows}
    assert metres == {"JS": 530, "DL": 240}


def test_a_resident_sees_no_network_no_unpublished_compound_and_no_tool(open_as):
    page = open_as(None)
    expect(page.locator("[data-tool=pick]")).to_be_hidden()
    raw, lines = tiles_seen(page, page.reload)
    assert (raw, lines) == (b"", [])
    expect(page.locator("path[data-code]")).to_have_count(0)
    assert page.request.get(page.evaluate("location.origin") + TILE.format(z=14, x=13481, y=6354)).status == 404
