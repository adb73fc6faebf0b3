"""Accounts whose address nobody confirmed: they can do nothing, and are dropped."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef
from django.db.models.query import QuerySet

from registry.accounts.models import Event, Grant, User

KEPT_FOR = timedelta(days=7)


def tidy(*, now: datetime) -> int:
    """Drop those that waited a week; how many."""
    return _drop(_unconfirmed().filter(date_joined__lt=now - KEPT_FOR))


def drop(email: str) -> int:
    """Drop those that somebody made with this address before, so that it can be used anew; how many.

    Nor does it stay with an account that named it among others and did not confirm it.
    """
    made_with = EmailAddress.objects.filter(user=OuterRef("pk"), email__iexact=email)
    dropped = _drop(_unconfirmed().filter(Exists(made_with)))
    EmailAddress.objects.filter(email__iexact=email, verified=False).delete()
    return dropped


def _unconfirmed() -> QuerySet[User]:
    """Accounts made by signing up that were never signed in to: nothing in the record is theirs."""
    addresses = EmailAddress.objects.filter(user=OuterRef("pk"))
    return User.objects.filter(
        Exists(addresses),
        ~Exists(addresses.filter(verified=True)),
        ~Exists(Event.objects.filter(actor=OuterRef("pk"))),
        ~Exists(Event.objects.filter(about=OuterRef("pk"))),
        ~Exists(Grant.objects.filter(user=OuterRef("pk"))),
        last_login__isnull=True,
        is_staff=False,
        is_superuser=False,
        deleted_at__isnull=True,
    )


def _drop(found: QuerySet[User]) -> int:
    users = list(found.values_list("pk", flat=True))
    User.objects.filter(pk__in=users).delete()
    return len(users)
