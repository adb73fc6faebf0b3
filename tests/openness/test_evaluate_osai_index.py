"""The European Open Source AI Index: one table per dimension."""

from typing import Any

import pytest

from registry.openness import definitions
from registry.openness.evaluate import evaluate
from registry.openness.facts import Availability, Coverage, Fact, Facts, Gate, Quality, YesNo
from tests.openness.random_facts import shipped_in_full, with_row

WITHHELD: dict[str, Any] = {"availability": Availability.WITHHELD, "gate": Gate.UNKNOWN}
NOT_APPLICABLE: dict[str, Any] = {"availability": Availability.NOT_APPLICABLE, "reason": "no such stage"}
GATED: dict[str, Any] = {"availability": Availability.RELEASED_GATED, "gate": Gate.REGISTRATION}
REBUILT: dict[str, Any] = {"availability": Availability.RECONSTRUCTIBLE, "gate": Gate.UNKNOWN}
LISTED: dict[str, Any] = {"availability": Availability.ENUMERATED, "gate": Gate.UNKNOWN}
OPEN: dict[str, Any] = {}
FEW = {"covers": frozenset({"data"})}


def facts(**rows: dict[str, Any]) -> Facts:
    """A full release of just these components, with what differs."""
    made = Facts()
    for name, facets in rows.items():
        row = shipped_in_full(name.replace("_", "-"))
        made = with_row(made, Fact(**{**{f: getattr(row, f) for f in row.__slots__}, **facets}))
    return made


