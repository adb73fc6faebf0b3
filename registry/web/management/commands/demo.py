"""manage.py demo: an author, two reviewers and a half-finished assessment, to try the whole way of a review.

For one's own machine only. Everything it makes is about a model that does not exist, under `~demo/`. Run
again, it gives the three new passwords and codes and leaves the rest as it is. Exit code 0: all is there. 1:
refused, and nothing was done.
"""

import secrets
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from registry.accounts import grants
from registry.accounts.actors import OPERATOR, Actor
from registry.accounts.models import Grant, User
from registry.accounts.roles import Role
from registry.assessments import workflow
from registry.assessments.models import Assessment
from registry.assessments.proposals.proposed import Cited, Proposed
from registry.catalog import by_hand
from registry.catalog.models import AIModel
from registry.openness.facts import Availability, Coverage, Fact, Gate, Quality

AUTHOR = "demo-author"
REVIEWERS = ("demo-reviewer", "demo-second-reviewer")
PATH = "~demo/first-steps"
CODES = 4  # shown of each reviewer's recovery codes; each opens one session


class Command(BaseCommand):
    help = "Make an author, two reviewers and a half-finished assessment to try reviews with, on a laptop."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.IS_LOCAL:
            raise CommandError(
                f"SITE_URL is {settings.SITE_URL}: made-up people have no place on a public site."
            )
        now = timezone.now()
        with transaction.atomic():
            author, word = _person(AUTHOR)
            keys: list[tuple[str, str, list[str]]] = [(AUTHOR, word, [])]
            for name in REVIEWERS:
                reviewer, word = _person(name)
                _may_review(reviewer, now)
                keys.append((name, word, _codes(reviewer)))
            begun = _assessment(author, now)
        self._tell(keys, begun)

    def _tell(self, keys: list[tuple[str, str, list[str]]], begun: Assessment) -> None:
        site = settings.SITE_URL
        for name, word, codes in keys:
            self.stdout.write(f"{name}  password {word}")
            if codes:
                self.stdout.write(f"  second step, one code each time: {'  '.join(codes)}")
        self.stdout.write(
            f"\n1. Sign in as {AUTHOR} at {site}/account/sign-in/\n"
            f"   and finish {site}/models/{begun.model.path}/assess/\n"
            "   (a quotation is missing), then hand it in.\n"
            f"2. Sign in as {REVIEWERS[0]}, then as {REVIEWERS[1]}, and judge it at {site}/review/\n"
            "   (the author is new, so two have to approve). With the second it is published.\n"
            "   Without a network the cited page does not open: accepting then asks for a reason."
        )


def _person(name: str) -> tuple[User, str]:
    """The person of this name with a new password, which is said once."""
    password = secrets.token_urlsafe(12)
    person, _ = User.objects.get_or_create(username=name, defaults={"email": f"{name}@demo.invalid"})
    if not person.email.endswith("@demo.invalid"):
        raise CommandError(f"{name} is the account of a real person here.")
    person.set_password(password)
    person.save()
    EmailAddress.objects.get_or_create(
        user=person, email=person.email, defaults={"verified": True, "primary": True}
    )
    return person, password


def _may_review(person: User, now: datetime) -> None:
    if Grant.objects.filter(user=person, role=Role.REVIEWER, revoked_at__isnull=True).exists():
        return
    because = "To try reviews on one's own machine."
    grants.appoint(person, Role.REVIEWER, by=OPERATOR, operator="manage.py demo", because=because, now=now)


def _codes(person: User) -> list[str]:
    """New recovery codes; they stand in for a second factor, which there has to be as well."""
    Authenticator.objects.filter(user=person).delete()
    TOTP.activate(person, generate_totp_secret())
    unused: list[str] = RecoveryCodes.activate(person).get_unused_codes()
    return unused[:CODES]


def _assessment(author: User, now: datetime) -> Assessment:
    """The author's assessment that is under way, or a new one."""
    actor = Actor(author, via="command")
    model = AIModel.objects.filter(path=PATH).first()
    model = model or by_hand.add("Demo", "First steps", by=actor, now=now)
    begun = Assessment.objects.filter(model=model, author=author).order_by("-created_at").first()
    return begun or workflow.create(model, facts=_facts(now), by=actor, now=now)


def _facts(now: datetime) -> list[Proposed]:
    """Four findings about a model that does not exist; the last has no quotation yet."""
    today = now.date().isoformat()

    def cited(page: str, quote: str) -> tuple[Cited, ...]:
        # Places on one page that is there: on a page that is gone nothing could be accepted.
        return (Cited(f"https://example.org/#first-steps-{page}", quote, today),)

    return [
        Proposed(
            _released("final-weights", "Apache-2.0"),
            cited("weights", "The weights are released under the Apache License 2.0."),
        ),
        Proposed(
            _released("model-card", "CC-BY-4.0", Quality.COMPREHENSIVE),
            cited("card", "This card is licensed CC BY 4.0."),
        ),
        Proposed(_released("inference-code", "MIT"), cited("code", "Licensed under the MIT License.")),
        Proposed(
            Fact("pretraining-data", availability=Availability.WITHHELD),
            cited("report", ""),
            note="The report names no corpus.",
        ),
    ]


def _released(component: str, license_id: str, quality: Quality = Quality.UNKNOWN) -> Fact:
    """Everything of it, for anybody."""
    return Fact(
        component,
        availability=Availability.RELEASED,
        coverage=Coverage.ALL,
        gate=Gate.NONE,
        license=license_id,
        quality=quality,
    )
