"""Who speaks for a maker, computed from the rows as they are at that moment.

A right holds for a day after its proof was last seen; a tie, which forbids, holds until the link has ended.
Both follow the model: with another organization they go, and those of the new one begin.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from django.db.models.query import QuerySet

from registry.accounts.actors import Actor, roles_of
from registry.accounts.models import User
from registry.accounts.roles import Role
from registry.assessments.makers.membership import membership_of, told_names
from registry.assessments.models import MakerLink
from registry.catalog.models import Organization

FRESH = timedelta(hours=24)  # workflow, maker link


def is_maker(user_id: int | None, organization_id: int, *, now: datetime) -> bool:
    """Whether this person may speak for the organization now."""
    return organization_id in spoken_for(user_id, now=now)


def speaks(by: Actor, organization_id: int, *, now: datetime) -> bool:
    """Whether this actor may speak for the organization now: a person in good standing, with a proof."""
    return Role.CONTRIBUTOR in roles_of(by, now=now) and is_maker(by.user_id, organization_id, now=now)


def spoken_for(user_id: int | None, *, now: datetime) -> frozenset[int]:
    """The organizations that this person may speak for now."""
    links = list(_standing().filter(user=user_id).select_related("organization")) if user_id else []
    return frozenset(link.organization_id for link in links if holds(link, now=now))


def holds(link: MakerLink, *, now: datetime) -> bool:
    """Whether the proof of this link was seen in the last day; a membership is read anew."""
    if link.ended_at is not None:
        return False
    if link.proof == MakerLink.Proof.MEMBERSHIP:
        return membership_of(link.user_id).holds(link.organization.slug, now=now)
    return link.checked_at > now - FRESH


def linked_organizations(user_ids: Collection[int]) -> Mapping[int, frozenset[int]]:
    """The organizations each of these people has a tie to, however long ago that was last seen to hold.

    By a link, or because the hub said at a sign-in that they belong to it, claimed or not.
    """
    found: dict[int, set[int]] = defaultdict(set)
    for user, organization in _standing().filter(user__in=user_ids).values_list("user", "organization"):
        found[user].add(organization)
    said = {user: names for user, names in told_names(user_ids).items() if names}
    slugs = frozenset().union(*said.values())
    known = Organization.objects.filter(slug__in=slugs).values_list("slug", "pk") if slugs else ()
    for slug, pk in known:
        for user in (user for user, names in said.items() if slug in names):
            found[user].add(pk)
    return {user: frozenset(organizations) for user, organizations in found.items()}


def speakers(organization_id: int, *, now: datetime) -> list[User]:
    """Who may speak for the organization now."""
    links = _standing().filter(organization=organization_id, user__is_active=True)
    rows = links.select_related("user", "organization").order_by("user")
    return [link.user for link in rows if holds(link, now=now)]


def known(organization_id: int) -> frozenset[int]:
    """Who proved to speak for the organization, also where the proof rests: those who are to be told."""
    links = _standing().filter(organization=organization_id, user__is_active=True)
    return frozenset(links.values_list("user", flat=True))


def _standing() -> QuerySet[MakerLink]:
    return MakerLink.objects.filter(ended_at__isnull=True)
