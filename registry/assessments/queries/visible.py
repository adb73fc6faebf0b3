"""Who can see which assessments: drafts only who writes them, held ones only curators beside."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from registry.accounts.actors import Actor, roles_of
from registry.accounts.models import Grant, User
from registry.accounts.roles import Role
from registry.assessments.models import Assessment, CoAuthor

# What was once handed in and was never held. A discarded one keeps why it was held, and stays hidden.
PUBLIC = Q(submitted_at__isnull=False, held_because="", model__hidden=False) & ~Q(
    state__in=["draft", "quarantined"]
)


def public() -> QuerySet[Assessment]:
    """The assessments that everybody can see."""
    return Assessment.objects.filter(PUBLIC)


def visible_to(actor: Actor, *, now: datetime) -> QuerySet[Assessment]:
    """The assessments this person can see at this moment."""
    if actor.user is None:
        return public()
    wanted = PUBLIC | _own(actor.user)
    if Role.CURATOR in roles_of(actor, now=now):
        wanted |= Q(submitted_at__isnull=False)
    return Assessment.objects.filter(wanted)


def can_see(user: User, assessment_id: str) -> bool:
    """Whether a message about it may reach this person: as a curator also without a second factor."""
    wanted = PUBLIC | _own(user)
    curates = Grant.objects.filter(user=user, role=Role.CURATOR, revoked_at__isnull=True)
    rows = Assessment.objects.filter(pk=assessment_id)
    return rows.filter(wanted | Q(Exists(curates), submitted_at__isnull=False)).exists()


def _own(user: User) -> Q:
    wrote = CoAuthor.objects.filter(assessment=OuterRef("pk"), user=user)
    return Q(author=user) | Q(Exists(wrote))
