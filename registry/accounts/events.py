"""The one way in which an act is written down."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction

from registry import logs
from registry.accounts.actors import Actor
from registry.accounts.models import Event, User
from registry.accounts.roles import Role


def note(
    verb: str,
    *,
    by: Actor,
    target: str,
    now: datetime,
    before: Any = None,
    after: Any = None,
    details: Mapping[str, Any] | None = None,
    role: Role | None = None,
    about: User | int | None = None,
    because: str = "",
) -> Event:
    """Write down what was done. Part of the caller's transaction: what cannot be noted does not happen.

    `role`: the one that allowed it. `about`: the person it happened to, such as the author of what was
    published. `because` is the only place for free text, as it can be taken down again; all else are codes,
    ids and values, and no name or address of a person.
    """
    return Event.objects.create(
        at=now,
        actor=by.user,
        about_id=about.pk if isinstance(about, User) else about,
        role=role or "",
        verb=verb,
        target=target,
        before=before,
        after=after,
        details=dict(details or {}),
        because=because,
        because_sha=digest_of(because),
        via=by.via,
        request_id=(by.request_id or logs.request_id())[:64],
    )


def digest_of(text: str) -> str:
    """What stands for a text in a seal; none for no text."""
    return sha256(text.encode()).hexdigest() if text else ""


def blank(event: Event, *, by: Actor, now: datetime, because: str, role: Role | None = None) -> None:
    """Take down the text in words of an event; that it was there, and who took it down, stays."""
    with transaction.atomic():
        Event.objects.filter(pk=event.pk).update(because="")
        note("event.blanked", by=by, target=f"event:{event.pk}", now=now, role=role, because=because)
