"""Who may import whom, as pyproject.toml lays it down; a new app must be placed before it passes."""
import tomllib
from pathlib import Path

import pytest
from django.conf import settings
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).parents[2]
CONFIG = ROOT / "pyproject.toml"


def contracts():
    return tomllib.loads(CONFIG.read_text())["tool"]["importlinter"]["contracts"]


def test_every_import_keeps_the_layers(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    status = lint_imports(config_filename=str(CONFIG), cache_dir=None)
    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_every_app_stands_in_the_layers():
    placed = {name.strip() for layer in contracts()[0]["layers"] for name in layer.split("|")}
    apps = {app.rpartition(".")[2] for app in settings.INSTALLED_APPS if app.startswith("geo_renovation.")}
    assert apps | {"spatial", "urls"} == placed


@pytest.mark.parametrize("contract", contracts(), ids=lambda contract: contract["name"])
def test_no_contract_lets_anything_pass(contract):
    assert "ignore_imports" not in contract
