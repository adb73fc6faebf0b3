"""SIGTERM in the middle of a job: the worker stops in time, and the job is done by the next one."""

from django.utils import timezone

from registry.jobs.models import Job
from registry.refresh.refresh import ask
from tests.drills import ledger
from tests.drills.processes import until
from tests.hubs import stand_in

STOPS = 35.0  # seconds, what docker-compose.yml gives it
RESUMED = 30.0


def test_a_worker_told_to_stop_amid_a_long_job_stops_in_time(hub, worker, measured):
    """As in a container: SIGTERM lets a job that runs go on for 25 s, no longer."""
    expected = ledger.undisturbed(hub)
    entry = ledger.listed(hub, 1)[0]
    hub.break_with(stand_in.dripped(hub.models[entry.repo_id], every=1.0))  # longer than any reading may take
    first = worker("first", REMAP_SIGTERM="SIGQUIT")
    first.start()
    job = ask(entry)
    until(lambda: state(job) == "running", within=30, what="the worker reads")
    seconds = first.terminate(within=STOPS + 10)
    hub.mend()
    stopped = timezone.now()
    worker("next").start()
    until(lambda: state(job) == "done", within=90, what="the next worker has read it")
    ledger.assert_like(expected, [entry])
    measured("SIGTERM amid a job: the worker has stopped", seconds, allowed=STOPS)
    resumed = (Job.objects.get(pk=job.pk).finished_at - stopped).total_seconds()
    measured("its job is done by the next worker", resumed, allowed=RESUMED)


def state(job: Job) -> str:
    return str(Job.objects.get(pk=job.pk).state)
