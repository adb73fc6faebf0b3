"""Addresses that open something to whoever has them: they are signed, and nothing of them is stored."""

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation

from registry.accounts.models import User

UNSUBSCRIBE, FEED = "registry.unsubscribe", "registry.feed"


def unsubscribe_path(user: User) -> str:
    """Where mails to this person are stopped, in the active language; good for ever, as mails are kept."""
    return reverse("web:unsubscribe", args=[signing.dumps(user.pk, salt=UNSUBSCRIBE)])


def unsubscriber(key: str) -> User | None:
    """Whose mails this address stops."""
    try:
        pk = signing.loads(key, salt=UNSUBSCRIBE)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=pk, deleted_at__isnull=True).first()


def feed_path(user: User) -> str:
    """The private feed of this person's messages; void once its number is raised."""
    key = signing.dumps([user.pk, user.feed_number], salt=FEED)
    with translation.override(settings.LANGUAGE_CODE):  # one address, whatever is read
        return reverse("web:notifications-feed", args=[key])


def feed_reader(key: str) -> User | None:
    """Whose feed this is; None when it is void."""
    try:
        pk, number = signing.loads(key, salt=FEED)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return User.objects.filter(pk=pk, feed_number=number, is_active=True, deleted_at__isnull=True).first()
