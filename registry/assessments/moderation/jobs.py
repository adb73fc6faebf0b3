"""What the clock does to comments: deleted words are forgotten."""

from django.utils import timezone

from registry.assessments.moderation import comments
from registry.jobs.claims import Claim
from registry.jobs.handlers import handler


@handler("forget-deleted")
def forget_deleted(held: Claim) -> None:
    with held.finishing():
        comments.forget_deleted(now=timezone.now())