CASES: list[tuple[str, Facts, tuple[float, float]]] = [
    ("datasources_basemodel", facts(pretraining_data=OPEN), (1, 1)),
    ("datasources_basemodel", facts(pretraining_data=REBUILT), (1, 1)),
    ("datasources_basemodel", facts(pretraining_data=GATED), (0.5, 0.5)),
    ("datasources_basemodel", facts(pretraining_data=LISTED), (0.5, 0.5)),
    ("datasources_basemodel", facts(pretraining_data={"coverage": Coverage.SOME}), (0.5, 0.5)),
    ("datasources_basemodel", facts(pretraining_data={"coverage": Coverage.UNKNOWN}), (0.5, 1)),
    ("datasources_basemodel", facts(pretraining_data=WITHHELD), (0, 0)),
    ("datasources_basemodel", facts(), (0, 1)),
    ("datasources_endmodel", facts(finetuning_data=OPEN, preference_data=OPEN), (1, 1)),
    ("datasources_endmodel", facts(finetuning_data=OPEN, preference_data=NOT_APPLICABLE), (1, 1)),
    ("datasources_endmodel", facts(finetuning_data=OPEN, preference_data=WITHHELD), (0.5, 0.5)),
    ("datasources_endmodel", facts(finetuning_data=OPEN), (0.5, 1)),
    ("datasources_endmodel", facts(finetuning_data=WITHHELD, preference_data=WITHHELD), (0, 0)),
    # No tuning at all: the end data mirror the base data.
    (
        "datasources_endmodel",
        facts(pretraining_data=OPEN, finetuning_data=NOT_APPLICABLE, preference_data=NOT_APPLICABLE),
        (1, 1),
    ),
    (
        "datasources_endmodel",
        facts(pretraining_data=GATED, finetuning_data=NOT_APPLICABLE, preference_data=NOT_APPLICABLE),
        (0.5, 0.5),
    ),
    ("weights_basemodel", facts(base_weights=OPEN), (1, 1)),
    ("weights_basemodel", facts(base_weights={"license": "CC-BY-NC-4.0"}), (1, 1)),
    ("weights_basemodel", facts(base_weights=GATED), (0.5, 0.5)),
    ("weights_basemodel", facts(base_weights=WITHHELD, final_weights=OPEN), (0, 0)),
    ("weights_basemodel", facts(final_weights=OPEN), (0, 1)),
    ("weights_basemodel", facts(base_weights=NOT_APPLICABLE, final_weights=OPEN), (1, 1)),
    ("weights_basemodel", facts(base_weights=NOT_APPLICABLE, final_weights=GATED), (0.5, 0.5)),
    ("weights_endmodel", facts(final_weights=OPEN), (1, 1)),
    ("weights_endmodel", facts(final_weights={"coverage": Coverage.MOST}), (0.5, 0.5)),
    ("weights_endmodel", facts(final_weights=REBUILT), (0, 0)),
    ("trainingcode", facts(data_processing_code=OPEN, training_code=OPEN, posttraining_code=OPEN), (1, 1)),
    (
        "trainingcode",
        facts(data_processing_code=OPEN, training_code=OPEN, posttraining_code=NOT_APPLICABLE),
        (1, 1),
    ),
    ("trainingcode", facts(data_processing_code=OPEN, training_code=WITHHELD), (0.5, 0.5)),
    ("trainingcode", facts(training_code=WITHHELD, inference_code=OPEN), (0.5, 0.5)),
    ("trainingcode", facts(training_code=WITHHELD), (0, 0.5)),
    ("code", facts(code_documentation=OPEN), (1, 1)),
    ("code", facts(code_documentation={"quality": Quality.STUB}), (0.5, 0.5)),
    ("hardware_architecture", facts(hardware_documentation=OPEN, architecture_description=OPEN), (1, 1)),
    (
        "hardware_architecture",
        facts(hardware_documentation=OPEN, architecture_description=WITHHELD),
        (0.5, 0.5),
    ),
    ("preprint", facts(preprint=OPEN), (1, 1)),
    ("preprint", facts(preprint=FEW, technical_report=OPEN), (1, 1)),
    ("preprint", facts(preprint=FEW, technical_report=WITHHELD), (0.5, 0.5)),
    ("preprint", facts(preprint={"covers": None}, technical_report=WITHHELD), (0.5, 1)),
    ("paper", facts(research_paper=OPEN), (1, 1)),
    ("paper", facts(research_paper=FEW), (0.5, 0.5)),
    ("paper", facts(research_paper={"peer_reviewed": YesNo.NO}), (0, 0)),
    ("paper", facts(research_paper={"peer_reviewed": YesNo.UNKNOWN}), (0, 1)),
    ("modelcard", facts(model_card={"quality": Quality.PARTIAL}), (0.5, 0.5)),
    ("modelcard", facts(model_card={"quality": Quality.UNKNOWN}), (0.5, 1)),
    ("datasheet", facts(data_card=WITHHELD, eu_training_summary=OPEN), (1, 1)),
    ("datasheet", facts(data_card={"quality": Quality.STUB}, eu_training_summary=WITHHELD), (0.5, 0.5)),
    (
        "licenses",
        facts(final_weights=OPEN, training_code=OPEN, pretraining_data=OPEN, finetuning_data=OPEN),
        (1, 1),
    ),
    (
        "licenses",
        facts(final_weights=OPEN, training_code=OPEN, pretraining_data=OPEN, finetuning_data=NOT_APPLICABLE),
        (1, 1),
    ),
    ("licenses", facts(final_weights=OPEN, training_code=OPEN, pretraining_data=WITHHELD), (0.5, 0.5)),
    (
        "licenses",
        facts(final_weights=OPEN, training_code=WITHHELD, pretraining_data=OPEN, finetuning_data=WITHHELD),
        (0.5, 0.5),
    ),
    (
        "licenses",
        facts(
            final_weights=OPEN,
            training_code={"license": "CC-BY-NC-4.0"},
            pretraining_data=WITHHELD,
            finetuning_data=NOT_APPLICABLE,
        ),
        (0, 0),
    ),
    # A license claimed for the whole release does not license the corpus.
    (
        "licenses",
        facts(
            final_weights=OPEN,
            training_code=WITHHELD,
            pretraining_data={"license_inherited_from": "distribution"},
            finetuning_data=NOT_APPLICABLE,
        ),
        (0, 0.5),
    ),
]


@pytest.mark.parametrize(("dimension", "released", "expected"), CASES)
def test_a_dimension_is_open_partial_or_closed(
    dimension: str, released: Facts, expected: tuple[float, float]
) -> None:
    verdict = evaluate(definitions.shipped()["osai-index-2026-03"], released)
    row = next(clause for clause in verdict.clauses if clause.id == dimension)
    assert (row.low, row.high) == expected


def test_the_score_is_the_mean_of_twelve_dimensions() -> None:
    verdict = evaluate(
        definitions.shipped()["osai-index-2026-03"], facts(final_weights=OPEN, model_card=OPEN)
    )
    assert len(verdict.clauses) == 12
    assert verdict.score == (2 / 12, 1.0)


def test_every_dimension_has_a_category() -> None:
    rows = definitions.shipped()["osai-index-2026-03"].dimensions
    assert {row.category for row in rows} == {"availability", "documentation", "access"}
