"""Jobs of this floor: read one hub entry."""

from django.utils import timezone

from registry.catalog.models import HubEntry
from registry.hubs.snapshot import HubError, RateLimited, Unauthorized
from registry.jobs.claims import Claim
from registry.jobs.handlers import GiveUp, Later, handler
from registry.refresh.refresh import refresh


@handler("refresh")
def refresh_entry(held: Claim) -> None:
    try:
        refresh(held.payload["entry"], now=timezone.now(), writing=held.finishing, noting=held.writing)
    except HubEntry.DoesNotExist as error:
        raise GiveUp("The hub entry is not listed any more.") from error
    except Unauthorized as error:
        raise GiveUp(str(error)) from error
    except RateLimited as error:
        raise Later(str(error), after=error.retry_after or 0) from error
    except HubError as error:
        raise Later(str(error)) from error
