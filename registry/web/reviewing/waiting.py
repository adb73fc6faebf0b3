"""How many reviews wait for a person, for the head of every page."""

from datetime import datetime

from django.core.cache import caches

from registry.accounts.actors import Actor
from registry.assessments.queries.queue import waiting_for

KEPT = 15  # seconds


def count(actor: Actor, *, now: datetime) -> int:
    """As many as their queue would show, as it was some seconds ago: it takes many questions."""
    found: int | None = caches["process"].get(_name(actor))
    if found is None:
        found = waiting_for(actor, now=now)
        counted(actor, found)
    return found


def counted(actor: Actor, found: int) -> None:
    """The queue itself was just read: the head of the page says the same."""
    caches["process"].set(_name(actor), found, KEPT)


def _name(actor: Actor) -> str:
    return f"waiting:{actor.user_id}"
