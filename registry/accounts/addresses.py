"""E-mail addresses that people have proved to be theirs."""

from collections.abc import Collection

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef

from registry.accounts.models import User


def has_verified(user: str) -> Exists:
    """Whether the user of a row (the name of its column) has a verified address."""
    return Exists(EmailAddress.objects.filter(user=OuterRef(user), verified=True))


def verified_of(user: User) -> str:
    """The verified address to write to: the one marked as primary before others; empty without any."""
    found = EmailAddress.objects.filter(user=user, verified=True).order_by("-primary", "pk")
    return str(found.values_list("email", flat=True).first() or "")


def verified_domains(user_ids: Collection[int]) -> frozenset[str]:
    """The domains, in lower case, of all verified addresses of these people."""
    rows = EmailAddress.objects.filter(user__in=user_ids, verified=True).values_list("email", flat=True)
    return frozenset(address.rpartition("@")[2].lower().rstrip(".") for address in rows)
