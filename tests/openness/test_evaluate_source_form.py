"""Source form: the training program and the training corpus, both free to copy and change."""

from typing import Any

import pytest

from registry.openness import definitions
from registry.openness.evaluate import evaluate
from registry.openness.facts import Availability, ContentsRights, Coverage, Facts, Gate
from tests.openness.random_facts import changed, full, without

NOT_APPLICABLE = {"availability": Availability.NOT_APPLICABLE, "reason": "no such stage"}
GATED = {"availability": Availability.RELEASED_GATED, "gate": Gate.CLICKTHROUGH}
WITHHELD = {"availability": Availability.WITHHELD, "gate": Gate.UNKNOWN}

CASES: list[tuple[str, dict[str, Any] | None, str]] = [
    # component, what differs from a full release (None: nobody has looked), outcome
    ("training-code", WITHHELD, "does_not_meet"),
    ("training-code", None, "insufficient_evidence"),
    ("training-code", {"license": "GPL-3.0-only"}, "meets"),
    ("training-code", {"license": "CC-BY-NC-4.0"}, "does_not_meet"),
    ("training-code", {"license": "NOASSERTION"}, "insufficient_evidence"),
    ("training-code", {"coverage": Coverage.MOST}, "does_not_meet"),
    ("training-code", GATED, "does_not_meet"),
    # An inherited claim reaches code.
    ("training-code", {"license_inherited_from": "distribution"}, "meets"),
    ("data-processing-code", WITHHELD, "does_not_meet"),
    ("posttraining-code", NOT_APPLICABLE, "meets"),
    ("posttraining-code", None, "insufficient_evidence"),
    ("supporting-libraries", WITHHELD, "does_not_meet"),
    # The corpus itself is shipped, so what fetched it is not asked for.
    ("data-acquisition-code", WITHHELD, "meets"),
    ("hyperparameters", WITHHELD, "meets"),
    ("pretraining-data", {"license": "CC0-1.0"}, "meets"),
    ("pretraining-data", {"license": "CC-BY-NC-4.0"}, "does_not_meet"),
    ("pretraining-data", {"license_inherited_from": "distribution"}, "insufficient_evidence"),
    ("pretraining-data", {"license": "ODC-By-1.0"}, "insufficient_evidence"),
    ("pretraining-data", {"license": "ODC-By-1.0", "contents_rights": ContentsRights.KNOWN_OPEN}, "meets"),
    (
        "pretraining-data",
        {"license": "ODC-By-1.0", "contents_rights": ContentsRights.KNOWN_RESTRICTED},
        "does_not_meet",
    ),
    ("pretraining-data", GATED, "does_not_meet"),
    ("finetuning-data", NOT_APPLICABLE, "meets"),
    ("finetuning-data", WITHHELD, "does_not_meet"),
    ("synthetic-data", None, "insufficient_evidence"),
    # Weights are the object form.
    ("final-weights", WITHHELD, "meets"),
    ("code-documentation", WITHHELD, "meets"),
]


@pytest.mark.parametrize(("component", "facets", "expected"), CASES)
def test_source_form_asks_for_program_and_corpus(
    component: str, facets: dict[str, Any] | None, expected: str
) -> None:
    facts = without(full(), component) if facets is None else changed(full(), component, **facets)
    assert evaluate(definitions.shipped()["source-form-1"], facts).outcome == expected


@pytest.mark.parametrize(
    ("hyperparameters", "configuration", "expected"),
    [
        (Availability.DESCRIBED, Availability.WITHHELD, "does_not_meet"),
        (Availability.DESCRIBED, Availability.UNKNOWN, "insufficient_evidence"),
        (Availability.DESCRIBED, Availability.RELEASED, "meets"),
    ],
)
def test_settings_may_stand_in_either_place(
    hyperparameters: Availability, configuration: Availability, expected: str
) -> None:
    facts = changed(full(), "hyperparameters", availability=hyperparameters, gate=Gate.UNKNOWN)
    gate = Gate.NONE if configuration is Availability.RELEASED else Gate.UNKNOWN
    facts = changed(facts, "model-configuration", availability=configuration, gate=gate)
    assert evaluate(definitions.shipped()["source-form-1"], facts).outcome == expected


def test_nothing_known_is_not_enough_to_tell() -> None:
    verdict = evaluate(definitions.shipped()["source-form-1"], Facts())
    assert verdict.outcome == "insufficient_evidence"
    assert {reason.code for reason in verdict.missing} == {"not_assessed"}
