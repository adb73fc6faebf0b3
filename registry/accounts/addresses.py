"""E-mail addresses that people have proved to be theirs."""

from django.apps import apps
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q


def has_verified(user: str) -> "Exists | ExpressionWrapper[Q]":
    """Whether the user of a row (the name of its column) has a verified address."""
    if not apps.is_installed("allauth.account"):
        return ExpressionWrapper(~Q(email=""), output_field=BooleanField())
    from allauth.account.models import EmailAddress  # noqa: PLC0415 - its table is there when it is installed

    return Exists(EmailAddress.objects.filter(user=OuterRef(user), verified=True))
