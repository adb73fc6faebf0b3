"""Save one step of the form: what can be read becomes part of the draft, the rest is kept as it was typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from registry.accounts.actors import Actor
from registry.assessments import workflow
from registry.assessments.models import Assessment
from registry.assessments.proposals import typed_forms
from registry.assessments.proposals.proposed import Key, Proposed, sha_of
from registry.assessments.proposals.typed_forms import Because
from registry.assessments.queries import drafts as queries
from registry.assessments.queries.drafts import Draft
from registry.assessments.refusals import NoChange, Refused, Stale
from registry.catalog.models import AIModel
from registry.web.assessing import filling, reading
from registry.web.assessing.reading import Reading
from registry.web.assessing.record import Record
from registry.web.assessing.steps import Step
from registry.web.assessing.typed import PartKey, Typed, by_part, of_step, plain

_MARKS = ("seen", "base", "pick")  # of a part, beside its fields


@dataclass(frozen=True)
class Posted:
    """A form as it came: the fields of each part, what its draft and its base were when it was shown."""

    parts: Mapping[PartKey, Typed]
    seen: Mapping[PartKey, str]
    bases: Mapping[PartKey, int | None]

    def raw(self, *keys: PartKey) -> dict[str, str]:
        """The fields of these parts, or of all, in one level, to be kept."""
        wanted = keys or tuple(self.parts)
        return {f"{key}.{name}": text for key in wanted for name, text in self.parts[key].items()}


def posted(pairs: Sequence[tuple[str, str]], step: Step) -> Posted:
    """The parts of this step in a form. A license that was picked from the list stands in its field."""
    marks: dict[str, dict[str, str]] = {name: {} for name in _MARKS}
    for name, text in pairs:
        part, _, last = name.rpartition(".")
        if last in marks:
            marks[last][part] = plain(text)
    parts = {key: dict(texts) for key, texts in of_step(step, by_part(pairs)).items()}
    for key, texts in parts.items():
        if picked := marks["pick"].get(str(key)):
            texts["license"] = picked
    return Posted(
        parts,
        {key: marks["seen"].get(str(key), "") for key in parts},
        {key: _number(marks["base"].get(str(key), "")) for key in parts},
    )


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


@dataclass(frozen=True)
class Saved:
    """What became of a form. `draft` is the assessment as it is now, `late` parts were changed elsewhere."""

    draft: Draft | None
    readings: tuple[Reading, ...] = ()
    late: tuple[PartKey, ...] = ()
    refused: Refused | None = None
    wrote: bool = False

    @property
    def has_problems(self) -> bool:
        return any(row.problems for row in self.readings)


@dataclass
class _Plan:
    facts: list[Proposed] = field(default_factory=list)
    drop: list[Key] = field(default_factory=list)
    late: list[PartKey] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)

    @property
    def unread(self) -> bool:
        return any(row.problems and row.proposed is None for row in self.readings)


def save(
    model: AIModel,
    step: Step,
    form: Posted,
    record: Record,
    draft: Draft | None,
    *,
    by: Actor,
    now: datetime,
    confirms: bool = False,
    origin: str = Assessment.Origin.EDIT,
) -> Saved:
    """Write what was touched. `confirms`: an untouched first part that is complete is confirmed as it stands.

    Whatever cannot become part of the draft is kept as it was typed.
    """
    plan = _plan(model, step, form, record, draft, now=now, confirms=confirms)
    refused: Refused | None = None
    wrote = False
    try:
        if plan.facts or plan.drop:
            wrote = _write(model, plan, draft, by=by, now=now, origin=origin)
    except Refused as error:
        refused = error
    _keep(model, step, form, plan, refused, by=by, now=now)
    return Saved(
        queries.draft_of(model, by.person),
        tuple(plan.readings),
        tuple(plan.late) if not isinstance(refused, Stale) else tuple(form.parts),
        refused,
        wrote,
    )


def _plan(
    model: AIModel,
    step: Step,
    form: Posted,
    record: Record,
    draft: Draft | None,
    *,
    now: datetime,
    confirms: bool,
) -> _Plan:
    plan = _Plan()
    in_force = queries.bases_in_force(model, [key.pair for key in form.parts])
    for place, (key, texts) in enumerate(form.parts.items()):
        drafted = draft.of(key.pair) if draft else None
        shown = filling.of_proposed(drafted) if drafted else record.filled(key)
        base = in_force.get(key.pair)
        read = reading.read(key, texts, shown=record.fact(key), base_id=base, today=now.date())
        if filling.is_untouched(texts, shown):
            if confirms and place == 0 and not drafted and read.proposed and _is_complete(read.proposed):
                plan.facts.append(read.proposed)
            elif drafted and read.problems:
                plan.readings.append(read)  # still to be mended
            continue
        plan.readings.append(read)
        if _is_late(form, key, drafted, read, base):
            plan.late.append(key)
        elif read.proposed:
            plan.facts.append(read.proposed)
        elif read.is_nothing and drafted:
            plan.drop.append(key.pair)
    return plan


def _is_complete(proposed: Proposed) -> bool:
    return bool(proposed.citations) and all(row.url and row.quote for row in proposed.citations)


def _is_late(form: Posted, key: PartKey, drafted: Proposed | None, read: Reading, base: int | None) -> bool:
    """Whether the draft or the record changed since the form was shown, to something other than this."""
    if form.bases[key] != base and not (drafted and drafted.base_id == form.bases[key]):
        return True
    if form.seen[key] == digest_of(drafted):
        return False
    return digest_of(read.proposed) != digest_of(drafted)


def digest_of(proposed: Proposed | None) -> str:
    """What a form carries along of the draft it was filled from."""
    return sha_of(proposed.content())[:16] if proposed else ""


def _write(
    model: AIModel, plan: _Plan, draft: Draft | None, *, by: Actor, now: datetime, origin: str
) -> bool:
    """Begin the assessment, or write into it. Raises Refused."""
    if draft is None:
        if not plan.facts:
            return False
        workflow.create(model, facts=plan.facts, by=by, now=now, origin=origin)
        return True
    version = draft.assessment.version
    workflow.edit(draft.assessment, facts=plan.facts, drop=plan.drop, version=version, by=by, now=now)
    return True


def _keep(
    model: AIModel,
    step: Step,
    form: Posted,
    plan: _Plan,
    refused: Refused | None,
    *,
    by: Actor,
    now: datetime,
) -> None:
    """Keep what was typed where it is not in the draft; forget what is."""
    user = by.person
    if plan.late or isinstance(refused, Stale):
        typed_forms.keep(user, model, step.slug, form.raw(*plan.late), because=Because.LATE, now=now)
    if plan.unread or (refused and not isinstance(refused, NoChange | Stale)):
        typed_forms.keep(user, model, step.slug, form.raw(), because=Because.UNREAD, now=now)
    elif plan.readings or not refused:
        typed_forms.forget(
            user, model, step.slug, because=[Because.UNREAD, Because.SIGNED_OUT, Because.SKIPPED]
        )


def skip(
    model: AIModel, step: Step, form: Posted, record: Record, draft: Draft | None, *, by: Actor, now: datetime
) -> Saved:
    """Leave the step out of the draft; what was typed there is kept, in case somebody comes back to it."""
    drafted = [key.pair for key in form.parts if draft and draft.of(key.pair)]
    touched = any(not filling.is_untouched(texts, record.filled(key)) for key, texts in form.parts.items())
    if touched or drafted:
        typed_forms.keep(by.person, model, step.slug, form.raw(), because=Because.SKIPPED, now=now)
    typed_forms.forget(
        by.person, model, step.slug, because=[Because.UNREAD, Because.SIGNED_OUT, Because.LATE]
    )
    refused: Refused | None = None
    if drafted and draft:
        version = draft.assessment.version
        try:
            workflow.edit(draft.assessment, facts=[], drop=drafted, version=version, by=by, now=now)
        except Refused as error:
            refused = error
    return Saved(queries.draft_of(model, by.person), refused=refused)
