"""The preview beside the form: every definition as it would read, what changes, and what cannot."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from registry.assessments.proposals.effect import Effect, Moved, effect, is_undecided
from registry.assessments.proposals.proposed import Proposed
from registry.badges import words
from registry.badges.reason_words import joined
from registry.catalog.models import AIModel
from registry.openness import definitions, headlines
from registry.openness.definitions import HEADLINE_ORDER
from registry.openness.facts import Origin
from registry.openness.verdict import Outcome, Verdict
from registry.web.assessing.fixed import Fixed, fixed
from registry.web.assessing.steps import Step

MOST_NAMED = 2  # components that a verdict still needs
MOST_FIXED = 3  # sentences on what cannot change


@dataclass(frozen=True, slots=True)
class Row:
    """One definition. `was` is its verdict without the draft, `needs` what is still missing."""

    definition: str
    short: str
    after: Verdict
    was: str
    is_changed: bool
    needs: str


@dataclass(frozen=True, slots=True)
class Live:
    """`fingerprint` is the 16 letters after, `fixed` sentences on what no answer on this step can change."""

    fingerprint: str
    rows: tuple[Row, ...]
    others: tuple[Row, ...]
    fixed: tuple[str, ...] = ()

    @property
    def has_changes(self) -> bool:
        return any(row.is_changed for row in (*self.rows, *self.others))

    @property
    def looked_at(self) -> bool:
        """Whether a verdict that nobody has looked at becomes one that is undecided all the same."""
        undecided = [row for row in self.changed if row.after.outcome is Outcome.INSUFFICIENT]
        return any(row.was == gettext("Not assessed") for row in undecided)

    @property
    def others_changed(self) -> int:
        return sum(row.is_changed for row in self.others)

    @property
    def changed(self) -> tuple[Row, ...]:
        return tuple(row for row in (*self.rows, *self.others) if row.is_changed)


def live(model: AIModel, proposals: Sequence[Proposed], step: Step | None, *, now: datetime) -> Live:
    """What publishing these proposals would make of every verdict, by the engine that records them."""
    found = effect(model, proposals, now=now)
    by_id = {row.definition: row for row in found.verdicts}
    first = [by_id[name] for name in HEADLINE_ORDER if name in by_id]
    others = [row for row in found.verdicts if row.definition not in HEADLINE_ORDER]
    return Live(
        headlines.fingerprint(found.after),
        tuple(_row(row) for row in first),
        tuple(_row(row) for row in others),
        _fixed(found, step) if step else (),
    )


def _row(moved: Moved) -> Row:
    before = _said(moved.before)
    rules = definitions.shipped()[moved.definition]
    changed = reads_otherwise(moved)
    needs = _needs(moved.after) if changed or moved.after.outcome is Outcome.INSUFFICIENT else ""
    return Row(moved.definition, gettext(rules.short), moved.after, before, changed, needs)


def reads_otherwise(moved: Moved) -> bool:
    """Whether the result would be shown in other words: to whoever writes and to whoever reviews alike."""
    return _said(moved.before) != _said(moved.after)


def _said(verdict: Verdict) -> str:
    """The verdict as it is shown, its mark included; what is undecided is so on any basis."""
    label = words.label(verdict)
    marked = words.unreviewed(verdict.basis) and not words.is_draft(verdict) and not is_undecided(verdict)
    return gettext("%(label)s, unreviewed") % {"label": label} if marked else label


def _needs(verdict: Verdict) -> str:
    """What is not known yet, by name; nothing of it matters where something known decides against it."""
    if verdict.outcome is Outcome.DOES_NOT_MEET:
        return ""
    unknown = [reason for reason in verdict.missing if reason.value == "U" and reason.component]
    names = list(dict.fromkeys(words.part_name(reason.component, reason.qualifier) for reason in unknown))
    return gettext("needs %(parts)s") % {"parts": joined(names, most=MOST_NAMED)} if names else ""


def _fixed(found: Effect, step: Step) -> tuple[str, ...]:
    asked = [definitions.shipped()[name] for name in HEADLINE_ORDER if name in definitions.shipped()]
    rows = fixed(asked, found.after, step.components)
    return tuple(_sentence(row) for row in rows if row.because)[:MOST_FIXED]


def _sentence(row: Fixed) -> str:
    named = {"definition": gettext(row.definition.short), "because": row.because}
    label = words.label(row.verdict.on(Origin.REVIEWED))  # whatever is entered here, a person says it
    if label == gettext("Cannot tell"):  # before anything is entered the row may read "Not assessed"
        return gettext("%(definition)s stays undecided whatever you enter here: %(because)s.") % named
    label = gettext("No") if row.verdict.outcome is Outcome.DOES_NOT_MEET else label
    text = gettext("%(definition)s stays “%(label)s” whatever you enter here: %(because)s.")
    return text % {**named, "label": label}
