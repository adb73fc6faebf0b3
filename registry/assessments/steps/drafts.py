"""What an author does with an assessment before it is handed in: begin, write, take a part of it over."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from registry.accounts.actors import Actor
from registry.accounts.models import User
from registry.assessments.models import Assessment, CoAuthor, ProposedFact
from registry.assessments.proposals import checks, stored
from registry.assessments.proposals.proposed import Key, Proposed, name_of
from registry.assessments.refusals import Missing, NoChange, NotAllowed, NotYet, Stale, Versions, WrongState
from registry.assessments.steps import allowances
from registry.assessments.steps.rights import right_to
from registry.assessments.steps.states import Act, State, locked, require, write_event
from registry.assessments.steps.transactions import in_turn
from registry.assessments.texts.wording import clean
from registry.catalog.models import AIModel
from registry.openness.facts import Facts
from registry.scorecards import layers


@in_turn
def create(
    model: AIModel,
    *,
    facts: Sequence[Proposed],
    by: Actor,
    now: datetime,
    origin: str = Assessment.Origin.EDIT,
    summary: str = "",
    co_authors: Iterable[User] = (),
    two_asked: bool = False,
) -> Assessment:
    """Begin an assessment (workflow, row 1). `two_asked`: two have to approve, whatever it changes.

    Raises NotAllowed, TooMany, NotYet, and NoChange where every fact says what the record says.
    """
    right = right_to(Act.CREATE, None, by=by, now=now)
    if model.hidden:
        raise NotAllowed("no_such_model")
    allowances.take_draft(by.person, now=now)
    made = _new(model, by.person, facts, origin=origin, summary=summary, two_asked=two_asked, now=now)
    CoAuthor.objects.bulk_create(
        CoAuthor(assessment=made, user=user) for user in co_authors if user.pk != by.user_id
    )
    write_event(made, Act.CREATE, before="", by=by, now=now, role=right.role, details={"origin": origin})
    return made


def _new(
    model: AIModel,
    author: User,
    facts: Sequence[Proposed],
    *,
    origin: str,
    summary: str,
    now: datetime,
    two_asked: bool = False,
) -> Assessment:
    proposals = checks.cleaned(facts)
    bases = stored.known_bases(model.pk, proposals)
    _refuse_strange_bases(proposals, bases)
    written = [stored.Written(row, bases.get(row.base_id or 0)) for row in proposals]
    if all(row.is_no_op for row in written):
        raise NoChange("nothing_proposed")
    made = Assessment(
        model=model,
        author=author,
        origin=origin,
        summary=_summary(summary),
        two_asked=two_asked,
        moves=1,
        created_at=now,
        edited_at=now,
        moved_at=now,
    )
    made.content_sha = stored.sha(made, written)
    made.save(force_insert=True)
    stored.write(made, proposals, seen=counting(model.pk))
    return made


def _summary(text: str) -> str:
    kept = clean(text)
    if len(kept) > checks.LONGEST_SUMMARY:
        raise NotYet([Missing("summary", "too_long", {"most": checks.LONGEST_SUMMARY})])
    return kept


def counting(model_id: int) -> Facts:
    """The facts that count of a model now, whoever said so."""
    return layers.load([model_id])[model_id].effective()


def _refuse_strange_bases(proposals: Sequence[Proposed], bases: Collection[int]) -> None:
    strange = [row.name for row in proposals if row.base_id is not None and row.base_id not in bases]
    if strange:
        raise NotYet([Missing(name, "base") for name in strange])


@in_turn
def edit(
    assessment: Assessment,
    *,
    facts: Sequence[Proposed],
    version: int,
    by: Actor,
    now: datetime,
    drop: Collection[Key] = (),
    summary: str | None = None,
) -> Assessment:
    """Write these findings in place of what was proposed of them; the others stay (workflow, row 2).

    `version` is the one it was based on. Raises NotAllowed, WrongState, NotYet, and Stale with the sides.
    """
    held = locked(assessment)
    right_to(Act.EDIT, held, by=by, now=now)
    require(held, Act.EDIT)
    proposals = checks.cleaned(facts)
    if held.version != version:
        raise Stale("version", _sides(held, proposals), version=held.version)
    rewrite(held, proposals, drop)
    held.summary = held.summary if summary is None else _summary(summary)
    held.version += 1
    held.edited_at, held.warned_at = now, None
    held.save(update_fields=["summary", "version", "edited_at", "warned_at", "content_sha"])
    return held


def rewrite(held: Assessment, proposals: Sequence[Proposed], drop: Collection[Key]) -> None:
    """Change what is proposed, and with it the digest of the content."""
    bases = stored.known_bases(held.model_id, proposals)
    _refuse_strange_bases(proposals, bases)
    for component, qualifier in drop:
        ProposedFact.objects.filter(assessment=held, component=component, qualifier=qualifier).delete()
    there = {(row.component, row.qualifier) for row in held.facts.all()}
    if len(there | {row.key for row in proposals}) > checks.MOST_FACTS:
        raise NotYet([Missing("facts", "too_many", {"most": checks.MOST_FACTS})])
    stored.write(held, proposals, seen=counting(held.model_id))
    held.content_sha = stored.sha(held, stored.load(held))


def _sides(held: Assessment, proposals: Sequence[Proposed]) -> list[Versions]:
    """What was typed here and what is kept by now, for each finding of this edit."""
    there = {row.proposed.key: row for row in stored.load(held)}
    return [
        Versions(
            name_of(row.key),
            base=None,
            current=there[row.key].proposed.content() if row.key in there else None,
            yours=row.content(),
        )
        for row in proposals
    ]


@in_turn
def split(assessment: Assessment, *, keys: Collection[Key], by: Actor, now: datetime) -> Assessment:
    """Copy these findings into a new draft of the same author, which then stands for itself.

    Raises NotAllowed, NotYet for a finding that is not in it, and NoChange.
    """
    right = right_to(Act.EDIT, assessment, by=by, now=now)
    if assessment.state in (State.DRAFT, State.QUARANTINED) or assessment.held_because:
        raise WrongState("wrong_state", state=assessment.state, act="split")
    rows = {row.proposed.key: row.proposed for row in stored.load(assessment)}
    unknown = [key for key in keys if key not in rows]
    if unknown:
        raise NotYet([Missing(name_of(key), "no_such_finding") for key in unknown])
    allowances.take_draft(by.person, now=now)
    copied = [replace(rows[key]) for key in sorted(keys)]
    origin, summary = assessment.origin, assessment.summary
    if origin == Assessment.Origin.REVERT:
        origin = Assessment.Origin.EDIT
    made = _new(assessment.model, by.person, copied, origin=origin, summary=summary, now=now)
    details = {"origin": origin, "split_from": str(assessment.pk)}
    write_event(made, Act.CREATE, before="", by=by, now=now, role=right.role, details=details)
    return made
