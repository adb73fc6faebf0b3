"""The clock of disputes: windows open and end without anybody pressing anything."""

from django.utils import timezone

from registry.assessments.dispute_decisions import advance
from registry.jobs.claims import Claim
from registry.jobs.handlers import handler


@handler("disputes")
def advance_disputes(held: Claim) -> None:
    with held.finishing():
        advance(now=timezone.now())
