"""Remarks on a model or on one assessment: written, edited for a day, deleted by whoever wrote them.

What looks like spam waits for a curator; everybody else sees nothing of it meanwhile.
"""

from datetime import datetime, timedelta

from django.db import transaction

from registry.accounts import limits, trust
from registry.accounts.actors import SYSTEM, Actor, roles_of
from registry.accounts.events import note
from registry.accounts.models import User
from registry.accounts.notify import notify
from registry.accounts.roles import Role
from registry.assessments.models import Assessment, Comment, EarlierComment, RefusedText
from registry.assessments.queries.visible import public
from registry.assessments.refusals import NotAllowed, NotYet, TooMany, WrongState
from registry.assessments.texts import edit_filters, spam, statements, wording
from registry.catalog.models import AIModel, Watch

LONGEST = 5000  # characters
MOST_LINKS = 10
EDITED_WITHIN = timedelta(hours=24)
MOST_EDITS = 20
KEPT_AFTER_DELETION = timedelta(days=30)
A_DAY = timedelta(days=1)
MOST_A_DAY = (5, 30, 100)  # by trust level
LOOKED_BACK = 30  # of somebody's last comments, for repeats
WRITTEN = "comment_written"


def add(
    model: AIModel, *, text: str, by: Actor, now: datetime, assessment: Assessment | None = None
) -> Comment:
    """Write a comment. Raises NotAllowed, NotYet, TooMany, WrongState."""
    user = _contributor(by, now)
    if model.hidden or (assessment and not can_be_discussed(assessment)):
        raise WrongState("not_public")
    _check(text)
    level = trust.level_of(user, now=now)
    most = MOST_A_DAY[level]
    wait = limits.take(f"comments:{user.pk}", limit=most, per=A_DAY, now=now)
    if wait:
        raise TooMany("comments_a_day", wait=wait, most=most)
    with transaction.atomic():
        comment = Comment.objects.create(
            model=model,
            assessment=assessment,
            by=user,
            text=statements.clean(text),
            digest=wording.digest(text),
            links=level > 0,
            at=now,
            held_because=_held(text, user, level),
        )
        _note("comment.written", comment, by=by, now=now)
        if comment.held_because:
            _note("comment.held", comment, by=SYSTEM, now=now)
        else:
            _tell(comment, now)
    return comment


def can_be_discussed(assessment: Assessment) -> bool:
    """Whether everybody may see this assessment: it was handed in, and is not held."""
    return public().filter(pk=assessment.pk).exists()


def may_edit(comment: Comment, by: Actor, *, now: datetime) -> bool:
    return by.user_id == comment.by_id and _stands(comment) and now - comment.at <= EDITED_WITHIN


def edit(comment: Comment, *, text: str, by: Actor, now: datetime) -> Comment:
    """Change one's own words, within a day; what they were is kept. Raises NotAllowed, NotYet, WrongState."""
    user = _contributor(by, now)
    _check(text)
    with transaction.atomic():
        row = _own(comment, user)
        if not may_edit(row, by, now=now) or row.earlier.count() >= MOST_EDITS:
            raise WrongState("too_late_to_edit")
        plain = statements.clean(text)
        if plain == row.text:
            return row
        EarlierComment.objects.create(comment=row, text=row.text, until=now)
        row.text, row.digest, row.edited_at = plain, wording.digest(text), now
        was_held = bool(row.held_because)
        row.held_because = row.held_because or _held(text, user, trust.level_of(user, now=now))
        row.save()
        _note("comment.edited", row, by=by, now=now)
        if row.held_because and not was_held:
            _note("comment.held", row, by=SYSTEM, now=now)
    return row


def delete(comment: Comment, *, by: Actor, now: datetime) -> Comment:
    """Take one's own words away; curators can read them for a month more. Raises NotAllowed, WrongState."""
    user = _contributor(by, now)
    with transaction.atomic():
        row = _own(comment, user)
        if not _stands(row):
            raise WrongState("gone_already")
        EarlierComment.objects.create(comment=row, text=row.text, until=now)
        row.text, row.deleted_at = "", now
        row.save()
        _note("comment.deleted", row, by=by, now=now)
    return row


