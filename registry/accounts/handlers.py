"""Jobs of this floor: events are sealed, trust is read anew, what must not be kept is forgotten."""

from django.utils import timezone

from registry.accounts import (
    grants,
    inbox,
    kept,
    limits,
    mails,
    notify,
    once,
    seal,
    security,
    trust,
    unconfirmed,
)
from registry.accounts.models import Notification, User
from registry.accounts.sessions import SessionStore
from registry.jobs.claims import Claim
from registry.jobs.handlers import handler


@handler("seal-events")
def seal_events(held: Claim) -> None:
    seal.seal_all(now=timezone.now())


@handler("read-trust")
def read_trust(held: Claim) -> None:
    """Every night; who was given a role for what the log said, and then did nothing for a year, loses it."""
    trust.recompute(now=timezone.now())
    grants.lapse(now=timezone.now())


@handler("forget-addresses")
def forget_addresses(held: Claim) -> None:
    with held.finishing():
        security.forget_old(now=timezone.now())
        inbox.forget_old(now=timezone.now())


@handler("forget-answered")
def forget_answered(held: Claim) -> None:
    with held.finishing():
        once.forget_old(now=timezone.now())


@handler("tidy-accounts")
def tidy_accounts(held: Claim) -> None:
    """Drop accounts nobody confirmed, counts and kept values whose time is over, sessions that ended."""
    now = timezone.now()
    with held.finishing():
        unconfirmed.tidy(now=now)
        limits.tidy(now=now)
        kept.tidy(now=now)
        SessionStore.clear_expired()


@handler(notify.MAIL)
def mail(held: Claim) -> None:
    """One message. It is sent before it is noted as sent: twice is better than never."""
    rows = Notification.objects.filter(channel=Notification.Channel.NOW, mailed_at__isnull=True)
    told = rows.select_related("user").filter(pk=held.payload["notification"]).first()
    if told is None:
        return
    changed = mails.mail_one(told, is_first_try=held.attempts == 1, now=timezone.now())
    with held.finishing():
        Notification.objects.filter(pk=told.pk).update(**changed)


@handler("ask-for-digests")
def ask_for_digests(held: Claim) -> None:
    with held.finishing():
        mails.ask_for_digests(now=timezone.now())


@handler(mails.DIGEST)
def digest(held: Claim) -> None:
    user = User.objects.get(pk=held.payload["user"])
    rows, now = mails.waiting_for_digest(user), timezone.now()
    mailed = mails.mail_digest(user, rows)
    with held.finishing():
        mails.settle(rows, mailed, now=now)
