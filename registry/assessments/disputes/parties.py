"""Whom a dispute concerns: who wrote and accepted the finding, and who speaks for the maker."""

from dataclasses import dataclass
from datetime import datetime

from registry.accounts.actors import Actor, roles_of
from registry.accounts.links import same_person
from registry.accounts.models import Grant, User
from registry.accounts.roles import Role
from registry.assessments.makers import speakers
from registry.assessments.models import Assessment, Dispute, Review
from registry.assessments.refusals import NotAllowed


@dataclass(frozen=True, slots=True)
class Parties:
    """Ids of people. An imported finding has neither authors nor reviewers here."""

    authors: frozenset[int] = frozenset()
    reviewers: frozenset[int] = frozenset()


def parties_of(dispute: Dispute) -> Parties:
    """Who wrote the finding, and who accepted it, tombstones included."""
    assessment = Assessment.objects.filter(revision=dispute.evidence.introduced_id).first()
    if assessment is None:
        return Parties()
    authors = {assessment.author_id, *assessment.co_authors.values_list("user", flat=True)}
    approvals = assessment.reviews.filter(
        verdict=Review.Verdict.APPROVE, content_sha=assessment.content_sha, round=assessment.round
    )
    return Parties(frozenset(authors), frozenset(approvals.values_list("reviewer", flat=True)))


def living(user_ids: frozenset[int]) -> frozenset[int]:
    """Those of these people who can still be asked."""
    return frozenset(User.objects.filter(pk__in=user_ids, is_active=True).values_list("pk", flat=True))


def curators() -> list[int]:
    """Who decides disputes."""
    held = Grant.objects.filter(role=Role.CURATOR, revoked_at__isnull=True, user__is_active=True)
    return list(held.values_list("user", flat=True))


def may_judge(dispute: Dispute, by: Actor, *, now: datetime) -> User:
    """The curator who may decide this one: no party to it, by no other account, and not tied to the maker.

    Who accepted the finding may decide at first, and not once it was escalated. Raises NotAllowed.
    """
    if by.user is None or Role.CURATOR not in roles_of(by, now=now):
        raise NotAllowed("needs_role", role=Role.CURATOR)
    parties = parties_of(dispute)
    apart = parties.authors | {dispute.by_id}
    if dispute.state == Dispute.State.ESCALATED:
        apart |= parties.reviewers
    same = same_person(by.user.pk)
    if same & apart:
        raise NotAllowed("party_to_it")
    ties = speakers.linked_organizations(same)
    if any(dispute.model.organization_id in organizations for organizations in ties.values()):
        raise NotAllowed("tied_to_the_maker")
    return by.user
