"""Some hundred files of the corpus: valid ones are read with their rows, hostile ones refused in our words."""

import ctypes
import json
import os
import re
import socket
import tempfile
import threading
from pathlib import Path

import pytest

from geo_renovation.interchange import inspection
from geo_renovation.interchange.messages import REFUSALS, message
from geo_renovation.interchange.parsing import parser
from geo_renovation.interchange.refusals import Refused
from geo_renovation.interchange.staging import staged

from .corpus import Lure, cases
from .test_sandbox import gone

TOKEN = "secret-of-the-server-7f3a"
FOREIGN = re.compile(r"GDAL|\bOGR|sqlite|SELECT|Traceback|Error:|/tmp|/input|/usr|/vsi|\.py\b|errno", re.I)
FAMILIES = {"point": "point", "line": "multiline", "polygon": "polygon", "mixed": "line_or_polygon"}
CASES = cases()


@pytest.fixture(scope="module")
def server():
    """An address on this machine that counts who comes."""
    visits = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve():
            while True:
                try:
                    visitor, address = listening.accept()
                except OSError:
                    return
                visits.append(address)
                visitor.close()

        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", visits


class Watched:
    """A file, and whether any process opened it; the kernel tells."""

    IN_ACCESS, IN_OPEN = 0x1, 0x20

    def __init__(self, path):
        libc = ctypes.CDLL(None, use_errno=True)
        self.events = libc.inotify_init1(os.O_NONBLOCK)
        assert libc.inotify_add_watch(self.events, str(path).encode(), self.IN_ACCESS | self.IN_OPEN) >= 0

    def was_opened(self):
        try:
            return bool(os.read(self.events, 4096))
        except BlockingIOError:
            return False


@pytest.fixture
def lure(tmp_path, server):
    """A secret file and an address, with `was_touched` to ask."""
    secret = tmp_path / "server" / "secret.csv"
    secret.parent.mkdir()
    secret.write_text(f"code,name\n{TOKEN},{TOKEN}\n")
    url, visits = server
    visits.clear()
    watched = Watched(secret)
    lure = Lure(str(secret), url)
    lure.was_touched = lambda: watched.was_opened() or bool(visits)
    yield lure
    os.close(watched.events)


class Outcome:
    """What inspection and reading made of a file."""

    def __init__(self, path):
        self.refused, self.rows, self.good, self.told = [], 0, 0, []
        try:
            found = inspection.inspect(path)
        except Refused as refusal:
            self.refuse(refusal)
            return
        self.told.append(json.dumps(found, ensure_ascii=False))
        for one in [*found["files"], *found["layers"]]:
            if one["refused"]:
                self.refuse(Refused(one["refused"]["reason"], **one["refused"]["details"]))
        for layer in found["layers"]:
            if not layer["refused"]:
                self.read(path, layer)

    def refuse(self, refusal):
        self.refused.append((refusal.reason, message(refusal.reason, **refusal.details)))

    def read(self, path, layer):
        family = FAMILIES.get(layer["geometry"], "polygon") if layer["geometry"] != "none" else None
        crs = None if layer["crs"] or not family else "EPSG:4548"
        try:
            with (
                staged(path, layer["name"]) as file,
                parser(file, encoding=None, crs=crs, family=family, outline=None) as parsed,
            ):
                for batch in parsed.batches(list(range(len(parsed.header["headings"])))):
                    self.rows += batch["rows"]
                    self.good += batch["rows"] - len({fault[0] for fault in batch["faults"]})
                    self.told.append(json.dumps(batch, ensure_ascii=False))
        except Refused as refusal:
            self.refuse(refusal)

    @property
    def reasons(self):
        return {reason for reason, _ in self.refused}


@pytest.fixture
def outcome(tmp_path, lure, monkeypatch):
    """Makes a case's file and answers what became of it, sure that nothing else was touched."""
    private = tmp_path / "private"
    private.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(private))

    def made(case):
        folder = tmp_path / "sent"
        folder.mkdir()
        found = Outcome(Path(case.make(folder, lure)))
        assert TOKEN not in "".join(found.told)
        assert not lure.was_touched()
        assert gone(str(private))
        assert list(private.iterdir()) == []
        return found

    return made


VALID = [case for case in CASES if not case.reasons]
HOSTILE = [case for case in CASES if case.reasons]


@pytest.mark.parametrize("case", VALID, ids=lambda case: case.name)
def test_a_valid_file_is_read_with_all_its_rows(case, outcome):
    found = outcome(case)
    assert found.refused == []
    assert (found.rows, found.good) == (case.rows, case.good)


@pytest.mark.parametrize("case", HOSTILE, ids=lambda case: case.name)
def test_a_hostile_file_is_refused_in_our_words_and_reaches_nothing(case, outcome, lure):
    found = outcome(case)
    assert found.reasons & case.reasons
    assert found.reasons <= set(REFUSALS)
    for _, sentence in found.refused:
        sentence = sentence.replace(lure.secret[:80], "")  # as the file itself wrote it
        assert not FOREIGN.search(sentence)


def test_the_lure_would_tell(lure):
    assert not lure.was_touched()
    Path(lure.secret).read_text()
    assert lure.was_touched()
    assert not lure.was_touched()
    with socket.create_connection(("127.0.0.1", int(lure.url.rpartition(":")[2]))) as visitor:
        visitor.recv(1)
    assert lure.was_touched()
