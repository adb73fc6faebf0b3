"""Which facts may be written at all: what goes with what, and which values a release fact can have."""

from registry.openness import components
from registry.openness.facts import (
    RELEASE_FACTS,
    STAGES,
    TOPICS,
    Availability,
    Coverage,
    Fact,
    Gate,
    flop_range,
)


def problems(fact: Fact, *, stages: frozenset[str] | None = None) -> list[str]:
    """What makes this fact impossible, in words; empty when it may be written."""
    if fact.component not in components.ALL:
        return [f"unknown component {fact.component!r}"]
    component = components.ALL[fact.component]
    if component.record_as != "evidence":
        return [f"{fact.component} is a {component.record_as}, not a component with evidence"]
    found = []
    match fact.availability:
        case Availability.RELEASED if fact.gate is not Gate.NONE:
            found.append("released requires gate none")
        case Availability.RELEASED_GATED if fact.gate in (Gate.NONE, Gate.UNKNOWN):
            found.append("released_gated requires a known gate other than none")
        case Availability.NOT_APPLICABLE:
            found += _not_applicable_problems(fact, component, stages)
    if fact.availability.rung < Availability.RELEASED_GATED.rung and fact.gate is not Gate.UNKNOWN:
        found.append(f"{fact.availability} carries no gate")
    if fact.coverage is Coverage.NONE and fact.availability is not Availability.WITHHELD:
        found.append("coverage none goes only with withheld")
    if fact.covers is not None and not fact.covers <= TOPICS:
        found.append(f"covers names unknown topics: {', '.join(sorted(fact.covers - TOPICS))}")
    return found


# Components that exist only when a stage does: all of the named stages must be missing to rule one out.
_STAGE_OF = {
    "finetuning-data": {"finetuning"},
    "preference-data": {"preference"},
    "posttraining-code": {"finetuning", "preference"},
    "base-weights": {"finetuning", "preference"},
}


def _not_applicable_problems(
    fact: Fact, component: components.Component, stages: frozenset[str] | None
) -> list[str]:
    found = []
    if not component.may_be_not_applicable:
        found.append(f"{fact.component} may not be not_applicable")
    if not fact.reason:
        found.append("not_applicable needs a reason")
    if stages is not None and stages & _STAGE_OF.get(fact.component, set()):
        found.append(f"{fact.component} cannot be not_applicable: its stage is listed in stages")
    return found


def release_problem(key: str, value: str) -> str:
    """What is wrong with a release fact, in words, or ""."""
    if key not in RELEASE_FACTS:
        return f"unknown release fact {key!r}; expected one of {', '.join(RELEASE_FACTS)}"
    if key == "stages":
        return "" if set(value.split(",")) <= set(STAGES) else f"stages must be of {', '.join(STAGES)}"
    if key == "training_flop":
        return "" if flop_range(value) else "training_flop must be a number or low..high"
    listed = RELEASE_FACTS[key]
    if listed and value not in listed:
        return f"{key} must be one of {', '.join(listed)}, not {value!r}"
    return ""
