"""Log-ins and their like: what a person can look up, with addresses, and what is forgotten after 90 days."""

from datetime import datetime, timedelta

from registry.accounts.models import SecurityEvent, User

KEPT_FOR = timedelta(days=90)


def saw(verb: str, *, user: User | None, address: str | None, agent: str, now: datetime) -> SecurityEvent:
    """Write down that something about the safety of an account happened, from this address."""
    return SecurityEvent.objects.create(
        user=user, at=now, verb=verb, address=address or None, agent=agent.replace("\x00", "")[:200]
    )


def forget_old(*, now: datetime) -> int:
    """Forget what is older than 90 days; how many."""
    return SecurityEvent.objects.filter(at__lt=now - KEPT_FOR).delete()[0]
