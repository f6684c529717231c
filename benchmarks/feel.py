"""How the map page feels in headless Chromium, beside the limits of the design: the county as a planner opens it."""
import shutil
from contextlib import contextmanager

from playwright.sync_api import sync_playwright

from .accounts import planner, session_cookie
from .county import lay_ground, load_buildings, load_compounds, load_nodes, load_segments
from .databases import analyze, bench_database
from .measure import Row, say
from .serving import server

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]
TIMES = 5
DRAG_PX, DRAG_STEPS = 500, 60
DESIGN = "limit of the design"
PROTOTYPE = "the prototype's 604 ms, on another day"

# Tiles loaded, compounds drawn, legend counted: what a person waits for. Noted frame by frame inside the page, whose
# policy lets no script from outside poll it.
WATCH = """
const look = () => {
  const tiles = [...document.querySelectorAll(".leaflet-tile")];
  const isComplete = tiles.length && tiles.every((each) => each.classList.contains("leaflet-tile-loaded"))
    && document.querySelector(".leaflet-overlay-pane path") && document.querySelector("#legend .legend-class .note");
  if (isComplete) window.complete_ms = performance.now();
  else requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""
PAINTED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
SWITCH = f"""async (key) => {{
  const box = document.querySelector(`#legend [data-key="${{key}}"]`);
  const begun = performance.now();
  box.click();
  await ({PAINTED})();
  return performance.now() - begun;
}}"""
CLICK = """async (code) => {
  const figures = () => document.querySelector("#basket .six")?.textContent;
  const before = figures();
  const begun = performance.now();
  document.querySelector(`path[data-code="${code}"]`).dispatchEvent(new MouseEvent("click", { bubbles: true }));
  while (figures() === before) await new Promise(requestAnimationFrame);
  return performance.now() - begun;
}"""
SLIDE = f"""async (share) => {{
  const slider = document.querySelector("#time-bar input[type=range]");
  const begun = performance.now();
  slider.value = String(Number(slider.min) + share * (Number(slider.max) - Number(slider.min)));
  slider.dispatchEvent(new Event("input", {{ bubbles: true }}));
  await ({PAINTED})();
  return performance.now() - begun;
}}"""
WATCH_FRAMES = """() => {
  window.frames_ms = [];
  let last = performance.now();
  const note = (now) => (window.frames_ms.push(now - last), (last = now), requestAnimationFrame(note));
  requestAnimationFrame(note);
}"""


def rows(server_connection, extent, seed):
    with bench_database(server_connection, "feel"):
        say(f"the map page: {extent.compounds:,} compounds, {extent.segments:,} segments")
        lay_ground(extent)
        for load in (load_compounds, load_buildings, load_segments, load_nodes):
            load(extent, seed)
        analyze("compounds_compound", "compounds_building", "utilities_segment", "utilities_node")
        name, value = session_cookie(planner()).split("=", 1)
        with server() as port, _chromium() as browser:
            cookie = {"name": name, "value": value, "url": f"http://127.0.0.1:{port}"}
            yield from _measured(browser, port, cookie)


@contextmanager
def _chromium():
    path = shutil.which("chromium")
    if path is None:
        raise RuntimeError("chromium is missing: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def _measured(browser, port, cookie):
    renders = sorted(_opened(browser, port, cookie)[1] for _ in range(TIMES))
    yield Row("first complete render, cold", renders[TIMES // 2], 604, "ms", "<= 1", "", PROTOTYPE)
    page, _took = _opened(browser, port, cookie, close=False)
    yield Row("a class switched off or on", _worst(page, SWITCH, ["class:JS", "class:DL"] * 4), 50, "ms", "<= 1", "", DESIGN)
    page.click("#tools [data-tool=pick]")
    codes = page.eval_on_selector_all("path[data-code]", "paths => paths.slice(0, 6).map((each) => each.dataset.code)")
    yield Row("a click until its totals stand", _worst(page, CLICK, codes), 150, "ms", "<= 1", "", DESIGN)
    frames = _dragged(page)
    yield Row("panning, 95th of 100 frames", frames[int(len(frames) * 0.95)], 20, "ms", "<= 1", "", DESIGN)
    page.click("#more-tools [data-key=time]")
    page.wait_for_selector("#time-bar input[type=range]")
    yield Row("another day, a frame", _worst(page, SLIDE, [0.1, 0.9, 0.3, 0.7, 0.5]), 200, "ms", "<= 1", "", DESIGN)
    page.context.close()


def _opened(browser, port, cookie, *, close=True):
    """The page, and the milliseconds until it was complete; each time in a context of its own, nothing cached."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    context.add_cookies([cookie])
    context.add_init_script(WATCH)
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{port}/")
    while (took := page.evaluate("() => window.complete_ms")) is None:
        page.wait_for_timeout(50)
    if close:
        context.close()
    return page, took


def _worst(page, script, arguments):
    return max(page.evaluate(script, argument) for argument in arguments)


def _dragged(page):
    """Milliseconds of each frame while the map is dragged to and fro, in order of length."""
    box = page.locator("#map").bounding_box()
    x, y = box["x"] + box["width"] / 2 + DRAG_PX / 2, box["y"] + box["height"] / 2
    page.evaluate(WATCH_FRAMES)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - DRAG_PX, y, steps=DRAG_STEPS)
    page.mouse.move(x, y, steps=DRAG_STEPS)
    page.mouse.up()
    return sorted(page.evaluate("() => window.frames_ms"))
