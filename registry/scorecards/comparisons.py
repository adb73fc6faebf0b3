"""A published value beside what our record gives for the same question.

Pure: a rating, facts and verdicts in, a comparison out. Both stand on one scale, least open first; ours is a
range wherever facts are missing. Nothing here changes a verdict; of two that differ neither is called right.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from registry.openness import licenses
from registry.openness.facts import Availability, Fact, Facts
from registry.openness.logic import Kleene
from registry.openness.verdict import ClauseResult, Outcome, Verdict


class Agreement(StrEnum):
    AGREES = "agrees"  # the same value
    COMPATIBLE = "compatible"  # ours is a range that holds the published value
    DEVIATES = "deviates"
    CANNOT_TELL = "cannot_tell"  # too little is known here to compare


@dataclass(frozen=True, slots=True)
class Because:
    """One fact behind our value: what was found of a component, and which source says so."""

    component: str
    code: str  # of openness/reasons.py; "fact" where the fact itself is the answer
    found: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The published value and ours as positions on a scale; `words` are its steps, none for a figure."""

    published: float
    low: float
    high: float
    agreement: Agreement
    words: tuple[str, ...] = ()
    because: tuple[Because, ...] = ()

    @property
    def ours(self) -> str:
        """Our value in the words of the scale, or the figure: "closed", "partial to open", "0.250"."""
        low, high = self._word(self.low), self._word(self.high)
        return low if low == high else f"{low} to {high}"

    def _word(self, position: float) -> str:
        return self.words[int(position)] if self.words else f"{position:.3f}"


@dataclass(frozen=True, slots=True)
class Published:
    """A published value: whose it is, of what, and under which dimension."""

    origin: str
    dimension: str
    value: str
    about: str = "model"


@dataclass(frozen=True, slots=True)
class Ours:
    """What the record gives: the ends of a range on a scale, and the facts that give it."""

    low: float
    high: float
    because: tuple[Because, ...] = ()


