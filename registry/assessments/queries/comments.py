"""The comments on a model or on one assessment, as somebody may see them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.db.models.query import QuerySet

from registry.accounts.actors import Actor, roles_of
from registry.accounts.roles import Role
from registry.assessments.models import Comment
from registry.assessments.moderation import comments
from registry.assessments.queries.visible import public
from registry.catalog.models import AIModel

PAGE = 50


@dataclass(frozen=True, slots=True)
class CommentRow:
    """One comment. `text` is Markdown, "" where it is gone; `held`: only its author and curators see it."""

    id: UUID
    author: str  # "" for a deleted account
    author_name: str  # of the address of the author's page
    text: str
    at: datetime
    links: bool
    edited_at: datetime | None
    is_deleted: bool
    blanked_because: str
    held: str
    assessment: UUID | None
    is_own: bool
    may_edit: bool

    @property
    def stands(self) -> bool:
        return not self.is_deleted and not self.blanked_because


@dataclass(frozen=True, slots=True)
class Talk:
    """A page of comments, oldest first; `before` leads to earlier ones, "" where there are none."""

    rows: tuple[CommentRow, ...]
    before: str


def of_model(model: AIModel, actor: Actor, *, now: datetime, before: str = "") -> Talk:
    """Comments on the model and on its assessments that everybody may see."""
    seen = Q(assessment__isnull=True) | Q(assessment__in=public())
    return _talk(Comment.objects.filter(seen, model=model), actor, now, before)


def of_assessment(assessment_id: UUID, actor: Actor, *, now: datetime, before: str = "") -> Talk:
    """Comments on this assessment, which everybody may see. One query for a visitor."""
    return _talk(Comment.objects.filter(assessment=assessment_id), actor, now, before)


def _talk(rows: QuerySet[Comment], actor: Actor, now: datetime, before: str) -> Talk:
    if not is_curator(actor, now=now):
        rows = rows.filter(Q(held_because="") | Q(by=actor.user_id))
    if last := _id(before):
        rows = rows.filter(pk__lt=last)
    found = list(rows.select_related("by").order_by("-pk")[: PAGE + 1])
    shown = found[:PAGE][::-1]
    earlier = str(shown[0].pk) if len(found) > PAGE else ""
    return Talk(tuple(_row(row, actor, now) for row in shown), earlier)


def _row(row: Comment, actor: Actor, now: datetime) -> CommentRow:
    return CommentRow(
        id=row.pk,
        author=row.by.shown_name,
        author_name="" if row.by.deleted_at else row.by.username,
        text=row.text,
        at=row.at,
        links=row.links,
        edited_at=row.edited_at,
        is_deleted=row.deleted_at is not None,
        blanked_because=row.blanked_because,
        held=row.held_because,
        assessment=row.assessment_id,
        is_own=row.by_id == actor.user_id,
        may_edit=comments.may_edit(row, actor, now=now),
    )


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def is_curator(actor: Actor, *, now: datetime) -> bool:
    """Curators see what is held, to release it or to take it down."""
    return actor.user is not None and Role.CURATOR in roles_of(actor, now=now)
