"""Taking down what somebody wrote: by a curator, with a reason that everybody reads.

The words go wherever they are kept; that they stood there, who wrote them, when and why they went stays.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from registry.accounts.actors import Actor, roles_of
from registry.accounts.events import note
from registry.accounts.notify import notify
from registry.accounts.roles import Role
from registry.assessments.disputes import decisions
from registry.assessments.models import (
    Answer,
    Comment,
    Dispute,
    EarlierComment,
    ProposedFact,
    RefusedText,
    Reply,
    Review,
)
from registry.assessments.moderation import reports
from registry.assessments.moderation.reportable import TAKEN_DOWN, Thing, find
from registry.assessments.refusals import Missing, NotAllowed, NotYet, WrongState
from registry.assessments.texts import wording
from registry.scorecards import taken_down as record
from registry.scorecards.models import Citation, Evidence

SHORTEST, LONGEST = 10, 200  # characters of a reason
REMEMBERED = 20  # a text of at least so many characters is held when it comes again
TOLD = "text_taken_down"


def take_down(kind: str, key: str, *, because: str, by: Actor, now: datetime) -> Thing:
    """Take down the words of one thing. Raises NotAllowed, NotYet, WrongState."""
    if Role.CURATOR not in roles_of(by, now=now):
        raise NotAllowed("needs_role", role=Role.CURATOR)
    reason = wording.clean(because)
    if not SHORTEST <= len(reason) <= LONGEST:
        code = "empty" if len(reason) < SHORTEST else "too_long"
        raise NotYet([Missing("because", code, {"shortest": SHORTEST, "longest": LONGEST})])
    with transaction.atomic():
        thing = find(kind, key) if kind in TAKEN_DOWN else None
        if thing is None:
            raise WrongState("no_such_thing")
        texts = words_of(thing)
        if not texts:
            raise WrongState("nothing_to_take_down")
        _blank(thing, reason, by=by, now=now)
        _remember(texts, now)
        _note(thing, reason, by=by, now=now)
        reports.settle(kind, key, acted=True, by=by, now=now)
    return thing


def words_of(thing: Thing) -> list[str]:
    """What would go."""
    match thing.row:
        case Comment() as row:
            found = [row.text, *row.earlier.values_list("text", flat=True)]
        case Reply() | Answer() as row:
            found = [row.text]
        case Review() as row:
            found = [row.text, *(mark.get("text", "") for mark in row.marks.values())]
        case Dispute() as row:
            found = [row.reason, *_quotes(row.citations)]
        case ProposedFact() as row:
            found = [row.note, *_quotes(row.citations)]
        case Evidence() as row:
            found = [row.note]
        case Citation() as row:
            found = [row.quote]
        case _:
            found = []
    return [text for text in found if text]


def _blank(thing: Thing, reason: str, *, by: Actor, now: datetime) -> None:
    match thing.row:
        case Comment() as row:
            _blank_comment(row, reason)
        case Reply() | Answer() as row:
            row.text, row.blanked_because = "", reason
            row.save(update_fields=["text", "blanked_because"])
        case Review() as row:
            _blank_review(row, reason)
        case Dispute() as row:
            row.reason, row.citations, row.blanked_because = "", _unquoted(row.citations), reason
            row.save(update_fields=["reason", "citations", "blanked_because"])
            decisions.close_taken_down(row, because=reason, by=by, now=now)
        case ProposedFact() as row:
            _blank_proposal(row, reason)
        case Evidence() as row:
            record.blank_note(row.pk, because=reason)
            _blank_source(row, row.note, reason)
        case Citation() as row:
            record.blank_quote(row.pk, because=reason)
            _blank_source(row.evidence, row.quote, reason)


def _blank_comment(row: Comment, reason: str) -> None:
    EarlierComment.objects.filter(comment=row).delete()
    row.text, row.held_because, row.blanked_because = "", "", reason
    row.save(update_fields=["text", "held_because", "blanked_because"])


def _blank_review(row: Review, reason: str) -> None:
    marks = {name: {**mark, "text": ""} for name, mark in row.marks.items()}
    Review.objects.filter(pk=row.pk).update(text="", marks=marks, blanked_because=reason)


def _blank_proposal(row: ProposedFact, reason: str) -> None:
    citations = _unquoted(row.citations)
    ProposedFact.objects.filter(pk=row.pk).update(note="", citations=citations, blanked_because=reason)


def _blank_source(evidence: Evidence, text: str, reason: str) -> None:
    """The assessment that a fact of the record came from holds the same words."""
    rows = ProposedFact.objects.filter(
        assessment__revision=evidence.introduced_id,
        component=evidence.component,
        qualifier=evidence.qualifier,
    )
    for row in rows:
        note_left = "" if row.note == text else row.note
        citations = [
            {**cited, "quote": ""} if cited.get("quote") == text else cited for cited in row.citations
        ]
        ProposedFact.objects.filter(pk=row.pk).update(
            note=note_left, citations=citations, blanked_because=reason
        )


def _quotes(citations: list[dict[str, Any]]) -> list[str]:
    return [cited.get("quote", "") for cited in citations]


def _unquoted(citations: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: text for name, text in cited.items() if name != "quote"} for cited in citations]


def _remember(texts: list[str], now: datetime) -> None:
    """The same words are held when somebody writes them again."""
    digests = {wording.digest(text) for text in texts if len(text) >= REMEMBERED}
    rows = [RefusedText(digest=digest, at=now) for digest in sorted(digests)]
    RefusedText.objects.bulk_create(rows, ignore_conflicts=True)


def _note(thing: Thing, reason: str, *, by: Actor, now: datetime) -> None:
    details = {"kind": thing.kind, "model": thing.model_path}
    note(
        "text.taken_down",
        by=by,
        target=f"{thing.kind}:{thing.key}",
        now=now,
        details=details,
        role=Role.CURATOR,
        about=thing.author,
        because=reason,
    )
    if thing.author and thing.author != by.user_id:
        key = f"taken-down:{thing.kind}:{thing.key}"
        notify(
            [thing.author], kind=TOLD, key=key, target=thing.model_path, details=details, now=now,
            at_once=True,
        )  # fmt: skip
