"""What a verdict is called in one or two words, and which color goes with it."""

from typing import Literal, Protocol

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from registry.openness import definitions
from registry.openness.verdict import Outcome

Tone = Literal["open", "closed", "unknown", "neutral"]


class VerdictLike(Protocol):
    """Anything that carries a result: a verdict, a row of a page, a badge code."""

    @property
    def definition(self) -> str: ...
    @property
    def outcome(self) -> str: ...
    @property
    def level(self) -> str: ...
    @property
    def could_reach(self) -> str: ...
    @property
    def score(self) -> tuple[float, float] | None: ...
    @property
    def basis(self) -> str: ...
    @property
    def points(self) -> int: ...


HEADLINE_WORDS: dict[str, Promise] = {
    "open": lazy("Open"),
    "restricted": lazy("Restricted"),
    "partial": lazy("Partial"),
    "closed": lazy("Closed"),
    "unassessed": lazy("Unassessed"),
    "not_applicable": lazy("Does not apply"),
}

_LEVELS: dict[str, Promise] = {
    "class-i": lazy("Class I"),
    "class-ii": lazy("Class II"),
    "class-iii": lazy("Class III"),
    "unclassified": lazy("No class"),
    "open-source-ai-with-open-data": lazy("Open source AI with open data"),
    "open-source-ai": lazy("Open source AI"),
    "open-weights-ai": lazy("Open weights AI"),
    "weights-available-ai": lazy("Weights available AI"),
    "no-tier": lazy("No tier"),
}
_LOWEST = frozenset(("unclassified", "no-tier"))

_OUTCOMES: dict[str, Promise] = {
    Outcome.MEETS: lazy("Meets"),
    Outcome.DOES_NOT_MEET: lazy("Does not meet"),
    Outcome.INSUFFICIENT: lazy("Cannot tell"),
    Outcome.NOT_APPLICABLE: lazy("Does not apply"),
}


def unreviewed(basis: str) -> bool:
    """Whether a result on this basis carries the mark "unreviewed"."""
    return basis != "reviewed"


def is_draft(verdict: VerdictLike) -> bool:
    """A result that rests on machine drafts and is not shown as one; only "does not meet" may be."""
    return verdict.basis == "observed" and verdict.outcome != Outcome.DOES_NOT_MEET


def label(verdict: VerdictLike) -> str:
    """The one or two words of a table cell or a badge."""
    if is_draft(verdict):
        return _("Not assessed")
    if verdict.outcome == Outcome.NOT_APPLICABLE or (
        verdict.basis == "observed" and verdict.outcome == Outcome.DOES_NOT_MEET
    ):
        return str(_OUTCOMES[verdict.outcome])
    if verdict.score is not None:
        return score_label(verdict.score, verdict.points)
    if verdict.level and not _is_unsaid(verdict):
        return level_label(verdict.definition, verdict.level)
    return str(_OUTCOMES.get(verdict.outcome, "")) or _("Cannot tell")


def score_label(score: tuple[float, float], points: int = 0) -> str:
    """ "0.958", or "0.208 to 1.000" while facts are missing; in points "7 of 9", or "2 to 7 of 9"."""
    if points:
        return _points_label(round(score[0] * points), round(score[1] * points), points)
    low, high = (number_format(end, decimal_pos=3) for end in score)
    if low == high:
        return low
    if score == (0.0, 1.0):
        return _("Cannot tell")
    return _("%(low)s to %(high)s") % {"low": low, "high": high}


def _points_label(low: int, high: int, points: int) -> str:
    if low == high:
        return _("%(points)d of %(all)d") % {"points": low, "all": points}
    if (low, high) == (0, points):
        return _("Cannot tell")
    return _("%(low)d to %(high)d of %(all)d") % {"low": low, "high": high, "all": points}


def level_label(definition: str, level: str) -> str:
    """The name of a level of a ladder."""
    if level in _LEVELS:
        return str(_LEVELS[level])
    rules = definitions.shipped().get(definition)
    named = {row.id: row.label for row in rules.levels} if rules else {}
    return _(named.get(level, level.replace("-", " ").capitalize()))


def is_lowest(verdict: VerdictLike) -> bool:
    """Whether the level is the one everything reaches, which says nothing yet while facts are missing."""
    rules = definitions.shipped().get(verdict.definition)
    last = rules.levels[-1].id if rules and rules.levels else ""
    return verdict.level in _LOWEST or verdict.level == last


def _is_unsaid(verdict: VerdictLike) -> bool:
    """Whether the level is only where everything begins, while facts are missing that could raise it."""
    open_ended = verdict.outcome == Outcome.NONE and verdict.could_reach != verdict.level
    return is_lowest(verdict) and (verdict.outcome == Outcome.INSUFFICIENT or open_ended)


def may_rise(verdict: VerdictLike) -> bool:
    """Whether a level is shown that is sure, while what is not known could still raise it."""
    drawn_as_level = bool(verdict.level) and verdict.score is None and verdict.basis != "observed"
    rises = verdict.could_reach not in ("", verdict.level)
    return drawn_as_level and rises and verdict.outcome != Outcome.NOT_APPLICABLE and not _is_unsaid(verdict)


def tone(verdict: VerdictLike) -> Tone:
    """Which of four colors it has. A level below the passing one that is still a level has no color."""
    if is_draft(verdict):
        return "unknown"
    match verdict.outcome:
        case Outcome.MEETS:
            return "open"
        case Outcome.DOES_NOT_MEET:
            drawn_as_level = verdict.level and not is_lowest(verdict) and verdict.basis != "observed"
            return "neutral" if drawn_as_level else "closed"
        case Outcome.INSUFFICIENT:
            return "unknown"
        case Outcome.NOT_APPLICABLE:
            return "neutral"
    return "unknown" if verdict.score == (0.0, 1.0) or _is_unsaid(verdict) else "neutral"
