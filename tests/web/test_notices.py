"""Everything people are told has words, a page, and a subject in which nobody else speaks."""

import uuid

import pytest

from registry.accounts import visibility, wording
from registry.accounts.models import Notification
from registry.web.notices.assessments import WORDS
from tests.build import NOON, make_user

pytestmark = pytest.mark.django_db
CANARY = "canary-of-another-person"
TOKENS = ["token.issued", "token.found"]


def test_every_sort_of_message_that_can_be_told_has_words() -> None:
    said = set(wording._words)
    lacking = [
        prefix
        for prefix in visibility._checks
        if not any(kind.startswith(prefix) or prefix.startswith(kind) for kind in said)
    ]
    assert lacking == []


@pytest.mark.parametrize("kind", [*WORDS, *TOKENS])
def test_a_subject_holds_nothing_of_what_a_message_is_about(kind: str) -> None:
    told = Notification(
        user=make_user(),
        kind=kind,
        target=f"acme/{CANARY}",
        details={"assessment": str(uuid.uuid4()), "last": "wxyz", "closes": "2026-12-01"},
        at=NOON,
    )
    said = wording.say(told)
    assert said.subject
    assert CANARY not in said.subject
    assert said.path.startswith("/")
    if kind in WORDS:
        assert f"acme/{CANARY}" in said.text
