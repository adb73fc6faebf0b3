"""Who asks in the tests of rights, and the record they ask about. Made once for all tests of a module."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils import timezone

from registry.accounts import links, tokens
from registry.accounts.actors import Actor
from registry.accounts.models import Nomination, Token, User
from registry.accounts.roles import Role
from registry.assessments.disputes.challenges import open_dispute
from registry.assessments.models import Dispute
from registry.assessments.moderation import comments
from registry.assessments.proposals.proposed import Cited
from registry.catalog.models import AIModel
from registry.scorecards.models import Drift, Revision
from tests.build import (
    make_actor,
    make_user,
    sign_in,
)
from tests.proposing import draft, submitted, trusted
from tests.small_record import make_small_record

# In the order of the columns of access.csv.
ROLES = (
    "anonymous",
    "unverified",
    "stranger",
    "author",
    "reviewer",
    "reviewer_without_factor",
    "curator",
    "admin",
    "token_read",
    "token_assess",
)


class Asker:
    """One role: a browser or a program. What an answer does to its cookies is forgotten, too."""

    def __init__(self, cookies: Mapping[str, str] | None = None, **headers: str) -> None:
        self._cookies = dict(cookies or {})
        self._client = Client(raise_request_exception=False, headers=headers)

    @property
    def client(self) -> Client:
        self._client.cookies.clear()
        self._client.cookies.load(self._cookies)
        return self._client


@dataclass(frozen=True)
class Cast:
    """All roles, and what the placeholders of addresses stand for."""

    askers: Mapping[str, Asker]
    people: Mapping[str, User]
    places: Mapping[str, Any]


def make_cast() -> Cast:
    """Everybody, and one of everything that has an address. `author` owns what can be owned."""
    make_small_record()
    people = {
        "unverified": make_user("una", verified=False),
        "stranger": make_user("sam"),
        "author": make_user("ann"),
        "reviewer": make_user("rita", reviewer=True),
        "curator": make_user("curt", curator=True),
        "admin": make_user("ada", admin=True),
    }
    for user in people.values():
        user.password = "known to nobody"  # and so one that is asked for again
        user.save()
    privileged = {"reviewer", "curator", "admin"}
    askers = {name: browser(user, mfa=name in privileged) for name, user in people.items()}
    askers["reviewer_without_factor"] = browser(people["reviewer"])
    askers["anonymous"] = Asker()
    for scopes in (("read",), ("read", "assess")):
        _, secret = _token(people["author"], *scopes)
        askers[f"token_{scopes[-1]}"] = Asker(Authorization=f"Bearer {secret}")
    own, _ = _token(people["author"], "read", "assess", name="own")
    ann, rocket = make_actor(people["author"]), AIModel.objects.get(path="acme/rocket-7b")
    cleo, now = make_actor(make_user("cleo", curator=True)), timezone.now()
    make_user("nina", mfa=True)  # somebody who could be given a role
    why = {"because": "They have done so for months.", "by": cleo, "now": now}
    places = {
        "nomination": _nomination(cleo.person, now).pk,
        "link": links.link(people["unverified"], people["admin"], **why).pk,
        "draft": draft(rocket, by=ann, now=now).pk,
        "assessment": submitted(rocket, by=ann, now=now).pk,
        "comment": comments.add(rocket, text="Which tokenizer is it?", by=ann, now=now).pk,
        "dispute": _dispute(ann, now).pk,
        "token": own.pk,
        "drift": Drift.objects.earliest("pk").pk,
        "sha": Revision.objects.get(model__path="acme/rocket-7b", number=1).digest[:12],
        "site": settings.SITE_URL,
    }
    return Cast(askers, people, places)


def browser(user: User, *, mfa: bool = False) -> Asker:
    """A browser in which this person is signed in."""
    client = sign_in(Client(), user, mfa=mfa)
    session = client.session
    for record in session.get(AUTHENTICATION_METHODS_SESSION_KEY, []):
        record["at"] += 86_400  # shown lately, however long the tests take
    session.save()
    cookies = client.cookies
    return Asker({name: morsel.value for name, morsel in cookies.items()})


def _token(user: User, *scopes: str, name: str = "") -> tuple[Token, str]:
    now = timezone.now()
    wanted = {"name": name or "-".join(scopes), "scopes": scopes, "expires_at": now + timedelta(days=7)}
    return tokens.issue(user, **wanted, by=make_actor(user), now=now)


def _dispute(by: Actor, now: datetime) -> Dispute:
    """A challenge to a finding of the other model."""
    proof = Cited("https://example.org/terms", "For research only.", "2026-10-01")
    glider = AIModel.objects.get(path="zeta/glider")
    key = ("final-weights", "")
    return open_dispute(
        glider, key, reason="The terms say otherwise since May.", citations=[proof], by=by, now=now
    )


def _nomination(by: User, now: datetime) -> Nomination:
    """Somebody proposed as reviewer, by another curator than the one who asks."""
    cora = trusted(make_user("cora", mfa=True), now=now)
    return Nomination.objects.create(user=cora, role=Role.REVIEWER, by=by, at=now, because="For months.")


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written inside is forgotten."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