Verdicts = Mapping[str, Verdict]
Reading = Callable[[Facts, Verdicts], Ours | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """How one dimension of one source is compared: its steps, where its values stand, and our reading."""

    words: tuple[str, ...]
    positions: Mapping[str, int]
    ours: Reading
    abouts: tuple[str, ...] = (
        "model",
    )  # a rating of a family says nothing of one release, unless it is meant to


def compare(published: Published, facts: Facts, verdicts: Verdicts) -> Comparison | None:
    """The comparison, or None where this dimension or value has no counterpart in our record."""
    index = INDEXES.get(published.origin)
    if index and published.dimension == "score" and published.about == "model":
        return _scores(published, verdicts.get(index))
    rule = _rule(published)
    if rule is None or published.value not in rule.positions or published.about not in rule.abouts:
        return None
    position = rule.positions[published.value]
    ours = rule.ours(facts, verdicts)
    if ours is None:
        return None
    found = agreement(position, ours.low, ours.high, most=len(rule.words) - 1)
    return Comparison(position, ours.low, ours.high, found, rule.words, ours.because)


def agreement(published: float, low: float, high: float, *, most: float) -> Agreement:
    """How a published value stands to our range on a scale from 0 to `most`."""
    if low == high:
        return Agreement.AGREES if abs(published - low) < 0.0005 else Agreement.DEVIATES
    if low <= 0 and high >= most:
        return Agreement.CANNOT_TELL
    return Agreement.COMPATIBLE if low - 0.0005 <= published <= high + 0.0005 else Agreement.DEVIATES


# The European Open Source AI Index: three classes a dimension, judged by the rule set of the same edition.

INDEXES = {"osai": "osai-index-2026-03", "osai-2024-10": "osai-index-2024-10"}
_CLASSES = ("closed", "partial", "open")


def _scores(published: Published, verdict: Verdict | None) -> Comparison | None:
    if verdict is None or verdict.score is None:
        return None
    low, high = verdict.score
    try:
        value = float(published.value)
    except ValueError:
        return None
    return Comparison(value, low, high, agreement(value, low, high, most=1))


def _dimension(definition: str, dimension: str) -> Reading:
    def ours(facts: Facts, verdicts: Verdicts) -> Ours | None:
        verdict = verdicts.get(definition)
        clauses = verdict.clauses if verdict else ()
        clause = next((row for row in clauses if row.id == dimension), None)
        if clause is None or clause.low is None or clause.high is None:
            return None
        return Ours(clause.low * 2, clause.high * 2, _of_clause(clause, facts))

    return ours


def _of_clause(clause: ClauseResult, facts: Facts) -> tuple[Because, ...]:
    """The facts behind a clause, each with the first thing that was found of it."""
    found: dict[str, Because] = {}
    for reason in clause.reasons:
        fact = facts.components.get((reason.component, reason.qualifier))
        said = reason.params.get("found") or reason.params.get("availability", "")
        because = Because(reason.component, reason.code, said, fact.source if fact else "")
        found.setdefault(reason.component, because)
    return tuple(found.values())


# OSI's validation phase and the definition it was held for.

_OUTCOMES = ("does_not_meet", "meets")


def _osaid(facts: Facts, verdicts: Verdicts) -> Ours | None:
    verdict = verdicts.get("osaid-1.0")
    if verdict is None:
        return None
    because = tuple(row for clause in verdict.clauses if not clause.info for row in _of_clause(clause, facts))
    match verdict.outcome:
        case Outcome.MEETS:
            return Ours(1, 1, because)
        case Outcome.DOES_NOT_MEET:
            return Ours(0, 0, because)
    return Ours(0, 1, because)


# Access to weights and code.

_ACCESS = ("not released", "released under limits", "released openly")


def _access(component: str, license: str) -> Reading:
    """Whether this component can be had, and under an open license."""

    def ours(facts: Facts, verdicts: Verdicts) -> Ours | None:
        fact = facts.components.get((component, ""))
        if fact is None or fact.availability is Availability.NOT_APPLICABLE:
            return Ours(0, 2)
        low, high = _access_of(fact, license)
        return Ours(low, high, (_because(fact),))

    return ours


def _access_of(fact: Fact, license: str) -> tuple[int, int]:
    if not fact.is_known:
        return 0, 2
    if fact.availability.rung < Availability.RELEASED_GATED.rung:
        return 0, 0
    match licenses.predicate(license, fact.license):
        case Kleene.TRUE:
            return 2, 2
        case Kleene.FALSE:
            return 1, 1
    return 1, 2


def _because(fact: Fact) -> Because:
    return Because(fact.component, "fact", f"{fact.availability.value}, {fact.license}", fact.source)


# os-ai-map: one class a product, from weights alone to weights, code and data.

_MAP = ("closed", "restricted", "open_weights", "open_source")


def _map_class(facts: Facts, verdicts: Verdicts) -> Ours | None:
    weights = facts.components.get(("final-weights", ""))
    if weights is None:
        return Ours(0, 3)
    low, high = _access_of(weights, "any_open")
    source = [facts.components.get((name, "")) for name in ("training-code", "pretraining-data")]
    shared = [_rebuilds(fact) for fact in source]
    because = tuple(_because(fact) for fact in (weights, *source) if fact)
    whole = min(shared)
    return Ours(
        3 if low == 2 and whole is Kleene.TRUE else low,
        3 if high == 2 and whole is not Kleene.FALSE else high,
        because,
    )


def _rebuilds(fact: Fact | None) -> Kleene:
    if fact is None or not fact.is_known:
        return Kleene.UNKNOWN
    return Kleene.TRUE if fact.availability.rung >= Availability.RECONSTRUCTIBLE.rung else Kleene.FALSE


def _rule(published: Published) -> Rule | None:
    index = INDEXES.get(published.origin)
    if index:
        positions = {word: position for position, word in enumerate(_CLASSES)}
        return Rule(_CLASSES, positions, _dimension(index, published.dimension))
    return _RULES.get((published.origin, published.dimension))


_CODE_VALUES = {
    "Open source": 2,
    "Open (restricted use)": 1,
    "Open (non-commercial)": 1,
    "Open access (restricted use)": 1,
    "Open access (non-commercial)": 1,
    "Unreleased": 0,
}
_RULES: Mapping[tuple[str, str], Rule] = {
    ("osi", "validation"): Rule(
        _OUTCOMES, {"passed": 1, "license_issue": 0, "did_not_pass": 0}, _osaid, ("model", "family")
    ),
    ("epoch", "weights"): Rule(
        _ACCESS,
        {
            "Open weights (unrestricted)": 2,
            "Open weights (restricted use)": 1,
            "Open weights (non-commercial)": 1,
            "API access": 0,
            "Hosted access (no API)": 0,
            "Unreleased": 0,
        },
        _access("final-weights", "any_open"),
    ),
    ("epoch", "training_code"): Rule(_ACCESS, _CODE_VALUES, _access("training-code", "osi")),
    ("epoch", "inference_code"): Rule(_ACCESS, _CODE_VALUES, _access("inference-code", "osi")),
    ("os-ai-map", "class"): Rule(_MAP, {word: n for n, word in enumerate(_MAP)}, _map_class),
}


# The Model Openness Tool publishes records; the class it gives to one is what mof-1.0 makes of it alone.

_MOF = ("unclassified", "class-iii", "class-ii", "class-i")


def compare_mof(own_record: Verdict, whole: Verdict, facts: Facts) -> Comparison:
    """The class of a record on its own beside the class of everything we have of the model."""
    published, ours = _MOF.index(own_record.level), _MOF.index(whole.level)
    found = Agreement.AGREES if published == ours else Agreement.DEVIATES
    missing = [ClauseResult("missing", "F", reasons=whole.missing)]
    because = tuple(row for clause in missing for row in _of_clause(clause, facts))
    return Comparison(published, ours, ours, found, _MOF, because)
