"""The instances with known optima that lie beside the project."""

import importlib.util
from pathlib import Path

import pytest
from django.conf import settings

from geo_renovation.planning.bundling.instance import Instance, Rules

MADE_BY = Path(settings.BASE_DIR).parent / "shared" / "bundling" / "instances.py"
RULES_OF_OPTIMA = Rules(cmin=1500, cmax=4000, max_members=6, year_spread=1, alpha=1000, beta=0)
# compounds, streets, seed, optimum
OPTIMA = [
    (60, 3, 1, 67612),
    (60, 3, 2, 65259),
    (60, 3, 3, 66953),
    (300, 3, 1, 336155),
    (300, 3, 2, 338524),
    (300, 3, 3, 343003),
]


def shared_instance(n, streets, seed):
    if not MADE_BY.exists():
        pytest.skip("the instances with known optima are not here")
    spec = importlib.util.spec_from_file_location("bundling_instances", MADE_BY)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return Instance.from_json(module.gen(n, streets, seed))
