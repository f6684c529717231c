"""What every journey does: walking with the keyboard, signing in, and reading the page for words left in English."""

import re

from django.contrib.auth.hashers import make_password

from tests.browser.conftest import PASSWORD
from tests.factories import UserFactory

# Units, formats, symbols of the law and of the convention, and the language's own name; everything else is to be Chinese.
LATIN = {
    "m", "km", "mm", "kV", "MPa", "ha", "CNY", "CGCS2000", "CJJ", "WGS", "EPSG", "GCJ", "BD", "JS", "WS", "YS", "PS", "RQ",
    "RL", "DL", "TX", "LD", "QT", "GBK", "UTF", "Excel", "xlsx", "GeoPackage", "gpkg", "GeoJSON", "geojson", "Shapefile",
    "zip", "PDF", "A3", "A4", "Enter", "Esc", "Tab", "PE", "English", "A", "B", "v1",
}  # fmt: skip
# What is on the screen or read out; a tag of its own language is left out, and what was typed.
WORDS = """() => {
  const said = [];
  const shown = (element) => element.checkVisibility({ checkOpacity: false, checkVisibilityCSS: true });
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = walker.currentNode; node; node = walker.nextNode()) {
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    if (element.closest("script, style, [lang]:not(html)") || !shown(element)) continue;
    if (node.nodeType === Node.TEXT_NODE) said.push(node.data);
    else for (const name of ["aria-label", "title", "placeholder", "alt"]) said.push(element.getAttribute(name) || "");
  }
  return said.filter((text) => /[A-Za-z]/.test(text));
}"""
STRANGE = re.compile(r"[A-Za-z][A-Za-z0-9’']*")


def no_english_left(page, *known):
    """Every word on the page is Chinese, but for `known`: codes and names of accounts."""
    left = []
    for text in page.evaluate(WORDS):
        rest = text
        for name in known:
            rest = rest.replace(name, " ")
        if words := [word for word in STRANGE.findall(rest) if word not in LATIN]:
            left.append((words, text.strip()))
    assert not left, left


def account(role, name):
    """An account of that name; "water" or "planner" as the role."""
    return UserFactory(role=role, username=name, password=make_password(PASSWORD))


def is_focused(locator):
    return locator.evaluate("element => element === document.activeElement")


# A ring, a shadow or, on the map, a stroke of its own; on the thing or on what stands for it.
RING = """(element) => {
  const drawn = (each) => {
    const style = getComputedStyle(each);
    const isStroked = each instanceof SVGElement && parseFloat(style.strokeWidth) >= 5;
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none" || isStroked;
  };
  return element.matches(":focus-visible") && (drawn(element) || (element.parentElement && drawn(element.parentElement)));
}"""


def go_to(page, locator, by="Tab", most=150):
    """Walks with one key until it stands on the locator, and sees that it does."""
    for _step in range(most):
        if is_focused(locator):
            break
        page.keyboard.press(by)
    assert is_focused(locator), f"{by} does not reach it: {locator}"
    assert locator.evaluate(RING), f"the focus is not to be seen: {locator}"


def press(page, locator, key="Enter", by="Tab"):
    go_to(page, locator, by)
    page.keyboard.press(key)


def write(page, locator, text, by="Tab"):
    """Over what stands in a field."""
    go_to(page, locator, by)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(text)


def sign_in_by_keyboard(page, name):
    """From the visitor's map over the menu of the top bar."""
    press(page, page.locator(".topbar details.menu summary"))
    press(page, page.get_by_role("link", name="Sign in"))
    page.wait_for_url("**/accounts/login/**")
    write(page, page.locator("[name=username]"), name)
    write(page, page.locator("[name=password]"), PASSWORD)
    page.keyboard.press("Enter")
    page.locator("#map").wait_for()
