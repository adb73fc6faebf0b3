"""Jobs of this floor: read one hub entry."""

from django.utils import timezone

from registry.catalog.models import HubEntry
from registry.hubs.snapshot import HubError, RateLimited, Unauthorized
from registry.jobs.claims import Claim
from registry.jobs.handlers import GiveUp, Later, NotNow, handler
from registry.refresh.hub_state import PROBE_EVERY
from registry.refresh.refresh import refresh

UNSTATED_WAIT = 60.0  # seconds, where a hub says "too many" and not for how long; the budget knows better


@handler("refresh")
def refresh_entry(held: Claim) -> None:
    try:
        refresh(held.payload["entry"], now=timezone.now(), writing=held.finishing, noting=held.writing)
    except HubEntry.DoesNotExist as error:
        raise GiveUp("The hub entry is not listed any more.") from error
    except (Unauthorized, RateLimited) as error:
        raise _waiting(error) from error
    except HubError as error:
        raise Later(str(error)) from error


def _waiting(error: Unauthorized | RateLimited) -> NotNow:
    """A matter of ours and the hub's, for which no job is parked."""
    if isinstance(error, RateLimited):
        return NotNow(str(error), after=error.retry_after or UNSTATED_WAIT)
    return NotNow(str(error), after=PROBE_EVERY.total_seconds())
