"""Looking on the hub whether somebody speaks for an organization: for a claim, and again for each link.

Network first, then one short transaction. A definite answer counts at once; an outage proves nothing and
takes nothing, but after a day without proof the right rests (speakers.py).
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from registry.accounts import limits
from registry.accounts.actors import SYSTEM
from registry.assessments.makers import claims
from registry.assessments.makers.membership import membership_of
from registry.assessments.models import Claim, MakerLink
from registry.hubs import proof_file
from registry.hubs.snapshot import HubError, Malformed, NotVisible, RateLimited
from registry.jobs.claims import Claim as Held
from registry.jobs.handlers import Later, NotNow, handler
from registry.jobs.queue import enqueue

RECHECK = "check-maker"
AFTER = timedelta(hours=20)  # so that a link that holds never rests
ASKS, ASKS_PER = 60, timedelta(minutes=5)  # of all, far below what the hub lets through
Writing = Callable[[], AbstractContextManager[object]]


@handler(claims.CHECK)
def check_claim(held: Held) -> None:
    claim = Claim.objects.select_related("organization").get(pk=held.payload["claim"])
    if claim.closed_at is None:
        look_for(claim, now=timezone.now(), writing=held.finishing)


@handler(RECHECK)
def check_maker(held: Held) -> None:
    row = MakerLink.objects.select_related("organization", "claim").get(pk=held.payload["link"])
    if row.ended_at is None:
        look_again(row, now=timezone.now(), writing=held.finishing)


@handler("makers")
def check_makers(held: Held) -> None:
    """Once an hour: links that were not looked at for long, and claims nobody goes on with."""
    now = timezone.now()
    with held.finishing():
        claims.expire(now=now)
        ask_again(now=now)


def ask_again(*, now: datetime) -> int:
    """Have every standing link looked at whose last look is old; how many."""
    old = MakerLink.objects.filter(ended_at__isnull=True, checked_at__lte=now - AFTER)
    rows = list(old.order_by("checked_at"))
    for row in rows:
        look_soon(row)
    return len(rows)


def look_soon(link: MakerLink) -> None:
    """Have this link looked at. Part of the caller's transaction."""
    enqueue(RECHECK, f"{RECHECK}:{link.pk}", {"link": link.pk}, queue=claims.QUEUE)


def look_for(claim: Claim, *, now: datetime, writing: Writing) -> None:
    """Read the file of a claim, and link the person if it says what it should. Raises Later, NotNow."""
    trouble = _trouble(claim, now)
    with writing():
        row = Claim.objects.select_for_update(of=("self",)).select_related("organization").get(pk=claim.pk)
        if row.closed_at is not None or row.repository != claim.repository:
            return  # withdrawn, or to be looked for elsewhere, meanwhile
        row.checked_at, row.trouble = now, trouble
        row.save(update_fields=["checked_at", "trouble"])
        if not trouble:
            claims.prove_by_file(row, now=now)


def look_again(link: MakerLink, *, now: datetime, writing: Writing) -> None:
    """See whether the proof of a link still holds; end it if it does not. Raises Later, NotNow."""
    if link.proof == MakerLink.Proof.MEMBERSHIP:
        said = membership_of(link.user_id)
        lost = link.organization.slug not in said.names
        seen_at = said.said_at or link.checked_at
    else:
        assert link.claim is not None  # held by a constraint
        lost, seen_at = bool(_trouble(link.claim, now)), now
    with writing():
        if lost:
            _end(link, now)
        else:
            standing = MakerLink.objects.filter(pk=link.pk, ended_at__isnull=True)
            standing.update(checked_at=max(seen_at, link.checked_at), trouble="")


def _end(link: MakerLink, now: datetime) -> None:
    row = MakerLink.objects.select_for_update(of=("self",)).select_related("organization").get(pk=link.pk)
    if row.ended_at is None:
        claims.end(row, MakerLink.Ending.LOST, by=SYSTEM, now=now)


def _trouble(claim: Claim, now: datetime) -> str:
    """What is wrong with the file of a claim, as a code; "" when it says exactly what it should.

    Raises Later when the hub gave no usable answer, NotNow when it is to be asked later.
    """
    wait = limits.take("claims:hub", limit=ASKS, per=ASKS_PER, now=now)
    if wait:
        raise NotNow("Enough was asked for proofs.", after=wait.total_seconds())
    try:
        said = proof_file.read(
            claim.repository, proof_file.file_name(claim.code), endpoint=settings.HF_ENDPOINT
        )
    except NotVisible:
        return "not_visible"
    except Malformed:
        return "malformed"
    except RateLimited as error:
        raise NotNow(str(error), after=error.retry_after or 60.0) from error
    except HubError as error:
        raise Later(str(error)) from error
    return "" if said == claim.token else "differs"
