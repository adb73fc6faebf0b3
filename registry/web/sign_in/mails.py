"""Mails about an account: written by a job, in the reader's language, to addresses that are in the database.

A request only asks for one, and asks for as much whether or not there is an account: how long it takes tells
nothing. A link with a key in it is made when the mail is, and stands in no table.
"""

import secrets
from enum import StrEnum
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from registry.accounts.actors import Actor
from registry.accounts.models import User
from registry.jobs.queue import enqueue

KIND = "account-mail"
NOBODY = Actor(None)


class Mail(StrEnum):
    """What an address is written about."""

    CONFIRM = "confirm"  # whether it is theirs
    TAKEN = "taken"  # somebody signed up with an address that has an account
    RESET = "reset"
    NOTICE = "notice"  # something about the safety of the account changed


# What a notice says, by django-allauth's name for it; the words stand in templates/account/mail/notice.txt.
_NOTICES = """
    password_changed password_set password_reset email_changed email_deleted totp_activated totp_deactivated
    recovery_codes_generated webauthn_added webauthn_removed account_connected account_disconnected
"""
NOTICES = frozenset(_NOTICES.split())


def ask(mail: Mail, address: EmailAddress | None) -> None:
    """Have this mail written; to nobody, with as much effort, when there is no such address."""
    known = address.pk if address and address.pk else None
    name = known or f"nobody:{secrets.token_hex(8)}"
    payload = {"mail": mail.value, "address": known, "language": translation.get_language() or ""}
    enqueue(KIND, f"{KIND}:{mail}:{name}", payload, queue="mail")


def tell(what: str, user: User, *, old_address: str = "") -> None:
    """Have a notice written to the owner of an account; also to an address that was theirs until now."""
    if what not in NOTICES:
        raise ValueError(f"nothing says how to tell of {what!r}")
    addresses = EmailAddress.objects.filter(user=user, verified=True)
    to = (addresses.filter(email__iexact=old_address) if old_address else addresses).order_by("-primary")
    address = to.first() or addresses.order_by("-primary").first()
    if address:
        payload = {"mail": Mail.NOTICE.value, "address": address.pk, "what": what, "language": ""}
        enqueue(KIND, f"{KIND}:{what}:{address.pk}", payload, queue="mail")


def send(payload: dict[str, Any]) -> bool:
    """Write it and send it; False when there is nobody to write to any more."""
    known = EmailAddress.objects.filter(pk=payload["address"], user__is_active=True)
    address = known.select_related("user").first()
    mail = Mail(payload["mail"])
    if address is None or (mail is not Mail.CONFIRM and not address.verified):
        return False
    with translation.override(address.user.language or payload["language"] or settings.LANGUAGE_CODE):
        context = {"site": settings.SITE_URL, "what": payload.get("what", ""), **_links(mail, address)}
        text = render_to_string(f"account/mail/{mail}.txt", context)
    subject, _, body = text.strip().partition("\n")
    EmailMessage(subject.strip(), body.strip() + "\n", to=[address.email]).send()
    return True


def _links(mail: Mail, address: EmailAddress) -> dict[str, str]:
    match mail:
        case Mail.CONFIRM:
            key = EmailConfirmationHMAC.create(address).key
            return {"link": _site(reverse("account_confirm_email", args=[key]))}
        case Mail.RESET:
            key = default_token_generator.make_token(address.user)
            uid = user_pk_to_url_str(address.user)
            return {"link": _site(reverse("account_reset_password_from_key", args=[uid, key]))}
        case _:
            return {"link": _site(reverse("account_reset_password"))}


def _site(path: str) -> str:
    return settings.SITE_URL + path
