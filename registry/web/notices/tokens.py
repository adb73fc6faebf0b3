"""A token for programs was made, or seen where others can read it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from registry.accounts.models import Notification
from registry.accounts.tokens import KINDS
from registry.accounts.wording import Said, register


def words(told: Notification) -> Said:
    """Which one, by its last characters: its name is its owner's."""
    known, path = {"last": told.details.get("last", "")}, reverse("web:tokens")
    if told.kind == "token.found":
        text = _(
            "Your token that ends in %(last)s was seen in a public place. It is revoked; make a new one, and "
            "keep it out of what you publish."
        )
        return Said(_("A token of yours was found and revoked"), text % known, path)
    text = _(
        "A token that ends in %(last)s was made. If that was not you, revoke it and change your password."
    )
    return Said(_("A token was made for your account"), text % known, path)


register(KINDS, words)
