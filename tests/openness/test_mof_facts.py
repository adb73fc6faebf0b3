"""The Model Openness Framework on facts of any source: the unknown, the stand-ins, the strict reading."""

import pytest

from registry.openness import mof
from registry.openness.facts import Availability, Coverage, Fact, Facts, Gate
from registry.openness.mof_record import read_record
from registry.openness.verdict import Reason, Verdict
from tests.build import released, withheld
from tests.openness.mof_examples import STRICT, TOOL, complete, lacking, record, unassessed

ONE, TWO, THREE, NONE = "class-i", "class-ii", "class-iii", "unclassified"
MEETS, NO, OPEN = "meets", "does_not_meet", "insufficient_evidence"


def weights(license: str = "Apache-2.0", **facets: object) -> Facts:
    return complete(released("final-weights", license, **facets))


def under(component: str, license: str, **facets: object) -> Facts:
    return complete(released(component, license, **facets))


def missing_stage(component: str) -> Fact:
    return Fact(component, availability=Availability.NOT_APPLICABLE, reason="no such stage")


def reasons_of(verdict: Verdict, code: str) -> list[Reason]:
    return [reason for clause in verdict.clauses for reason in clause.reasons if reason.code == code]


KNOWN_AND_UNKNOWN = [
    # facts, class, class it could reach, outcome
    (complete(), ONE, ONE, MEETS),
    (Facts(), NONE, ONE, OPEN),
    (lacking("evaluation-data"), THREE, THREE, MEETS),
    (unassessed("evaluation-data"), THREE, ONE, MEETS),
    (unassessed("pretraining-data"), TWO, ONE, MEETS),
    (unassessed("final-weights"), NONE, ONE, OPEN),
    (weights("apache-2.0"), ONE, ONE, MEETS),
    (weights("gpl-3.0"), ONE, ONE, MEETS),
    (weights("MIT AND CC-BY-NC-4.0"), NONE, NONE, NO),
    (weights("MIT OR CC-BY-NC-4.0"), ONE, ONE, MEETS),
    (weights("LicenseRef-anything"), NONE, NONE, NO),
    (weights("llama-3.1-community"), NONE, NONE, NO),
    (weights("NONE"), NONE, NONE, NO),
    (weights("NOASSERTION"), NONE, ONE, OPEN),
    (weights("bsd-family"), NONE, ONE, OPEN),
    (weights(coverage=Coverage.MOST), ONE, ONE, MEETS),
    (weights(coverage=Coverage.SOME), NONE, NONE, NO),
    (weights(coverage=Coverage.UNKNOWN), NONE, ONE, OPEN),
    (weights("CC-BY-NC-4.0", coverage=Coverage.UNKNOWN), NONE, NONE, NO),
    # An open report or paper fills the one place; a preprint may be both; either may describe the data.
    (lacking("technical-report"), ONE, ONE, MEETS),
    (lacking("research-paper"), TWO, ONE, MEETS),
    (lacking("research-paper", "preprint"), TWO, TWO, MEETS),
    (lacking("technical-report", "research-paper"), NONE, ONE, OPEN),
    (lacking("technical-report", "research-paper", "preprint"), NONE, NONE, NO),
    (
        complete(withheld("technical-report"), withheld("research-paper"), released("preprint")),
        ONE,
        ONE,
        MEETS,
    ),
    (complete(withheld("data-card"), released("data-information")), ONE, ONE, MEETS),
    # Further data and code count once they are known.
    (unassessed("finetuning-data", "preference-data"), ONE, ONE, MEETS),
    (lacking("finetuning-data"), TWO, TWO, MEETS),
    (complete(missing_stage("finetuning-data")), ONE, ONE, MEETS),
    (under("posttraining-code", "CC-BY-NC-4.0"), THREE, THREE, MEETS),
    (complete(missing_stage("data-processing-code")), TWO, TWO, MEETS),
    # Optional components cost nothing.
    (lacking("sample-outputs", "supporting-libraries", "model-configuration"), ONE, ONE, MEETS),
]


