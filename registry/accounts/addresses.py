"""E-mail addresses that people have proved to be theirs."""

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
