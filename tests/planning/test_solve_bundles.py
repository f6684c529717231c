"""`manage.py solve_bundles`: a file in, a plan as JSON out."""

import json
from io import StringIO

import pytest
from distributed import LocalCluster
from django.core.management import CommandError, call_command

INSTANCE = {
    "n": 4,
    "edges": [[0, 1], [1, 2], [2, 3]],
    "w": [50, 20, 70],
    "cost": [600, 600, 600, 600],
    "year": [2026, 2027, 2027, 2026],
    "street": [1, 1, 1, 1],
}


def solved(path, *options):
    out = StringIO()
    call_command("solve_bundles", str(path), "--cmin=1000", "--cmax=1500", *options, stdout=out)
    return json.loads(out.getvalue())


def test_the_plan_comes_with_its_value_its_bound_and_both_gaps(tmp_path):
    path = tmp_path / "instance.json"
    path.write_text(json.dumps(INSTANCE))
    plan = solved(path, "--max-members=3", "--year-spread=1", "--alpha=100", "--beta=5", "--prove")
    assert plan.pop("seconds") >= 0
    assert plan == {
        "value": 510, "bound": 510.0, "gap": 0.0, "gap_on_weight": 0.0, "bundles": [[0, 1], [2, 3]], "left_alone": [],
        "members_cap": 3,
    }  # fmt: skip


@pytest.mark.parametrize(
    "text", ["{", '{"n": 1}', "[]", '"x"', '{"n": 1, "edges": 3, "w": [], "cost": [1], "year": [1], "street": [1]}']
)
def test_a_file_that_is_no_instance_is_refused_by_name(tmp_path, text):
    path = tmp_path / "wrong.json"
    path.write_text(text)
    with pytest.raises(CommandError, match=r"wrong\.json: "):
        solved(path)


def test_a_missing_file_and_an_empty_window_are_refused(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        solved(tmp_path / "none.json")
    path = tmp_path / "instance.json"
    path.write_text(json.dumps(INSTANCE))
    with pytest.raises(CommandError, match="cost window"):
        solved(path, "--cmin=2000")


def test_a_dask_cluster_named_in_the_settings_works_it_out(tmp_path, settings):
    path = tmp_path / "instance.json"
    path.write_text(json.dumps(INSTANCE))
    options = ("--max-members=3", "--alpha=100", "--prove")
    here = solved(path, *options)
    with LocalCluster(n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None) as cluster:
        settings.DASK_SCHEDULER = cluster.scheduler_address
        there = solved(path, *options)
    assert here | {"seconds": 0} == there | {"seconds": 0}
