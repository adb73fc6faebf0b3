"""A frozen worker, woken."""

import signal

from registry.jobs.models import Job
from registry.jobs.queue import enqueue
from tests.drills.processes import Program, until


def wake(sleeper: Program, *, instead_of: Program) -> None:
    """Let it go on, alone: it has come to the end of what it slept over once it does something else."""
    instead_of.kill()
    sleeper.signal(signal.SIGCONT)
    job = enqueue("tidy-jobs", "after-sleep", {})
    until(lambda: Job.objects.get(pk=job.pk).state == "done", within=45, what="the sleeper does another job")
