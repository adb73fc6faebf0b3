"""One step of the form, put together: from the record, the draft, and what was typed and is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from registry.accounts.models import User
from registry.assessments.models import Typed as Kept
from registry.assessments.proposals import typed_forms as kept_rows
from registry.assessments.proposals.proposed import Proposed
from registry.assessments.queries import drafts as queries
from registry.assessments.queries.drafts import Draft
from registry.catalog.models import AIModel
from registry.openness import components
from registry.refresh import looks
from registry.web.assessing import filling, origins, reading
from registry.web.assessing.origins import Mark
from registry.web.assessing.part_form import Maker, PartForm, part_form
from registry.web.assessing.reading import Reading
from registry.web.assessing.record import Record
from registry.web.assessing.release_form import ReleaseForm, release_form
from registry.web.assessing.saving import digest_of
from registry.web.assessing.steps import RELEASE, Step
from registry.web.assessing.typed import PartKey, Typed, by_part, of_step


@dataclass(frozen=True)
class Filled:
    """The fields of one part, and where they come from."""

    typed: Typed
    mark: Mark
    reading: Reading


@dataclass(frozen=True)
class StepPage:
    """`kept` are rows of what was typed and is not in the draft, by reason."""

    step: Step
    parts: tuple[PartForm, ...]
    release: tuple[ReleaseForm, ...]
    filled: Mapping[PartKey, Filled]
    kept: Mapping[str, Kept]

    @property
    def readings(self) -> tuple[Reading, ...]:
        return tuple(row.reading for row in self.filled.values())


def step_page(
    model: AIModel,
    step: Step,
    record: Record,
    draft: Draft | None,
    *,
    user: User,
    today: date,
    given: Mapping[PartKey, Typed] | None = None,
    given_mark: Mark | None = None,
    searched: str = "",
) -> StepPage:
    """The step as it is shown. `given` fields stand before everything else: just typed, or prefilled."""
    kept = kept_rows.kept(user, model, step.slug)
    unread = kept.get(Kept.Because.UNREAD)
    before = of_step(step, by_part(unread.fields.items())) if unread and given is None else {}
    keys = record.keys(step)
    bases = queries.bases_in_force(model, [key.pair for key in keys])
    filled = {
        key: _filled(key, record, draft, {**before, **(given or {})}, given, given_mark, bases, today)
        for key in keys
    }
    seen = looks.seen(_addresses(filled))
    release = tuple(
        release_form(
            key,
            Maker(key, row.typed, {one.field: one.said for one in row.reading.problems}, seen, today),
            mark=row.mark,
            is_drafted=_drafted(draft, key) is not None,
            seen=digest_of(_drafted(draft, key)),
            base=bases.get(key.pair),
        )
        for key, row in filled.items()
        if step.slug == RELEASE
    )
    parts = tuple(
        part_form(
            key,
            row.typed,
            reading=row.reading,
            mark=row.mark,
            drafted=_drafted(draft, key),
            seen=digest_of(_drafted(draft, key)),
            base=bases.get(key.pair),
            is_first=place == 0,
            on_record=record.fact(key),
            looks=seen,
            searched=searched,
            today=today,
        )
        for place, (key, row) in enumerate(filled.items())
        if step.slug != RELEASE
    )
    return StepPage(step, parts, release, filled, kept)


def _drafted(draft: Draft | None, key: PartKey) -> Proposed | None:
    return draft.of(key.pair) if draft else None


def _filled(
    key: PartKey,
    record: Record,
    draft: Draft | None,
    before: Mapping[PartKey, Typed],
    given: Mapping[PartKey, Typed] | None,
    given_mark: Mark | None,
    bases: Mapping[tuple[str, str], int],
    today: date,
) -> Filled:
    drafted = _drafted(draft, key)
    if key in before:
        texts: Typed = before[key]
        mark = (given_mark if given and key in given else None) or origins.drafted()
    elif drafted:
        texts, mark = filling.of_proposed(drafted), origins.drafted()
    else:
        texts, mark = record.filled(key), record.mark(key)
    shown = record.fact(key) if key.component in components.ALL else None
    read = reading.read(key, texts, shown=shown, base_id=bases.get(key.pair), today=today)
    if drafted is None and key not in before and read.proposed is None:
        read = Reading(key)  # nobody typed it: what the record lacks is nobody's mistake
    return Filled(texts, mark, read)


def _addresses(filled: Mapping[PartKey, Filled]) -> list[str]:
    return [
        text
        for row in filled.values()
        for name, text in row.typed.items()
        if name.rstrip("23456789") == "url" and text
    ]
