"""Models that somebody wants listed: a hub address is asked for once, and a worker drafts the model."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from registry.accounts.models import User
from registry.catalog.models import OF_MODELS
from registry.catalog.paths import path_of
from registry.hubs.snapshot import HubError
from registry.hubs.untrusted import repo_id as name_in
from registry.jobs.models import Job
from registry.jobs.queue import OPEN, enqueue
from registry.refresh.drafts import take_in
from registry.refresh.models import HubState, Wanted
from registry.refresh.outcome import SETTLED, Writing
from registry.refresh.refresh import fetch_public

AGAIN = timedelta(minutes=10)  # what could not be drafted may be asked for again after this
PATIENCE = timedelta(days=1)  # with a hub that does not answer
State = Wanted.State


@dataclass(frozen=True, slots=True)
class Wish:
    """Where it stands. `trouble` is why the hub could not be read yet, which says nothing of the model."""

    repo_id: str
    path: str
    state: str
    reason: str
    asked_at: datetime
    answered_at: datetime | None
    trouble: str = ""
    trouble_since: datetime | None = None


def is_name(text: str) -> bool:
    """Whether a repository of the hub can be called so."""
    return bool(name_in(text))


def ask(name: str, *, by: User | None, now: datetime) -> Wish | None:
    """Have a repository of the hub drafted by a worker; None for what is no name of one."""
    if not is_name(name):
        return None
    row = _row(name) or Wanted(hub=OF_MODELS, repo_id=name, path=path_of(name))
    lately = row.answered_at is not None and row.answered_at > now - AGAIN
    if row.pk and (row.state == State.WAITING or lately):
        return wish(name)
    row.asked_by, row.asked_at, row.state, row.reason = by, now, State.WAITING, ""
    row.save()
    enqueue("draft", _key(row), {"wanted": row.pk}, queue="refresh", priority=1)
    return wish(name)


def wish(name: str) -> Wish | None:
    """What became of a repository that was asked for; None when nobody asked."""
    row = _row(name)
    if row is None:
        return None
    trouble, since = _trouble(row) if row.state == State.WAITING else ("", None)
    told = (row.repo_id, row.path, row.state, row.reason, row.asked_at, row.answered_at)
    return Wish(*told, trouble, since)


def _row(name: str) -> Wanted | None:
    return Wanted.objects.filter(hub=OF_MODELS, repo_id__iexact=name).first()


def _key(row: Wanted) -> str:
    return f"draft:{OF_MODELS}:{row.pk}"


def _trouble(row: Wanted) -> tuple[str, datetime | None]:
    """Why the last try failed, and since when the hub is in trouble."""
    job = Job.objects.filter(key=_key(row), state__in=OPEN).first()
    if job is None or not job.error:
        return "", None
    hub = HubState.objects.filter(pk=OF_MODELS).exclude(state=HubState.State.OK).first()
    return job.error, hub.since if hub else None


def answer(wanted_id: int, *, now: datetime, writing: Writing) -> None:
    """Read the repository and list its model. Raises HubError where it is worth another try."""
    row = Wanted.objects.filter(pk=wanted_id, state=State.WAITING).first()
    if row is None:
        return
    try:
        seen = fetch_public(row.repo_id, now)
    except SETTLED as error:
        with writing():
            _note(row, State.NOT_VISIBLE, str(error), now)
        return
    except HubError as error:
        if row.asked_at > now - PATIENCE:
            raise
        with writing():
            _note(row, State.REFUSED, str(error), now)
        return
    with writing():
        drafted = take_in(seen, now=now)
        _note(row, State.REFUSED if drafted.trouble else State.DRAFTED, drafted.trouble, now)
        Wanted.objects.filter(pk=row.pk).update(path=drafted.path)


def _note(row: Wanted, state: str, reason: str, now: datetime) -> None:
    Wanted.objects.filter(pk=row.pk).update(state=state, reason=reason[:300], answered_at=now)
