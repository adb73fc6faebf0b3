"""The tables of this floor that hold what is a person's, and those of the library that signs people in."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount

from registry.accounts.belongings import Part
from registry.accounts.models import (
    AccountLink,
    Event,
    Grant,
    Nomination,
    Notification,
    SecurityEvent,
    Token,
    Trust,
    User,
)

PARTS = (
    Part("profile", User, "pk", frozenset({"password", "feed_number", "is_superuser", "is_staff"})),
    Part("addresses", EmailAddress, "user"),
    Part("accounts-elsewhere", SocialAccount, "user"),
    Part("second-factors", Authenticator, "user", frozenset({"data"})),
    Part("tokens", Token, "user", frozenset({"digest"})),
    Part("logins", SecurityEvent, "user"),
    Part("roles", Grant, "user"),
    Part("proposed-for-roles", Nomination, "user"),
    Part("trust", Trust, "user"),
    Part("messages", Notification, "user"),
    Part("events", Event, "actor"),
    Part("events-about-you", Event, "about"),
    Part("linked-accounts", AccountLink, "a"),
    Part("linked-accounts-too", AccountLink, "b"),
)
