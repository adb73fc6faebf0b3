"""Who speaks for a maker, computed from the links as they are at that moment.

A right holds for a day after its proof was last seen; a tie, which forbids, holds until the link has ended.
Both follow the model: with another organization they go, and those of the new one begin.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from registry.accounts.models import User
from registry.assessments.models import MakerLink

FRESH = timedelta(hours=24)  # workflow, maker link


def is_maker(user_id: int | None, organization_id: int, *, now: datetime) -> bool:
    """Whether this person may speak for the organization now."""
    return organization_id in spoken_for(user_id, now=now)


def spoken_for(user_id: int | None, *, now: datetime) -> frozenset[int]:
    """The organizations that this person may speak for now."""
    if user_id is None:
        return frozenset()
    links = MakerLink.objects.filter(user=user_id, ended_at__isnull=True, checked_at__gt=now - FRESH)
    return frozenset(links.values_list("organization", flat=True))


def linked_organizations(user_ids: Collection[int]) -> Mapping[int, frozenset[int]]:
    """The organizations each of these people has a tie to, however long ago that was last seen to hold."""
    found: dict[int, set[int]] = defaultdict(set)
    for user, organization in MakerLink.objects.filter(user__in=user_ids, ended_at__isnull=True).values_list(
        "user", "organization"
    ):
        found[user].add(organization)
    return {user: frozenset(organizations) for user, organizations in found.items()}


def speakers(organization_id: int, *, now: datetime) -> list[User]:
    """Who may speak for the organization now."""
    links = MakerLink.objects.filter(
        organization=organization_id, ended_at__isnull=True, checked_at__gt=now - FRESH
    )
    return list(User.objects.filter(pk__in=links.values("user"), is_active=True).order_by("pk"))
