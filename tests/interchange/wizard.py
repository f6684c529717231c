"""The wizard as a person uses it: a client, files, and the queue worked through on the spot."""
import re
import uuid

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.job_context import JobContext
from procrastinate.jobs import Job

from geo_renovation.interchange.models import Delivery, ImportRun

AS_DATA = {"accept": "application/json"}


def work():
    """Does what waits in the queue on the spot, as the worker would."""
    while job := ProcrastinateJob.objects.filter(status="todo").order_by("id").first():
        with connection.cursor() as cursor:  # the model of a job is read-only
            cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [job.pk])
        task = app.tasks[job.task_name]
        task(*context_of(task, job), **job.args)


def context_of(task, job):
    if not task.pass_context:
        return []
    held = Job(
        id=job.pk, task_name=job.task_name, task_kwargs=job.args, lock=job.lock, queueing_lock=job.queueing_lock,
        queue=job.queue_name, attempts=job.attempts,
    )  # fmt: skip
    return [JobContext(app=app, job=held, start_timestamp=0, abort_reason=lambda: None)]


class Sender:
    """Somebody who sends data in."""

    def __init__(self, client):
        self.client = client

    def send(self, *paths, names=None, token=None, **more):
        """Uploads files; answers the response."""
        files = [SimpleUploadedFile(path.name, path.read_bytes()) for path in paths]
        data = {"files": files, "token": str(token or uuid.uuid4()), "paths": names or [p.name for p in paths]}
        return self.client.post("/imports/new/", data | more | {"complete": "1"}, headers=AS_DATA)

    def deliver(self, *paths, **more):
        """Uploads files and has them looked at."""
        answer = self.send(*paths, **more)
        assert answer.status_code == 200, answer.content
        work()
        return Delivery.objects.get(pk=re.search(r"/imports/(\d+)/", answer.json()["url"])[1])

    def begin(self, delivery, kind, layer=None):
        """A run of a delivery's layer."""
        layer = delivery.found["layers"][0]["name"] if layer is None else layer
        answer = self.client.post(f"/imports/{delivery.pk}/runs/", {"layer": layer, "kind": kind}, headers=AS_DATA)
        assert answer.status_code == 200, answer.content
        return ImportRun.objects.get(pk=re.search(r"/runs/(\d+)/", answer.json()["url"])[1])

    def match(self, run, **changed):
        """Sends the match page's form as it is shown, with changes."""
        form = shown_form(self.client.get(f"/imports/runs/{run.pk}/match/"))
        return self.client.post(f"/imports/runs/{run.pk}/match/", form | {"then": "check"} | changed, headers=AS_DATA)

    def post(self, run, step, **data):
        """Takes a step of a run."""
        run.refresh_from_db()
        data = {"version": run.version} | data
        return self.client.post(f"/imports/runs/{run.pk}/{step}/", data, headers=AS_DATA)

    def check(self, run, **changed):
        """Matches and checks; answers the run as it is then."""
        answer = self.match(run, **changed)
        assert answer.status_code == 200, answer.content
        work()
        run.refresh_from_db()
        return run

    def store(self, run):
        answer = self.post(run, "store")
        assert answer.status_code == 200, answer.content
        work()
        run.refresh_from_db()
        return run

    def take(self, *paths, kind, **changed):
        """All the way in."""
        return self.store(self.check(self.begin(self.deliver(*paths), kind), **changed))


def shown_form(page):
    """What the match page would send without a change."""
    context, form = page.context, {}
    for match in context["fields"]:
        form |= {f"heading-{match.name}": match.heading, f"unit-{match.name}": match.unit}
        form[f"constant-{match.name}"] = match.constant
        for number, word in enumerate(match.words):
            form |= {f"word-{match.name}-{number}": word["word"], f"code-{match.name}-{number}": word["code"]}
    for bound in context["form"]:
        value = bound.value()
        if value is not None and value is not False:
            form[bound.html_name] = value
    return form
