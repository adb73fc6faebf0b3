"""What the clock does to disputes: their windows open and end."""

from django.utils import timezone

from registry.assessments.disputes.decisions import advance
from registry.jobs.claims import Claim
from registry.jobs.handlers import handler


@handler("disputes")
def advance_disputes(held: Claim) -> None:
    with held.finishing():
        advance(now=timezone.now())
