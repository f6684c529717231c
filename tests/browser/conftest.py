"""A real browser on a running service: Debian's Chromium, no outside request, no console error."""

import os
import shutil
import time
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.core.signals import request_finished, request_started
from playwright.sync_api import expect, sync_playwright

from tests.factories import (
    BuildingFactory,
    CompoundFactory,
    CountyFactory,
    DisclosureAreaFactory,
    DistrictFactory,
    RoadFactory,
    SegmentFactory,
    TownAreaFactory,
    UserFactory,
)

PASSWORD = "old-compounds-2021"
# A test before may have emptied the tables, and with them the plan's organisations.
plan = import_module("geo_renovation.accounts.migrations.0002_organisations")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# Playwright's synchronous API runs an event loop in this thread; the ORM is used from tests all the same.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


# A machine that does four things at once answers late.
expect.set_options(timeout=15_000)

# What the pages show to their user in words of their own: a stale or refused change, a network that a test cuts.
SHOWN = ("409 (Conflict)", "422 (Unprocessable Entity)", "net::ERR_CONNECTION_RESET", "net::ERR_INTERNET_DISCONNECTED")


def is_complaint(message):
    """Errors on the console that no page speaks of."""
    return message.type == "error" and not any(shown in message.text for shown in SHOWN)


@pytest.fixture(scope="session")
def chromium():
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("Debian's chromium is not installed; script/test installs it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def town(transactional_db):
    """Four compounds 甲乙丙丁 in a row, 20 m apart; an arterial road lies between 丙 and 丁.

    A water main runs under 甲 and 乙 (disclosed), on under 丁, which is not; a power line lies beside it.
    """
    plan.add_organisations(apps, None)
    TownAreaFactory()
    CountyFactory(is_demonstration=True)
    DistrictFactory(code="371526001", name="鱼邱湖街道")
    RoadFactory(code="R1", name="官道街", rank="arterial", points=((350, -500), (350, 500)))
    for i, name in enumerate("甲乙丙丁"):
        compound = CompoundFactory(
            code=name, name=f"{name}家属院", at=(120 * i, 0), eligible=True, stage="planned", wished_year=2027
        )
        BuildingFactory(compound=compound, at=(120 * i + 10, 10))
    SegmentFactory(code="W-SECRET", owner="water", points=((-50, 50), (480, 50)), pressure="0.35MPa")
    SegmentFactory(code="P-SECRET", network_class="DL", owner="power", points=((-50, 60), (480, 60)), voltage="10kV")
    DisclosureAreaFactory(at=(-10, -10), size=240)


class Requests:
    """Those that the service is answering: a page that is closed leaves some behind, with their locks on the tables."""

    QUIET_S, PATIENCE_S = 0.3, 20

    def __init__(self):
        self.begun, self.ended, self.last = 0, 0, 0.0
        request_started.connect(self.begin)
        request_finished.connect(self.end)

    def begin(self, **_signal):
        self.begun, self.last = self.begun + 1, time.monotonic()

    def end(self, **_signal):
        self.ended, self.last = self.ended + 1, time.monotonic()

    def settle(self):
        """Waits until all are answered and no other came for a while."""
        until = time.monotonic() + self.PATIENCE_S
        while time.monotonic() < until:
            if self.begun == self.ended and time.monotonic() > self.last + self.QUIET_S:
                break
            time.sleep(0.05)
        request_started.disconnect(self.begin)
        request_finished.disconnect(self.end)


@pytest.fixture
def open_as(chromium, live_server, town):
    """open_as("planner") answers a page signed in as that role, at the map; open_as(None) is a resident."""
    contexts, complaints, requests = [], [], Requests()

    def opened(role, *, width=1440, height=900, at="/", locale="en-US", **device):
        context = chromium.new_context(viewport={"width": width, "height": height}, locale=locale, **device)
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: is_complaint(m) and complaints.append(m.text))
        page.on("pageerror", lambda e: complaints.append(str(e)))
        page.on(
            "request",
            lambda r: r.url.startswith((live_server.url, "data:", "blob:")) or complaints.append(f"outside: {r.url}"),
        )
        if role:
            UserFactory(role=role, username=f"{role}-{len(contexts)}", password=make_password(PASSWORD))
            page.goto(f"{live_server.url}/accounts/login/?next={at}")
            page.fill("[name=username]", f"{role}-{len(contexts)}")
            page.fill("[name=password]", PASSWORD)
            page.click("main button.primary")
            page.wait_for_url(f"{live_server.url}{at}*")
        else:
            page.goto(live_server.url + at)
        return page

    yield opened
    for context in contexts:
        context.close()
    requests.settle()
    assert complaints == []
