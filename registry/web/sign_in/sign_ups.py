"""How many may sign up: so many from one address, so many in all, and nobody in a storm.

Robots sign up with the addresses of strangers, so that these get mails they never asked for, from
thousands of computers at once. A limit for each computer does not hold that; one for all does.
"""

import logging
from datetime import timedelta

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.ratelimit import get_ip
from django.http import HttpRequest
from django.utils import timezone

from registry.accounts import flags, limits
from registry.accounts.actors import SYSTEM
from registry.web.errors import slow_down

HOUR = timedelta(hours=1)
FROM_ONE, IN_ALL = 5, 60  # in an hour
STORM = 20  # refused in an hour, over what is allowed in all
CLOSED_FOR = timedelta(hours=6)

logger = logging.getLogger(__name__)


def count(request: HttpRequest) -> None:
    """Count one who signs up. Raises what answers 429 when there were too many."""
    now = timezone.now()
    wait = limits.take(f"sign-up:{get_ip(request)}", limit=FROM_ONE, per=HOUR, now=now)
    if wait is None:
        wait = limits.take("sign-up", limit=IN_ALL, per=HOUR, now=now)
        if wait is not None and limits.take("sign-up-refused", limit=STORM, per=HOUR, now=now) is not None:
            close()
    if wait is not None:
        raise ImmediateHttpResponse(slow_down(request, wait))


def close() -> None:
    """Let nobody sign up for some hours: this is a storm."""
    now = timezone.now()
    if flags.is_on(flags.Name.SIGNUPS_CLOSED, now=now):
        return
    logger.error("a storm of sign-ups: nobody can sign up for %s", CLOSED_FOR)
    why = f"more than {IN_ALL + STORM} tried to sign up within an hour"
    flags.switch(flags.Name.SIGNUPS_CLOSED, True, because=why, by=SYSTEM, now=now, until=now + CLOSED_FOR)
