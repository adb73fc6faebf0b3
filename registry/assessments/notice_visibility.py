"""Who can see, at the moment of sending, what a message of this floor is about."""

from collections.abc import Mapping

from registry.accounts.models import Grant, Notification, User
from registry.accounts.roles import Role
from registry.accounts.visibility import Check
from registry.assessments.models import Claim, Comment, Dispute, MakerLink, Reply
from registry.assessments.queries.visible import can_see
from registry.assessments.reviewing import reminders


def of_own_link(user: User, told: Notification) -> bool:
    """Ties to an organization: those who have, or had, one of their own."""
    mine = {"user": user, "organization__slug": told.target}
    return MakerLink.objects.filter(**mine).exists() or Claim.objects.filter(**mine).exists()


def of_dispute(user: User, told: Notification) -> bool:
    """A challenge of a listed model, as long as its text stands."""
    wanted = told.details.get("dispute", "")
    rows = Dispute.objects.filter(pk=wanted, model__hidden=False)
    return rows.filter(blanked_because="").exists() or rows.filter(by=user).exists()


def of_reply(user: User, told: Notification) -> bool:
    wanted = told.details.get("reply", "")
    return Reply.objects.filter(pk=wanted, blanked_because="", model__hidden=False).exists()


def of_comment(user: User, told: Notification) -> bool:
    wanted = told.details.get("comment", "")
    rows = Comment.objects.filter(pk=wanted, deleted_at__isnull=True, model__hidden=False)
    return rows.filter(held_because="", blanked_because="").exists()


def of_assessment(user: User, told: Notification) -> bool:
    """An assessment, as long as this person can see it."""
    return can_see(user, told.details.get("assessment", ""))


def of_report(user: User, told: Notification) -> bool:
    """Curators only; whether with a second factor is asked where they look."""
    return Grant.objects.filter(user=user, role=Role.CURATOR, revoked_at__isnull=True).exists()


def own(user: User, told: Notification) -> bool:
    """What became of one's own words, which the message itself does not repeat."""
    return True


CHECKS: Mapping[str, Check] = {
    "assessment_": of_assessment,
    "emergency_": of_assessment,
    "maker_": of_own_link,
    "dispute_": of_dispute,
    "reply_": of_reply,
    "comment_": of_comment,
    "report_": of_report,
    "text_": own,
    reminders.KIND: reminders.may_see,
}
