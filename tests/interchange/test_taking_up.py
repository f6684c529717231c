"""What a worker before was doing is taken up again, whatever was asked for in the meantime."""
import pytest
from django.db import OperationalError, connection
from procrastinate.contrib.django.models import ProcrastinateJob

from geo_renovation.interchange import undoing
from geo_renovation.interchange.management.commands.work import take_up_again

from .wizard import AS_DATA, work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]


def jobs():
    return sorted(ProcrastinateJob.objects.values_list("id", "status"))


def begun():
    """Marks the one job that waits as under way; answers its id."""
    (job,) = ProcrastinateJob.objects.filter(status="todo")
    with connection.cursor() as cursor:  # the model of a job is read-only
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [job.pk])
    return job.pk


def test_what_was_under_way_waits_again(street, compounds):
    street.send(compounds)
    cut_off = begun()
    take_up_again()
    assert jobs() == [(cut_off, "todo")]


def test_a_job_cut_off_at_its_very_end_makes_way_for_the_next_of_its_run(street, compounds):
    run = street.begin(street.deliver(compounds), "compounds")
    street.match(run)
    cut_off = begun()
    type(run).objects.filter(pk=run.pk).update(state="checked", job_id=None)  # all that was left was to say so
    assert street.post(run, "check").status_code == 200
    take_up_again()
    ((left, status),) = jobs()
    assert (left != cut_off, status) == (True, "todo")
    work()
    run.refresh_from_db()
    assert (run.state, run.job_id) == ("checked", None)


def test_an_undo_that_met_somebody_else_is_done_again_and_nobody_asks_twice(street, compounds, monkeypatch):
    run = street.take(compounds, kind="compounds")
    street.post(run, "undo")
    with monkeypatch.context() as patched:
        patched.setattr(undoing, "_take_back", lambda *_: (_ for _ in ()).throw(OperationalError("deadlock detected")))
        with pytest.raises(OperationalError):
            work()
    run.refresh_from_db()
    assert (run.state, run.job_id is None) == ("stored", False)
    assert street.client.post(f"/imports/runs/{run.pk}/undo/", headers=AS_DATA).status_code == 200


def test_what_an_undo_met_in_the_background_stands_on_the_page_until_the_next_try(street, compounds, monkeypatch):
    run = street.take(compounds, kind="compounds")
    page = f"/imports/runs/{run.pk}/"
    with monkeypatch.context() as patched:
        refusal = undoing.UnableToUndo("built_upon", ["BUILT-1"])
        patched.setattr(undoing, "undo", lambda *_args, **_more: (_ for _ in ()).throw(refusal))
        street.post(run, "undo")
        work()
    assert "BUILT-1" in street.client.get(page).content.decode()
    street.post(run, "undo")
    work()
    assert "BUILT-1" not in street.client.get(page).content.decode()
