"""What is known before any work begins."""

import pytest

from registry.celery import app
from registry.jobs import checks, handlers
from registry.jobs.models import Job, Queue


def test_every_app_has_told_which_kinds_of_job_it_does():
    assert {"refresh", "tidy-jobs"} <= handlers.kinds()


def test_a_kind_has_one_handler():
    with pytest.raises(ValueError, match="two handlers"):
        handlers.handler("refresh")(lambda held: None)


def test_a_worker_listens_to_every_queue_there_is():
    assert [queue.name for queue in app.conf.task_queues] == list(Queue.values)
    assert app.conf.task_default_queue == "default"


def test_every_scheduled_task_exists():
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(app.tasks)


@pytest.mark.django_db
def test_an_open_job_of_an_unknown_kind_stops_the_start():
    Job.objects.create(kind="of-a-later-version", key="x")
    Job.objects.create(kind="refresh", key="y")
    (error,) = checks.open_jobs_have_a_handler(databases=["default"])
    assert "of-a-later-version" in error.msg