@pytest.mark.parametrize(("facts", "level", "could_reach", "outcome"), KNOWN_AND_UNKNOWN)
def test_what_is_not_known_counts_as_missing_and_leaves_a_class_in_reach(
    facts: Facts, level: str, could_reach: str, outcome: str
) -> None:
    verdict = mof.judge(TOOL, facts)
    assert (verdict.level, verdict.could_reach, verdict.outcome.value) == (level, could_reach, outcome)


DISTRIBUTION = {"license_inherited_from": "distribution"}
STRICT_CASES = [
    # facts, class, class it could reach
    (complete(), ONE, ONE),
    (under("pretraining-data", "NONE"), ONE, ONE),
    (under("pretraining-data", "CC-BY-NC-4.0"), ONE, ONE),
    (lacking("pretraining-data"), TWO, TWO),
    (under("training-code", "CC-BY-4.0"), THREE, THREE),
    (under("training-code", "OpenMDW-1.0"), ONE, ONE),
    (under("evaluation-data", "MIT"), THREE, THREE),
    (under("evaluation-data", "PDDL-1.0"), ONE, ONE),
    (under("evaluation-data", "etalab-2.0"), ONE, ONE),
    (under("evaluation-data", "OpenMDW-1.0"), ONE, ONE),
    (under("evaluation-data", "CC-BY-4.0", **DISTRIBUTION), THREE, ONE),
    (under("evaluation-data", "CC-BY-4.0", license_inherited_from="data"), ONE, ONE),
    (under("final-weights", "Apache-2.0", **DISTRIBUTION), ONE, ONE),
    (weights("CC-BY-3.0-IGO"), ONE, ONE),
    (weights("NCSA"), ONE, ONE),
    (weights("WTFPL"), NONE, NONE),
    (weights(license_verbatim="Apache 2.0"), ONE, ONE),
    (under("model-card", "CC-BY-SA-2.0-UK"), ONE, ONE),
    (under("model-card", "GFDL-1.2-or-later"), ONE, ONE),
    (under("model-card", "CC-BY-NC-4.0"), NONE, NONE),
    (under("model-card", "CC-BY-ND-4.0"), NONE, NONE),
    (under("model-card", "cc-family"), NONE, ONE),
]


@pytest.mark.parametrize(("facts", "level", "could_reach"), STRICT_CASES)
def test_the_strict_reading_asks_for_the_licenses_the_paper_names(
    facts: Facts, level: str, could_reach: str
) -> None:
    verdict = mof.judge(STRICT, facts)
    assert (verdict.level, verdict.could_reach) == (level, could_reach)


def test_a_model_of_several_parts_is_judged_by_the_least_open_one() -> None:
    facts = Facts.of([*complete(), released("final-weights", "CC-BY-NC-4.0", qualifier="vae")])
    assert mof.judge(TOOL, facts).level == NONE


def test_a_license_spelled_otherwise_is_told_from_one_that_is_not_open() -> None:
    of = record(licenses={10: "Apache 2.0", 13: "CC-BY-NC-4.0"}, distribution="Apache-2.0")
    verdict = mof.judge(TOOL, read_record(of)[0])
    assert [reason.component for reason in reasons_of(verdict, "mof_spelling")] == ["final-weights"]
    assert [reason.component for reason in reasons_of(verdict, "license")] == ["model-card"]


def test_gates_and_licenses_of_the_whole_release_are_noted() -> None:
    gated = released("final-weights", availability=Availability.RELEASED_GATED, gate=Gate.APPROVAL)
    verdict = mof.judge(TOOL, complete(gated, released("checkpoints", **DISTRIBUTION)))
    assert verdict.level == ONE
    assert [reason.params["found"] for reason in reasons_of(verdict, "mof_gate")] == ["approval"]
    assert [reason.component for reason in reasons_of(verdict, "mof_inherited")] == ["checkpoints"]


def test_what_is_missing_is_named_unknown_first_and_a_waived_report_is_not() -> None:
    withheld_ones = (withheld(slug) for slug in ("technical-report", "data-card", "model-card"))
    facts = complete(*withheld_ones, Fact("checkpoints"))
    missing = [(reason.component, reason.value) for reason in mof.judge(TOOL, facts).missing]
    # The data card is withheld, but data information nobody has looked for could take its place.
    assert missing == [("data-information", "U"), ("checkpoints", "U"), ("model-card", "F")]
