"""Ground and requests for proposals."""

import json
import uuid
from types import SimpleNamespace

from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from geo_renovation.planning import tasks
from tests.factories.bundles import row_of_compounds

ASKED = {
    "name": "2027 东片", "years": [2027], "districts": [], "cmin": 3_000_000, "cmax": 6_000_000, "max_members": 3,
    "year_spread": 1, "alpha": 1000, "beta": 100, "weight": "boundary", "locks": {},
}  # fmt: skip
JSON = {"Accept": "application/json"}


def ground(codes="ABCDEF", **fields):
    """Compounds in a row of 2 million each, wished for 2027: two or three make a bundle."""
    return row_of_compounds(codes, **{"wished_year": 2027} | fields)


def post(client, path, **body):
    return client.post(f"/planning/proposals/{path}", json.dumps(body), content_type="application/json", headers=JSON)


def ask(client, **asked):
    return post(client, "", **{"request": str(uuid.uuid4())} | ASKED | asked)


def relock(client, proposal, **locks):
    body = {"request": str(uuid.uuid4()), "revision": proposal["revision"], "locks": locks}
    return post(client, f"{proposal['id']}/locks/", **body)


def members(proposal):
    return ["".join(bundle["members"]) for bundle in proposal["bundles"]]


def work_through():
    """Does what waits in the background, in this process."""
    for job in ProcrastinateJob.objects.filter(queue_name="proposals").order_by("id"):
        context = SimpleNamespace(job=SimpleNamespace(attempts=job.attempts))
        tasks.work.func(context, **job.args)
        with connection.cursor() as cursor:  # the model of a job is read-only
            cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [job.pk])
