"""Tell people something: a message on the site, and by mail as they want it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q

from registry.accounts import visibility
from registry.accounts.addresses import has_verified
from registry.accounts.models import Notification, User
from registry.jobs.queue import enqueue

MAIL = "mail"
Channel = Notification.Channel


def notify(
    users: Iterable[User | int],
    *,
    kind: str,
    key: str,
    target: str,
    details: Mapping[str, Any],
    now: datetime,
    at_once: bool = False,
    must: bool = False,
) -> None:
    """Tell each of them once per key, if they can see what it is about. Part of the caller's transaction.

    `details` are codes, ids and values. `at_once`: by a mail of its own, unless they want digests or no
    mail; otherwise in the digest. `must`: about the safety of the account, whatever they want.
    Raises ValueError for a kind that no floor registered in `visibility`.
    """
    if not visibility.is_known(kind):
        raise ValueError(f"nothing says who may see messages of kind {kind!r}")
    pks = {user.pk if isinstance(user, User) else user for user in users}
    people = User.objects.filter(pk__in=pks, is_active=True, deleted_at__isnull=True)
    rows = [
        Notification(
            user=user,
            kind=kind,
            key=key,
            target=target,
            details=dict(details),
            at=now,
            must=must,
            channel=_channel(user, has_address=user.has_address, at_once=at_once, must=must),
        )
        for user in people.annotate(has_address=has_verified("pk")).order_by("pk")
    ]
    Notification.objects.bulk_create(
        [row for row in rows if visibility.may_see(row.user, row)], ignore_conflicts=True
    )
    for pk in Notification.objects.filter(
        Q(user__in=pks), key=key, channel=Channel.NOW, mailed_at__isnull=True
    ).values_list("pk", flat=True):
        enqueue(MAIL, f"{MAIL}:{pk}", {"notification": pk}, queue="mail")


def _channel(user: User, *, has_address: bool, at_once: bool, must: bool) -> Notification.Channel:
    """How this person is told, by what they want."""
    if not has_address:
        return Channel.SITE
    if must:
        return Channel.NOW
    if user.mail == User.Mail.OFF:
        return Channel.SITE
    return Channel.NOW if at_once and user.mail == User.Mail.NOW else Channel.DIGEST
