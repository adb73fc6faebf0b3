"""What a person is here. Roles are computed when they are used, from rows as they are now; none is kept."""

from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import Exists, OuterRef

from registry.accounts.addresses import has_verified
from registry.accounts.models import Event, Grant, User

LAPSES_AFTER = timedelta(days=365)  # without any act; workflow, trust level 2


class Role(StrEnum):
    """From least to most. A maker is no grant: it follows from a proved link to an organization."""

    VISITOR = "visitor"
    CONTRIBUTOR = "contributor"
    MAKER = "maker"
    REVIEWER = "reviewer"
    CURATOR = "curator"
    ADMIN = "admin"


PRIVILEGED = frozenset({Role.REVIEWER, Role.CURATOR, Role.ADMIN})
NOBODY: frozenset[Role] = frozenset()


def held(user: User, *, now: datetime) -> frozenset[Role]:
    """The privileged roles this person was given and has not lost, whether or not they can be used now."""
    acted = Event.objects.filter(actor=OuterRef("user"), at__gt=now - LAPSES_AFTER)
    rows = Grant.objects.filter(user=user, revoked_at__isnull=True).annotate(acted=Exists(acted))
    return frozenset(
        Role(row.role)
        for row in rows
        if row.role != Role.REVIEWER or row.acted or row.granted_at > now - LAPSES_AFTER
    )


def of(user: User | None, *, mfa: bool, now: datetime) -> frozenset[Role]:
    """All roles of whoever this is. Without a verified address only visitor; gone or shut out: none."""
    if user is None:
        return frozenset({Role.VISITOR})
    known = User.objects.filter(pk=user.pk, is_active=True, deleted_at__isnull=True)
    verified = known.values_list(has_verified("pk"), flat=True).first()
    if verified is None:
        return NOBODY
    if not verified:
        return frozenset({Role.VISITOR})
    privileged = held(user, now=now) if mfa else NOBODY
    return frozenset({Role.VISITOR, Role.CONTRIBUTOR}) | privileged
