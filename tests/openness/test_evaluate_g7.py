"""The G7 ladder: which level a release reaches, and which it could."""

from typing import Any

import pytest

from registry.openness import definitions
from registry.openness.evaluate import evaluate
from registry.openness.facts import Availability, Facts, Gate, Quality, Rights, RightsReason
from tests.openness.random_facts import changed, draft, full, without

TOP, SOURCE = "open-source-ai-with-open-data", "open-source-ai"
WEIGHTS, AVAILABLE, NONE = "open-weights-ai", "weights-available-ai", "no-tier"

WITHHELD: dict[str, Any] = {"availability": Availability.WITHHELD, "gate": Gate.UNKNOWN}
NOT_APPLICABLE: dict[str, Any] = {"availability": Availability.NOT_APPLICABLE, "reason": "no such stage"}


def gated(gate: Gate) -> dict[str, Any]:
    return {"availability": Availability.RELEASED_GATED, "gate": gate}


def private(reason: RightsReason, rights: Rights = Rights.UNSHAREABLE) -> dict[str, Any]:
    return {**WITHHELD, "rights": rights, "rights_reason": reason}


CASES: list[tuple[str, dict[str, Any] | None, str, str]] = [
    # component, what differs from a full release (None: nobody has looked), level, could reach
    ("pretraining-data", gated(Gate.APPROVAL), TOP, TOP),
    ("pretraining-data", gated(Gate.PAYMENT), WEIGHTS, SOURCE),
    ("pretraining-data", private(RightsReason.PRIVACY), SOURCE, SOURCE),
    ("pretraining-data", private(RightsReason.TECHNICAL), SOURCE, SOURCE),
    ("pretraining-data", private(RightsReason.NONE_GIVEN), WEIGHTS, WEIGHTS),
    ("pretraining-data", private(RightsReason.UNKNOWN), WEIGHTS, SOURCE),
    ("pretraining-data", private(RightsReason.PRIVACY, Rights.OPEN), WEIGHTS, WEIGHTS),
    ("pretraining-data", {"license": "CC-BY-NC-4.0"}, WEIGHTS, SOURCE),
    ("pretraining-data", None, WEIGHTS, TOP),
    ("finetuning-data", private(RightsReason.COPYRIGHT), SOURCE, SOURCE),
    ("finetuning-data", NOT_APPLICABLE, TOP, TOP),
    ("finetuning-data", None, WEIGHTS, TOP),
    ("training-code", WITHHELD, WEIGHTS, WEIGHTS),
    ("training-code", gated(Gate.CLICKTHROUGH), WEIGHTS, WEIGHTS),
    ("training-code", {"license": "CC-BY-4.0"}, WEIGHTS, WEIGHTS),
    ("posttraining-code", NOT_APPLICABLE, TOP, TOP),
    ("inference-code", WITHHELD, AVAILABLE, AVAILABLE),
    ("inference-code", None, AVAILABLE, TOP),
    ("final-weights", {"license": "CC-BY-NC-4.0"}, AVAILABLE, AVAILABLE),
    ("final-weights", {"license": "NOASSERTION"}, AVAILABLE, TOP),
    ("final-weights", gated(Gate.REGISTRATION), TOP, TOP),
    ("final-weights", gated(Gate.PAYMENT), NONE, NONE),
    ("final-weights", WITHHELD, NONE, NONE),
    ("final-weights", None, NONE, TOP),
]


@pytest.mark.parametrize(("component", "facets", "level", "could_reach"), CASES)
def test_a_release_stands_on_the_highest_level_that_holds(
    component: str, facets: dict[str, Any] | None, level: str, could_reach: str
) -> None:
    facts = without(full(), component) if facets is None else changed(full(), component, **facets)
    verdict = evaluate(definitions.shipped()["g7-2026"], facts)
    assert (verdict.level, verdict.could_reach) == (level, could_reach)


@pytest.mark.parametrize(
    ("quality", "level", "could_reach"),
    [
        (Quality.COMPREHENSIVE, SOURCE, SOURCE),
        (Quality.PARTIAL, WEIGHTS, WEIGHTS),
        (Quality.UNKNOWN, WEIGHTS, SOURCE),
    ],
)
def test_data_that_cannot_be_shared_must_be_described(quality: Quality, level: str, could_reach: str) -> None:
    facts = changed(full(), "pretraining-data", **private(RightsReason.PRIVACY))
    facts = changed(facts, "finetuning-data", **NOT_APPLICABLE)
    facts = changed(facts, "data-information", quality=quality)
    verdict = evaluate(definitions.shipped()["g7-2026"], facts)
    assert (verdict.level, verdict.could_reach) == (level, could_reach)


def test_missing_names_what_the_next_level_needs_first() -> None:
    verdict = evaluate(definitions.shipped()["g7-2026"], draft())
    assert verdict.level == "open-weights-ai"
    named = [reason.component for reason in verdict.missing]
    assert named[:3] == ["training-code", "data-processing-code", "posttraining-code"]
    assert len(named) == len(set(named))


def test_nothing_known_could_be_anything() -> None:
    verdict = evaluate(definitions.shipped()["g7-2026"], Facts())
    assert (verdict.outcome, verdict.level, verdict.could_reach) == ("insufficient_evidence", NONE, TOP)
