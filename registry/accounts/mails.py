"""What happened, by mail: one message at once, or the digest of a day.

Whether its reader can see what a message is about, and how mail is wanted, is asked again when it is sent.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, ngettext

from registry.accounts import limits, visibility
from registry.accounts.addresses import verified_of
from registry.accounts.models import Notification, User
from registry.accounts.private_links import unsubscribe_path
from registry.accounts.wording import Said, say
from registry.jobs.handlers import Later
from registry.jobs.queue import enqueue

DIGEST = "digest"
AT_ONCE_A_DAY = 20  # mails to one person; the rest waits for the digest
MOST_LINES = 100  # in one digest

Channel = Notification.Channel


def mail_one(told: Notification, *, is_first_try: bool, now: datetime) -> dict[str, object]:
    """Mail one message, if it may still be; the columns it changes by that."""
    user, address = told.user, verified_of(told.user)
    if not address or not _wanted(told, user):
        return {"channel": Channel.SITE}
    if not told.must and user.mail == User.Mail.DIGEST:
        return {"channel": Channel.DIGEST}
    # Those about safety are counted apart: nobody can keep them away by causing others.
    kind = "safety" if told.must else "mail"
    key = f"{kind}:{user.pk}"
    if is_first_try and limits.take(key, limit=AT_ONCE_A_DAY, per=timedelta(days=1), now=now):
        return {"channel": Channel.DIGEST}
    with translation.override(user.language or settings.LANGUAGE_CODE):
        said = say(told)
        name = f"notification-{told.pk}"
        _send(_message(user, address, said.subject, _lines(said), name=name, can_stop=not told.must))
    return {"mailed_at": now}


def ask_for_digests(*, now: datetime) -> int:
    """Have the digest of everybody made for whom something waits; how many."""
    waiting = Notification.objects.filter(channel=Channel.DIGEST, mailed_at__isnull=True)
    users = sorted(set(waiting.values_list("user", flat=True)))
    for pk in users:
        enqueue(DIGEST, f"{DIGEST}:{pk}:{now:%Y%m%d}", {"user": pk}, queue="mail")
    return len(users)


def mail_digest(user: User, rows: Sequence[Notification]) -> list[int]:
    """Mail these messages as one, but for what may not be told any more; the numbers of those mailed."""
    address = verified_of(user)
    shown = [row for row in rows if address and _wanted(row, user)]
    if not shown:
        return []
    with translation.override(user.language or settings.LANGUAGE_CODE):
        title = ngettext(
            "%(count)s message from Sourceform", "%(count)s messages from Sourceform", len(shown)
        )
        lines = [line for row in shown for line in (*_lines(say(row)), "")]
        name = f"digest-{user.pk}-{shown[-1].pk}"
        _send(_message(user, address, title % {"count": len(shown)}, lines, name=name, can_stop=True))
    return [row.pk for row in shown]


def waiting_for_digest(user: User) -> list[Notification]:
    """What this person's next digest tells, oldest first."""
    rows = Notification.objects.filter(user=user, channel=Channel.DIGEST, mailed_at__isnull=True)
    return list(rows.order_by("pk")[:MOST_LINES])


def settle(rows: Iterable[Notification], mailed: Iterable[int], *, now: datetime) -> None:
    """Keep what was mailed of these; what was not stays on the site only."""
    done = set(mailed)
    Notification.objects.filter(pk__in=done).update(mailed_at=now)
    left = Q(pk__in=[row.pk for row in rows if row.pk not in done])
    Notification.objects.filter(left).update(channel=Channel.SITE)


def say_goodbye(address: str, *, language: str) -> None:
    """Tell whoever has this address that the account is gone: the last mail, as nothing of it is kept."""
    with translation.override(language or settings.LANGUAGE_CODE):
        text = gettext(
            "Your account at %(site)s was deleted, with your address, your name, your tokens and your "
            "sessions. If this was not you, answer the people who run the site: %(url)s"
        ) % {"site": settings.SITE_URL, "url": settings.SITE_URL + reverse("web:legal")}
        EmailMessage(gettext("Your account was deleted"), text, to=[address]).send(fail_silently=True)


def _wanted(told: Notification, user: User) -> bool:
    """Whether this person may see it, and wants it by mail."""
    return (told.must or user.mail != User.Mail.OFF) and visibility.may_see(user, told)


def _lines(said: Said) -> list[str]:
    text = said.text or said.subject
    return [text, settings.SITE_URL + said.path] if said.path else [text]


def _send(message: EmailMessage) -> None:
    """Raises Later when the mail server does not take it: its answer may name whom we write to."""
    try:
        message.send()
    except OSError as error:
        raise Later(f"the mail server did not take it ({type(error).__name__})") from None


def _message(
    user: User, address: str, subject: str, lines: Sequence[str], *, name: str, can_stop: bool
) -> EmailMessage:
    """Plain text. `name` becomes its id, so that a message that comes twice can be told to be one."""
    headers = {"Message-ID": f"<{name}@{settings.SITE.hostname}>", "Auto-Submitted": "auto-generated"}
    settings_url = settings.SITE_URL + reverse("web:me-settings")
    foot = [gettext("What you are told, and how: %(url)s") % {"url": settings_url}]
    if can_stop:
        stop = settings.SITE_URL + unsubscribe_path(user)
        headers |= {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        foot.append(gettext("No more mails like this: %(url)s") % {"url": stop})
    body = "\n".join([*lines, "", "-- ", *foot, ""])
    return EmailMessage(subject, body, to=[address], headers=headers)
