"""Every word the service shows exists in Chinese."""
import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CATALOGUE = ROOT / "locale/zh_Hans/LC_MESSAGES/django.po"
EXCLUDED = ("node_modules", ".venv", "var", "tests", "script", "benchmarks")
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}


def entries(text):
    """{(context, msgid): [msgstr, …]} of a PO file; obsolete entries left out."""
    found = {}
    for block in re.split(r"\n\s*\n", text):
        lines = [line for line in block.splitlines() if line and not line.startswith("#")]
        parts = re.findall(r'^(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?) ((?:".*"\n?)+)', "\n".join(lines), re.M)
        values = {}
        for key, quoted in parts:
            values[key] = "".join(ast.literal_eval(line) for line in quoted.strip().splitlines())
        if values.get("msgid"):
            key = values.get("msgctxt"), values["msgid"]
            found[key] = [value for name, value in values.items() if name.startswith("msgstr")]
    return found


def fuzzy(text):
    _header, _blank, body = text.partition("\n\n")
    return re.findall(r"^#,.*fuzzy", body, re.M)


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """What makemessages finds today, gathered in a copy so that the tree stays as it is."""
    if shutil.which("xgettext") is None:
        pytest.skip("GNU gettext is not installed")
    copy = tmp_path_factory.mktemp("messages")
    for folder in ("geo_renovation", "templates"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    (copy / "locale").mkdir()
    command = ["python3", "-m", "django", "makemessages", "-l", "zh_Hans", "--no-obsolete", "--no-wrap"]
    subprocess.run(command, cwd=copy, check=True, capture_output=True, env=quiet_environment())
    return entries((copy / "locale/zh_Hans/LC_MESSAGES/django.po").read_text())


def quiet_environment():
    return {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "PYTHONUTF8": "1"}


def test_every_word_has_its_chinese(collected):
    known = entries(CATALOGUE.read_text())
    missing = [msgid for key in collected for msgid in key[1:] if not all(known.get(key) or [""])]
    assert not missing, "\n".join(missing)


def test_no_chinese_is_a_guess():
    assert fuzzy(CATALOGUE.read_text()) == []


def test_placeholders_survive_translation():
    pattern = re.compile(r"%\(\w+\)[sd]|%[sd]")
    for (_context, msgid), texts in entries(CATALOGUE.read_text()).items():
        for text in texts:
            assert set(pattern.findall(text)) <= set(pattern.findall(msgid)) | {"%(n)s", "%(count)d"}, msgid


def test_nothing_is_formatted_before_it_is_translated():
    """An f-string or a `%` inside `_()` would look up the filled-in sentence."""
    for path in (ROOT / "geo_renovation").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            called = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else None
            if called in GETTEXT:
                assert all(isinstance(arg, ast.Constant | ast.Name) for arg in node.args), f"{path}:{node.lineno}"
