"""Positions, proposals, standards and law: cases per definition, worked by hand from its tables.

Each case changes one component of release A (everything released), or names its release facts.
"""

from typing import Any

import pytest

from registry.openness import definitions
from registry.openness.evaluate import evaluate
from registry.openness.facts import (
    Availability,
    ContentsRights,
    Facts,
    Gate,
    Quality,
    ReleaseFact,
    Rights,
    RightsReason,
)
from tests.openness.random_facts import changed, full, without

MEETS, NOT, UNSURE, APART = "meets", "does_not_meet", "insufficient_evidence", "not_applicable"
WITHHELD: dict[str, Any] = {"availability": Availability.WITHHELD, "gate": Gate.UNKNOWN}
ABSENT: dict[str, Any] = {"availability": Availability.NOT_APPLICABLE, "reason": "no such stage"}
GATED: dict[str, Any] = {"availability": Availability.RELEASED_GATED, "gate": Gate.APPROVAL}
LISTED: dict[str, Any] = {"availability": Availability.ENUMERATED, "gate": Gate.UNKNOWN}
DESCRIBED: dict[str, Any] = {"availability": Availability.DESCRIBED, "gate": Gate.UNKNOWN}
UNSEEN = None  # nobody has looked


def licensed(license: str, **facets: Any) -> dict[str, Any]:
    return {"license": license, **facets}


