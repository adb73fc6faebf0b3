"""E-mail addresses that people have proved to be theirs."""

from django.apps import apps
from django.db.models import Case, Exists, OuterRef, Q, Value, When


def has_verified(user: str) -> Exists | Case:
    """Whether the user of a row (the name of its column) has a verified address."""
    if not apps.is_installed("allauth.account"):
        return Case(When(~Q(email=""), then=Value(True)), default=Value(False))
    from allauth.account.models import EmailAddress  # noqa: PLC0415 - its table is there when it is installed

    return Exists(EmailAddress.objects.filter(user=OuterRef(user), verified=True))
