"""What the clock does where people talk: windows of disputes open and end, deleted words are forgotten."""

from django.utils import timezone

from registry.assessments.disputes.decisions import advance
from registry.assessments.moderation import comments
from registry.jobs.claims import Claim
from registry.jobs.handlers import handler


@handler("disputes")
def advance_disputes(held: Claim) -> None:
    with held.finishing():
        advance(now=timezone.now())


@handler("forget-deleted")
def forget_deleted(held: Claim) -> None:
    with held.finishing():
        comments.forget_deleted(now=timezone.now())
