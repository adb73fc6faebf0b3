"""What a publisher demands of a release before it goes out: `osaid-1.0`, `mof-1.0=class-ii`, `g7-2026=...`.

A demand is met only by what is known: "cannot tell" does not meet it, and neither does what only a machine
has seen.
"""

from dataclasses import dataclass

from registry.openness import mof
from registry.openness.definitions import Definition
from registry.openness.facts import Origin
from registry.openness.judged import chosen
from registry.openness.syntax import shown
from registry.openness.verdict import Outcome, Verdict


class BadDemand(ValueError):
    """A demand that nothing can be held against; the message says what was expected."""


@dataclass(frozen=True)
class Demand:
    """A definition and, where it has levels or a score, the least of them; "" for meeting it."""

    definition: Definition
    least: str

    def __str__(self) -> str:
        return f"{self.definition.id}={self.least}" if self.least else self.definition.id

    def is_met(self, verdict: Verdict) -> bool:
        if verdict.basis is Origin.OBSERVED:
            return False
        if not self.least:
            return verdict.outcome is Outcome.MEETS
        if verdict.score is not None:
            return verdict.score[0] >= float(self.least)
        listed = levels(self.definition)
        return verdict.level in listed[: listed.index(self.least) + 1]


def demand(text: str) -> Demand:
    """Reads `DEFINITION` or `DEFINITION=LEAST`. Raises BadDemand or UnknownDefinition."""
    name, _, least = text.partition("=")
    (definition,) = chosen([name])
    listed = levels(definition)
    if definition.shape == "graded":
        _refuse_score(definition, least)
    elif least and least not in listed:
        known = f"expected one of {', '.join(listed)}" if listed else "it has no levels"
        raise BadDemand(f"{name}: no level {shown(least)}; {known}.")
    elif not least and listed and not definition.passing:
        raise BadDemand(f"{name}: name a level, such as {name}={listed[0]}; it has no passing one.")
    return Demand(definition, least)


def _refuse_score(definition: Definition, least: str) -> None:
    if not least and definition.passing_score is not None:
        return
    try:
        if 0 < float(least) <= 1:
            return
    except ValueError:
        pass
    raise BadDemand(f"{definition.id}: name the least score from 0 to 1, such as {definition.id}=0.5.")


def levels(definition: Definition) -> list[str]:
    """The levels or classes of a definition, most open first."""
    if definition.shape == "mof":
        named = mof.rules_of(definition).levels
        return [named[number] for number in sorted(named)]
    return [level.id for level in definition.levels]