Case = tuple[dict[str, dict[str, Any] | None], str]
ALL_OF: dict[str, list[Case]] = {
    "osaid-checklist-0.0.9": [
        ({"pretraining-data": WITHHELD}, MEETS),  # a paper, a report or a data card is enough
        ({"research-paper": WITHHELD, "technical-report": WITHHELD, "data-card": WITHHELD}, MEETS),
        (
            dict.fromkeys(("pretraining-data", "research-paper", "technical-report", "data-card"), WITHHELD),
            NOT,
        ),
        ({"supporting-libraries": WITHHELD}, NOT),
        ({"supporting-libraries": ABSENT}, MEETS),
        ({"supporting-libraries": UNSEEN}, UNSURE),
        ({"architecture-code": licensed("CC-BY-4.0")}, NOT),
        ({"final-weights": licensed("CC-BY-4.0")}, MEETS),
        ({"final-weights": GATED}, NOT),
        ({"hyperparameters": WITHHELD}, MEETS),
    ],
    "fsf-2024-10": [
        ({"final-weights": WITHHELD}, NOT),
        ({"final-weights": licensed("CC-BY-4.0")}, MEETS),
        ({"training-code": licensed("PostgreSQL")}, UNSURE),  # OSI-approved, not known to be on the list
        ({"training-code": licensed("WTFPL")}, MEETS),  # on the list, not OSI-approved
        ({"training-code": licensed("CC-BY-NC-4.0")}, NOT),
        ({"evaluation-code": WITHHELD}, MEETS),
        ({"data-acquisition-code": ABSENT}, MEETS),
        ({"data-labels": WITHHELD}, NOT),
        ({"pretraining-data": licensed("ODC-By-1.0", contents_rights=ContentsRights.KNOWN_OPEN)}, MEETS),
        ({"pretraining-data": licensed("ODC-By-1.0")}, UNSURE),
        ({"pretraining-data": licensed("ODC-By-1.0", contents_rights=ContentsRights.KNOWN_RESTRICTED)}, NOT),
    ],
    "open-weights-definition": [
        ({"pretraining-data": WITHHELD, "finetuning-data": WITHHELD}, MEETS),
        ({"training-code": licensed("CC0-1.0")}, MEETS),  # public domain
        ({"training-code": licensed("CC-BY-4.0")}, NOT),
        ({"posttraining-code": ABSENT}, MEETS),
        ({"architecture-description": WITHHELD}, MEETS),
        ({"architecture-description": WITHHELD, "architecture-code": LISTED}, NOT),
        ({"training-methodology": DESCRIBED}, NOT),
        ({"data-information": WITHHELD, "data-card": WITHHELD}, MEETS),  # the report covers data
        (
            {
                "data-information": WITHHELD,
                "data-card": WITHHELD,
                "technical-report": {"covers": frozenset(("architecture",))},
            },
            NOT,
        ),
        ({"hyperparameters": UNSEEN}, UNSURE),
    ],
    "red-hat-2025": [
        ({"pretraining-data": WITHHELD, "training-code": WITHHELD}, MEETS),
        ({"final-weights": licensed("CC-BY-4.0")}, NOT),
        ({"final-weights": licensed("NOASSERTION")}, UNSURE),
        ({"final-weights": GATED}, NOT),
        ({"inference-code": UNSEEN}, UNSURE),
    ],
    "european-osai-2025-12": [
        ({"final-weights": licensed("CC-BY-NC-4.0")}, MEETS),  # no license is asked for
        ({"final-weights": licensed("NONE")}, MEETS),
        ({"final-weights": GATED}, NOT),
        ({"pretraining-data": WITHHELD}, NOT),
        ({"preference-data": ABSENT}, MEETS),
        ({"data-source-list": LISTED}, MEETS),
        ({"data-source-list": DESCRIBED}, MEETS),  # the data information is comprehensive
        ({"data-source-list": DESCRIBED, "data-information": {"quality": Quality.PARTIAL}}, NOT),
        ({"data-source-list": UNSEEN, "data-information": WITHHELD}, UNSURE),
    ],
    "dpg-ai-2025": [
        ({"pretraining-data": licensed("CDLA-Sharing-1.0")}, MEETS),
        ({"pretraining-data": licensed("Apache-2.0")}, MEETS),
        ({"pretraining-data": licensed("C-UDA-1.0")}, NOT),
        ({"finetuning-data": ABSENT}, MEETS),
        ({"preference-data": WITHHELD}, MEETS),
        ({"training-code": licensed("CC0-1.0")}, NOT),
        ({"final-weights": licensed("llama-3.1-community")}, NOT),
        ({"model-card": UNSEEN}, UNSURE),
        ({"data-card": WITHHELD}, MEETS),
        ({"data-card": WITHHELD, "data-information": WITHHELD}, NOT),
    ],
    "eu-ai-act-53-2": [
        ({"final-weights": licensed("CC-BY-NC-4.0")}, NOT),
        ({"final-weights": licensed("bigscience-bloom-rail-1.0")}, UNSURE),  # safety terms: arguable
        ({"final-weights": licensed("llama-3.1-community")}, NOT),
        ({"final-weights": licensed("OpenMDW-1.0")}, MEETS),
        ({"final-weights": GATED}, NOT),
        ({"architecture-description": WITHHELD}, MEETS),
        ({"architecture-description": WITHHELD, "architecture-code": WITHHELD}, NOT),
        ({"usage-information": WITHHELD}, MEETS),
        ({"usage-information": WITHHELD, "model-card": {"quality": Quality.PARTIAL}}, MEETS),
        ({"usage-information": WITHHELD, "model-card": {"quality": Quality.STUB}}, NOT),
        ({"usage-information": WITHHELD, "model-card": {"quality": Quality.UNKNOWN}}, UNSURE),
        ({"copyright-policy": WITHHELD, "eu-training-summary": WITHHELD}, MEETS),  # still due, apart
    ],
}


def release_a(changes: dict[str, dict[str, Any] | None]) -> Facts:
    facts = full()
    for component, facets in changes.items():
        facts = without(facts, component) if facets is None else changed(facts, component, **facets)
    return facts


CASES = [
    pytest.param(name, changes, expected, id=f"{name}-{n}")
    for name, cases in ALL_OF.items()
    for n, (changes, expected) in enumerate(cases)
]


@pytest.mark.parametrize(("name", "changes", "expected"), CASES)
def test_a_release_is_judged_as_worked_by_hand(
    name: str, changes: dict[str, dict[str, Any] | None], expected: str
) -> None:
    assert evaluate(definitions.shipped()[name], release_a(changes)).outcome == expected


def with_release(**values: str) -> Facts:
    """Release A with these release facts; "" takes one away."""
    stated = {**full().release, **{key: ReleaseFact(key, value) for key, value in values.items()}}
    return Facts(full().components, {key: row for key, row in stated.items() if row.value})


