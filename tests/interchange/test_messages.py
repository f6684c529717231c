"""Every reason has a sentence and says what to do; no sentence can fail to be filled in."""
import ast
import re
from pathlib import Path

import pytest
from django.utils import translation

from geo_renovation.interchange.checks import compounds, lines, nodes
from geo_renovation.interchange.checks.rules import Rule
from geo_renovation.interchange.kinds.labels import LABELS
from geo_renovation.interchange.mends import MENDS
from geo_renovation.interchange.messages import ACCEPTABLE, FAULTS, MESSAGES, message

ROOT = Path(__file__).parents[2] / "geo_renovation" / "interchange"
NAMES = re.compile(r"%\((\w+)\)")
# Calls that take a reason, and where it stands among their arguments.
CALLS = {"Refused": 0, "Fault": 0, "reject": (2, 3), "warn": (0, 2), "_refuse": 1}


def test_every_reason_says_what_to_do():
    assert [reason for reason in MESSAGES if not str(MENDS.get(reason, ""))] == []


def test_nothing_is_advised_for_reasons_that_are_none():
    assert set(MENDS) - set(MESSAGES) == set()


def test_only_errors_can_be_accepted():
    assert set(FAULTS) >= ACCEPTABLE


@pytest.mark.parametrize("reason", MESSAGES)
def test_a_sentence_is_filled_in_whatever_else_is_known(reason):
    text = str(MESSAGES[reason])
    filled = message(reason, **dict.fromkeys(NAMES.findall(text), "x"), more="y")
    assert "%(" not in filled
    assert message(reason)


def reasons_in(path):
    """Reason codes written out in the calls of a module."""
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call):
            continue
        called = getattr(node.func, "id", getattr(node.func, "attr", None))
        places = CALLS.get(called, ())
        for place in (places,) if isinstance(places, int) else places:
            if place < len(node.args) and isinstance(node.args[place], ast.Constant):
                yield node.args[place].value


def test_every_reason_that_is_given_has_its_sentence():
    given = {(reason, path.name) for path in ROOT.rglob("*.py") for reason in reasons_in(path)}
    words = {(reason, path) for reason, path in given if isinstance(reason, str) and re.fullmatch(r"[a-z0-9_]+", reason)}
    fields = {"geometry", "code", "name"}
    assert {(reason, path) for reason, path in words if reason not in MESSAGES and reason not in fields} == set()


def test_every_rule_gives_its_sentence_what_it_names():
    rules = [rule for module in (compounds, lines) for rule in vars(module).values() if isinstance(rule, Rule)]
    for rule in [*rules, *lines.SEGMENT_RULES, nodes.DEPTH]:
        assert set(NAMES.findall(str(MESSAGES[rule.reason]))) <= set(rule.details)


def test_where_a_file_lies_is_told_in_the_readers_language():
    likely = {"crs": "EPSG:4326", "swapped": True, "unit": "", "shift": "", "points": []}
    for language, words in (("en", "EPSG:4326, swapped axes"), ("zh-hans", "EPSG:4326, 坐标轴互换")):
        with translation.override(language):
            assert words.split(", ")[1] in message("crs_likely", count=3, likely=likely).replace("，", ", ")
    fitted = likely | {"fit": {"points": 4, "rms_m": 0.02}}
    with translation.override("en"):
        assert "fitted on 4 points, rms 0.02 m" in message("crs_overridden", crs=fitted)


def test_a_constraint_is_told_by_the_fields_label_and_the_faults_words():
    with translation.override("en"):
        said = message("constraint", field="completion_year", value="1200", fault="out_of_range")
        bare = message("constraint", field="community", value="", fault="unknown_reference")
        community, missing = str(LABELS["community_code"]), str(FAULTS["unknown_reference"])
    assert said == "The database refused the rows: completion year “1200” is outside the possible range. Nothing was stored."
    assert bare == f"The database refused the rows: {community} {missing}. Nothing was stored."
