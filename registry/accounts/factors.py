"""Second factors: what besides the password opens an account. Recovery codes only stand in for one."""

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, QuerySet

from registry.accounts.models import User

KINDS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_factor(user: str) -> Exists:
    """Whether the user of a row (the name of its column) has set up a second factor."""
    return Exists(Authenticator.objects.filter(user=OuterRef(user), type__in=KINDS))


def of(user: User) -> "QuerySet[Authenticator]":
    """The second factors of this person."""
    found: QuerySet[Authenticator] = Authenticator.objects.filter(user=user, type__in=KINDS)
    return found