EU = [
    # release facts, outcome
    ({"gpai": "no"}, APART),
    ({"gpai": ""}, UNSURE),
    ({"gpai": "", "training_flop": "2e23", "modality": "text"}, MEETS),
    ({"gpai": "", "training_flop": "1e22", "modality": "text"}, APART),
    ({"gpai": "", "training_flop": "1e22..1e24", "modality": "text"}, UNSURE),
    ({"gpai": "", "training_flop": "2e23", "modality": "embedding"}, APART),
    ({"gpai": "", "training_flop": "2e23"}, UNSURE),
    ({"gpai": "yes", "training_flop": "1e22"}, MEETS),  # stated beats presumed
    ({"systemic_risk": "yes"}, NOT),
    ({"systemic_risk": ""}, UNSURE),
    ({"systemic_risk": "", "training_flop": "3e25"}, NOT),  # presumed
    ({"systemic_risk": "", "training_flop": "1e24"}, UNSURE),  # small is not proof of no risk
    ({"systemic_risk": "no", "training_flop": "3e25"}, MEETS),
    ({"monetization": "priced"}, NOT),
    ({"monetization": ""}, UNSURE),
]


@pytest.mark.parametrize(("values", "expected"), EU)
def test_the_ai_act_presumes_only_what_nobody_has_stated(values: dict[str, str], expected: str) -> None:
    verdict = evaluate(definitions.shipped()["eu-ai-act-53-2"], with_release(**values))
    assert verdict.outcome == expected


def test_the_duties_that_stay_are_notes() -> None:
    facts = changed(full(), "copyright-policy", **WITHHELD)
    verdict = evaluate(definitions.shipped()["eu-ai-act-53-2"], facts)
    notes = {clause.id: clause.value for clause in verdict.clauses if clause.info}
    assert notes == {"copyright-policy": "F", "training-summary": "T"}


DEBIAN = [
    ("pretraining-data", GATED, "toxic-candy", "toxic-candy"),
    ("pretraining-data", UNSEEN, "toxic-candy", "free"),
    ("pretraining-data", licensed("CDLA-Permissive-2.0"), "toxic-candy", "free"),  # no source says
    ("synthetic-data", ABSENT, "free", "free"),
    ("training-code", WITHHELD, "toxic-candy", "toxic-candy"),
    ("data-processing-code", ABSENT, "free", "free"),
    ("final-weights", licensed("CC-BY-NC-4.0"), "non-free", "non-free"),
    ("final-weights", licensed("OpenMDW-1.0"), "non-free", "free"),
    ("inference-code", WITHHELD, "free", "free"),
]
SOLAIMAN = [
    ("pretraining-data", GATED, "fully-open", "fully-open"),
    ("pretraining-data", WITHHELD, "downloadable", "downloadable"),
    ("finetuning-data", ABSENT, "fully-open", "fully-open"),
    ("training-code", UNSEEN, "downloadable", "fully-open"),
    ("final-weights", licensed("NONE"), "fully-open", "fully-open"),  # licenses are not read
    ("final-weights", WITHHELD, "api", "api"),
    ("final-weights", UNSEEN, "api", "fully-open"),
]


@pytest.mark.parametrize(
    ("name", "component", "facets", "level", "could_reach"),
    [
        *(("debian-ml-policy", *case) for case in DEBIAN),
        *(("solaiman-2023", *case) for case in SOLAIMAN),
    ],
)
def test_a_release_stands_on_the_level_that_holds(
    name: str, component: str, facets: dict[str, Any] | None, level: str, could_reach: str
) -> None:
    verdict = evaluate(definitions.shipped()[name], release_a({component: facets}))
    assert (verdict.level, verdict.could_reach) == (level, could_reach)