def forget_deleted(*, now: datetime) -> int:
    """Forget the words of comments that were deleted a month ago; how many texts."""
    gone = EarlierComment.objects.filter(comment__deleted_at__lte=now - KEPT_AFTER_DELETION)
    return gone.delete()[0]


def hold(comment: Comment, *, because: str, by: Actor, now: datetime) -> bool:
    """Hide it until a curator has looked; False when it was hidden. Part of the caller's transaction."""
    hidden = Comment.objects.filter(pk=comment.pk, held_because="", deleted_at__isnull=True)
    if not hidden.update(held_because=because[:200]):
        return False
    role = Role.CURATOR if by.user else None
    _note("comment.held", comment, by=by, now=now, role=role)
    return True


def release(comment: Comment, *, by: Actor, now: datetime) -> Comment:
    """A curator has looked: everybody may read it. Raises NotAllowed, WrongState."""
    if Role.CURATOR not in roles_of(by, now=now) or by.user_id == comment.by_id:
        raise NotAllowed("needs_role", role=Role.CURATOR)
    with transaction.atomic():
        row = Comment.objects.select_for_update(of=("self",)).select_related("model").get(pk=comment.pk)
        if not row.held_because:
            raise WrongState("not_held")
        row.held_because = ""
        row.save(update_fields=["held_because"])
        _note("comment.released", row, by=by, now=now, role=Role.CURATOR)
        _tell(row, now)
    return row


def _contributor(by: Actor, now: datetime) -> User:
    if by.user is None or Role.CONTRIBUTOR not in roles_of(by, now=now):
        raise NotAllowed("needs_role", role=Role.CONTRIBUTOR)
    return by.user


def _own(comment: Comment, user: User) -> Comment:
    row = Comment.objects.select_for_update(of=("self",)).select_related("model").get(pk=comment.pk)
    if row.by_id != user.pk:
        raise NotAllowed("not_yours")
    return row


def _stands(comment: Comment) -> bool:
    return comment.deleted_at is None and not comment.blanked_because


def _check(text: str) -> None:
    found = edit_filters.objection(text, longest=LONGEST, most_links=MOST_LINKS)
    if found:
        raise NotYet([statements.missing("text", found, longest=LONGEST, shortest=1)])


def _held(text: str, user: User, level: int) -> str:
    """Why it is to wait for a curator, as codes; "" when nothing speaks against it."""
    recent = Comment.objects.filter(by=user).order_by("-pk").values_list("digest", flat=True)[:LOOKED_BACK]
    refused = RefusedText.objects.filter(digest=wording.digest(text)).values_list("digest", flat=True)
    found = spam.signs([text], spam.Author(level, list(recent)), rejected=set(refused))
    return ",".join(found)


def _note(verb: str, comment: Comment, *, by: Actor, now: datetime, role: Role | None = None) -> None:
    details = {"model": comment.model.path, "comment": str(comment.pk)}
    if comment.held_because:
        details["signs"] = comment.held_because
    target = f"comment:{comment.pk}"
    note(verb, by=by, target=target, now=now, details=details, role=role, about=comment.by_id)


def _tell(comment: Comment, now: datetime) -> None:
    """Watchers of the model, and whoever wrote the assessment."""
    people = set(Watch.objects.filter(model=comment.model).values_list("user", flat=True))
    if comment.assessment:
        people.add(comment.assessment.author_id)
    people.discard(comment.by_id)
    details = {"comment": str(comment.pk)}
    if comment.assessment_id:
        details["assessment"] = str(comment.assessment_id)
    key = f"comment:{comment.pk}"
    notify(people, kind=WRITTEN, key=key, target=comment.model.path, details=details, now=now)
