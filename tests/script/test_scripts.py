"""What the scripts promise besides the database: locks without addresses, nothing done twice, careful with data."""
import os
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]


def run(line, **environment):
    return subprocess.run(
        ["bash", "-c", line], cwd=PROJECT, env=os.environ | environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-test.lock", "requirements-node.lock"])
def test_every_python_package_is_pinned_by_hash_and_no_lock_names_an_address(name):
    text = (PROJECT / name).read_text()
    assert "http" not in text
    entries = text.replace("\\\n", "").splitlines()
    assert all("--hash=sha256:" in entry for entry in entries if "==" in entry and not entry.startswith("#"))


def test_the_javascript_lock_names_no_registry():
    text = (PROJECT / "package-lock.json").read_text()
    assert '"resolved"' not in text
    assert '"integrity"' in text


def test_a_step_is_done_once_until_what_it_depends_on_changes(tmp_path):
    stamp, log = tmp_path / "stamp", tmp_path / "log"
    step = ". script/support/say.sh; note() {{ echo done >> {log}; {outcome}; }}; once {stamp} {digest} note"
    for digest, outcome in [("1", "true"), ("1", "true"), ("2", "false"), ("2", "true"), ("2", "true")]:
        run(step.format(log=log, stamp=stamp, digest=digest, outcome=outcome))
    assert log.read_text().count("done") == 3  # first, failed, made up for


def test_reset_keeps_its_hands_off_a_given_server():
    outcome = run("script/reset --yes", DATABASE_URL="postgis:///somebody-elses")
    assert outcome.returncode == 1
    assert "DATABASE_URL is set" in outcome.stderr
    assert len(outcome.stderr.splitlines()) == 1


def test_a_server_that_is_not_there_is_told_in_one_line(tmp_path):
    url = f"postgis://nobody@{str(tmp_path).replace('/', '%2F')}:5432/none"
    outcome = run("python script/support/prepare.py", DATABASE_URL=url, SECRET_KEY="for this test")
    assert outcome.returncode == 1
    assert outcome.stderr.startswith("==> stopped: no connection to the database of DATABASE_URL")
    assert len(outcome.stderr.splitlines()) == 1