@pytest.mark.parametrize(
    ("api", "staged", "level"),
    [
        ("open", "yes", "api"),
        ("commercial", "", "api"),
        ("hosted_only", "yes", "hosted"),
        ("none", "yes", "staged"),
        ("none", "no", "fully-closed"),
        ("", "yes", "staged"),
    ],
)
def test_a_release_without_weights_is_placed_by_its_access(api: str, staged: str, level: str) -> None:
    facts = with_release(public_api=api, staged_release=staged)
    facts = changed(facts, "final-weights", **WITHHELD)
    verdict = evaluate(definitions.shipped()["solaiman-2023"], facts)
    assert (verdict.level, verdict.outcome) == (level, "")


def test_the_withdrawn_proposals_are_notes() -> None:
    facts = changed(full(), "pretraining-data", **WITHHELD)
    verdict = evaluate(definitions.shipped()["debian-ml-policy"], facts)
    notes = {clause.id: clause.value for clause in verdict.clauses if clause.info}
    assert (verdict.level, notes) == ("toxic-candy", {"gr-proposal-a": "F", "gr-re-creatable": "T"})


def test_data_kept_back_for_privacy_may_be_excusable_and_stays_nonfree() -> None:
    private = {**WITHHELD, "rights": Rights.UNSHAREABLE, "rights_reason": RightsReason.PRIVACY}
    verdict = evaluate(definitions.shipped()["fsf-2024-10"], changed(full(), "pretraining-data", **private))
    note = next(clause for clause in verdict.clauses if clause.id == "excusable")
    assert (verdict.outcome, note.value, note.info) == (NOT, "T", True)


REPRODUCIBILITY = [
    # component, what differs, points sure, points possible, of
    ("pretraining-data", {"availability": Availability.RECONSTRUCTIBLE, "gate": Gate.UNKNOWN}, 9, 9, 9),
    ("pretraining-data", GATED, 9, 9, 9),
    ("pretraining-data", LISTED, 8, 8, 9),
    ("data-labels", WITHHELD, 8, 8, 9),
    ("data-labels", ABSENT, 8, 8, 8),
    ("architecture-code", WITHHELD, 9, 9, 9),
    ("random-seeds", UNSEEN, 8, 9, 9),
    ("random-seeds", DESCRIBED, 8, 8, 9),
    ("final-weights", WITHHELD, 9, 9, 9),
    ("independent-reproduction", WITHHELD, 9, 9, 9),
    ("code-documentation", WITHHELD, 9, 9, 9),
]


@pytest.mark.parametrize(("component", "facets", "low", "high", "of"), REPRODUCIBILITY)
def test_a_point_is_given_for_what_is_needed_to_train_again(
    component: str, facets: dict[str, Any] | None, low: int, high: int, of: int
) -> None:
    verdict = evaluate(definitions.shipped()["reproducibility-1"], release_a({component: facets}))
    assert verdict.score is not None
    assert (round(verdict.score[0] * of), round(verdict.score[1] * of), verdict.points) == (low, high, of)


def osai_licenses(**licenses: str) -> float:
    facts = full()
    for component, license in licenses.items():
        facts = changed(facts, component.replace("_", "-"), license=license)
    verdict = evaluate(definitions.shipped()["osai-index-2024-10"], facts)
    [clause] = [clause for clause in verdict.clauses if clause.id == "licenses"]
    assert clause.low is not None
    return clause.low


def test_the_index_of_2024_asked_for_osi_licenses_and_two_more_dimensions() -> None:
    assert osai_licenses() == 0.5  # data under CC BY is not OSI-approved
    assert osai_licenses(pretraining_data="MIT", finetuning_data="MIT") == 1
    everything = dict.fromkeys(("final_weights", "training_code"), "CC-BY-4.0")
    assert osai_licenses(**everything) == 0
    ids = [row.id for row in definitions.shipped()["osai-index-2024-10"].dimensions]
    assert (len(ids), ids[-2:]) == (14, ["package", "api"])


def test_the_index_of_2024_does_not_know_the_european_summary() -> None:
    facts = changed(full(), "data-card", **WITHHELD)
    found = {
        name: next(clause.low for clause in evaluate(rules, facts).clauses if clause.id == "datasheet")
        for name, rules in definitions.shipped().items()
        if name.startswith("osai-index")
    }
    assert found == {"osai-index-2026-03": 1, "osai-index-2024-10": 0}
