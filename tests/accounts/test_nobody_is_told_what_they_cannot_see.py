"""Whatever happens in whatever order: a mail reaches only who can see then what it is about (I17)."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.accounts import leaving, mails, notify
from registry.accounts.actors import Actor
from registry.accounts.belongings import Leaving
from registry.accounts.models import Notification, User
from registry.catalog.models import AIModel
from tests.build import NOON, do_jobs, make_model, make_user

DETAILS = {"component": "final-weights", "qualifier": "", "facet": "license"}
STEPS = [
    *("tell at once", "tell", "hide", "show", "shut", "open", "unverify", "verify"),
    *("now", "digest", "off", "leave", "work", "send digests"),
]


class World:
    """One person who watches one model, and what is known of both without asking the code under test."""

    def __init__(self) -> None:
        self.user, self.model = make_user(), make_model()
        self.hidden = self.shut = self.gone = False
        self.verified, self.wish, self.number = True, "now", 0

    def may_be_mailed(self) -> bool:
        return not (self.hidden or self.shut or self.gone) and self.verified and self.wish != "off"

    def step(self, name: str) -> None:
        sent = len(mail.outbox)
        self.act(name)
        told = [row for row in mail.outbox[sent:] if "deleted" not in row.subject]
        assert not told or (self.may_be_mailed() and name in {"work", "send digests"})
        if self.hidden or self.shut or self.gone:
            assert Notification.objects.filter(key=f"k{self.number}:{name}").count() == 0

    def act(self, name: str) -> None:
        match name:
            case "tell at once" | "tell":
                self.number += 1
                key = f"k{self.number}:{name}"
                now = NOON + timedelta(minutes=self.number)
                at_once = name == "tell at once"
                path = self.model.path
                notify.notify(
                    [self.user],
                    kind="drift_opened",
                    key=key,
                    target=path,
                    details=DETAILS,
                    now=now,
                    at_once=at_once,
                )
            case "hide" | "show":
                self.hidden = name == "hide"
                AIModel.objects.update(hidden=self.hidden)
            case "shut" | "open":
                self.shut = name == "shut"
                User.objects.filter(deleted_at__isnull=True).update(is_active=not self.shut)
            case "unverify" | "verify":
                self.verified = name == "verify"
                EmailAddress.objects.update(verified=self.verified)
            case "now" | "digest" | "off":
                self.wish = name
                User.objects.filter(deleted_at__isnull=True).update(mail=name)
            case "leave" if not self.gone:
                self.gone = True
                leaving.delete(self.user, Leaving(NOON, blank_comments=False), by=Actor(self.user))
            case "work":
                do_jobs()
            case "send digests":
                mails.ask_for_digests(now=NOON)
                do_jobs()


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(STEPS), min_size=3, max_size=12))
def test_no_order_of_events_mails_somebody_what_they_cannot_see(steps: list[str]) -> None:
    with transaction.atomic():
        world = World()
        for name in steps:
            world.step(name)
        transaction.set_rollback(True)
