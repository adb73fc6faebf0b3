"""What a report or a take-down can be about: one name for each kind, and where its row is."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Model

from registry.accounts.models import User
from registry.assessments.models import Answer, Assessment, Comment, Dispute, ProposedFact, Reply, Review
from registry.catalog.models import AIModel, Organization
from registry.scorecards.models import Citation, Evidence


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing somebody wrote or listed; `author` is whose it is, None for the machine's or nobody's."""

    kind: str
    key: str
    row: Any
    model_path: str = ""
    author: int | None = None


# Kinds and their tables. Those of the record come last: what they quote can be taken down, the facts stay.
TABLES: dict[str, type[Model]] = {
    "comment": Comment,
    "reply": Reply,
    "dispute": Dispute,
    "answer": Answer,
    "assessment": Assessment,
    "review": Review,
    "proposal": ProposedFact,
    "note": Evidence,
    "quote": Citation,
    "model": AIModel,
    "organization": Organization,
    "person": User,
}
REPORTED = ("comment", "reply", "dispute", "assessment", "note", "quote", "model", "organization", "person")
TAKEN_DOWN = ("comment", "reply", "dispute", "answer", "review", "proposal", "note", "quote")
_BY_NAME = {"model": "path", "organization": "slug", "person": "username"}
_BY_UUID = frozenset({"comment", "reply", "dispute", "assessment"})


def find(kind: str, key: str) -> Thing | None:
    """The thing of this kind under this key; None where there is none, or the key cannot be one.

    A person is found by name or number and known by number: what is written of them is to hold no name.
    """
    table = TABLES.get(kind)
    if table is None or not _is_key(kind, key):
        return None
    row = table._default_manager.filter(**{_column(kind, key): key}).first()
    if row is None:
        return None
    return Thing(kind, str(row.pk) if kind == "person" else key, row, _path(row), _author(row))


def _column(kind: str, key: str) -> str:
    if kind == "person" and key.isascii() and key.isdigit():
        return "pk"
    return _BY_NAME.get(kind, "pk")


def _is_key(kind: str, key: str) -> bool:
    if kind in _BY_NAME:
        return 0 < len(key) <= 300 and "\0" not in key
    if kind not in _BY_UUID:
        return key.isascii() and key.isdigit() and len(key) < 19
    try:
        return str(UUID(key)) == key
    except ValueError:
        return False


def _path(row: Any) -> str:
    match row:
        case AIModel():
            return row.path
        case Comment() | Reply() | Dispute() | Assessment():
            return row.model.path
        case Answer():
            return row.dispute.model.path
        case Review() | ProposedFact():
            return row.assessment.model.path
        case Evidence():
            return row.model.path if row.model else ""
        case Citation():
            return row.evidence.model.path if row.evidence.model else ""
    return ""


def _author(row: Any) -> int | None:
    match row:
        case Comment() | Reply() | Dispute() | Answer():
            return row.by_id
        case Assessment():
            return row.author_id
        case Review():
            return row.reviewer_id
        case ProposedFact():
            return row.assessment.author_id
        case Evidence():
            return _proposer(row)
        case Citation():
            return _proposer(row.evidence)
        case User():
            return int(row.pk)
    return None


def _proposer(evidence: Evidence) -> int | None:
    found = Assessment.objects.filter(revision=evidence.introduced_id).values_list("author", flat=True)
    return found.first()
