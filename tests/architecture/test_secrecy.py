"""The sweep of the addresses must fail where a redaction is missing: each is taken away in turn."""
import pytest
from django.db.models import F

from geo_renovation.maps import tiles
from geo_renovation.planning.querysets import StretchQuerySet
from geo_renovation.utilities.querysets import ALWAYS, NetworkQuerySet, NodeQuerySet, SegmentQuerySet

from .addresses import asks
from .secrecy import leaks, said
from .world import make, visitor

pytestmark = pytest.mark.django_db
DETAILED = {"maps:segment_card", "maps:node_card", "maps:table", "exports:table", "maps:section", "networks:compound"}
FILES = {"interchange:gpkg", "interchange:dxf", "interchange:xlsx"}


@pytest.fixture
def drop(monkeypatch):
    """Takes a redaction away; statements that were compiled with it are forgotten, before and after."""
    tiles.DRAWINGS.clear()
    yield monkeypatch
    monkeypatch.undo()
    tiles.DRAWINGS.clear()


def visible_in_full(drop):
    """Everybody sees every network as the centre does."""
    drop.setattr(NetworkQuerySet, "visible_to", lambda rows, user, **_: rows.standing()._shown(full=ALWAYS, depth=ALWAYS))


def outside_the_area(drop):
    """Rows are chosen by the permitted area, but not cut to it."""
    drop.setattr(NetworkQuerySet, "_clipped", lambda rows, full, inside, area, twin: F(f"{rows.geometry}{twin}"))


def anywhere(drop):
    """The permitted area chooses nothing: class, owner and position of others' lines everywhere."""
    shown = NetworkQuerySet._shown
    drop.setattr(NetworkQuerySet, "_shown", lambda rows, full, depth, inside=None, area=None: shown(rows, full, depth))


def attributes(drop):
    """Material, pressure, code… of others' lines are not masked."""
    unmasked(drop, lambda rows: rows.detail)


def depths(drop):
    """How deep others' lines lie is not masked."""
    unmasked(drop, lambda rows: ("depth_m",))


def unmasked(drop, names):
    shown = NetworkQuerySet._shown
    drop.setattr(
        NetworkQuerySet, "_shown",
        lambda rows, *how, **where: shown(rows, *how, **where).annotate(**{f"seen_{name}": F(name) for name in names(rows)}),
    )  # fmt: skip


def followed_by_all(drop):
    """Everybody may follow every network."""
    visible_in_full(drop)
    for rows in (SegmentQuerySet, NodeQuerySet):
        drop.setattr(rows, "traced_by", lambda rows, user: rows.standing())


def kept_metres(drop):
    """The metres that are kept for each compound are read whole by everybody."""
    drop.setattr(StretchQuerySet, "visible_to", lambda rows, user: rows.annotate(seen_metres=F("metres")))


DROPPED = [
    (visible_in_full, "mobile", {*DETAILED, *FILES, "maps:tile", "maps:history", "maps:edit_near", "maps:print"}),
    (outside_the_area, "mobile", {"maps:tile", "maps:table", "exports:table", "maps:edit_near"}),
    (anywhere, "mobile", {"maps:tile", "maps:table", "maps:segment_card", "maps:node_card", "maps:section", "maps:print"}),
    (attributes, "leader", {*DETAILED, *FILES, "maps:tile"}),
    (depths, "street-yuqiuhu", {*DETAILED, *FILES, "maps:tile"}),
    (followed_by_all, "heat", {"maps:trace"}),
    (kept_metres, "mobile", {"planning:responsibility_json", "interchange:responsibility"}),
]


@pytest.mark.parametrize(("dropped", "role", "told"), DROPPED)
def test_the_sweep_fails_at_every_address_that_a_missing_redaction_opens(drop, client, dropped, role, told):
    world = make()
    visitor(role, client)
    asked = [ask for ask in asks(world) if ask.posted is None and ask.name in told]
    dropped(drop)
    assert told == {ask.name for ask in asked if leaks(world, role, ask, *said(client, ask))}
