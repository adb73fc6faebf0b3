"""Jobs of this floor: events are sealed, trust is read anew, what must not be kept is forgotten."""

from django.utils import timezone

from registry.accounts import grants, kept, limits, once, seal, security, trust, unconfirmed
from registry.accounts.sessions import SessionStore
from registry.jobs.claims import Claim
from registry.jobs.handlers import handler


@handler("seal-events")
def seal_events(held: Claim) -> None:
    seal.seal_all(now=timezone.now())


@handler("read-trust")
def read_trust(held: Claim) -> None:
    """Every night; who was given a role for what the log said, and then did nothing for a year, loses it."""
    trust.recompute(now=timezone.now())
    grants.lapse(now=timezone.now())


@handler("forget-addresses")
def forget_addresses(held: Claim) -> None:
    with held.finishing():
        security.forget_old(now=timezone.now())


@handler("forget-answered")
def forget_answered(held: Claim) -> None:
    with held.finishing():
        once.forget_old(now=timezone.now())


@handler("tidy-accounts")
def tidy_accounts(held: Claim) -> None:
    """Drop accounts nobody confirmed, counts and kept values whose time is over, sessions that ended."""
    now = timezone.now()
    with held.finishing():
        unconfirmed.tidy(now=now)
        limits.tidy(now=now)
        kept.tidy(now=now)
        SessionStore.clear_expired()
