"""E-mail addresses that people have proved to be theirs."""

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef


def has_verified(user: str) -> Exists:
    """Whether the user of a row (the name of its column) has a verified address."""
    return Exists(EmailAddress.objects.filter(user=OuterRef(user), verified=True))
