"""The Model Openness Framework as its tool evaluates it, bug for bug: cases and the published records."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from registry.openness import components, mof, mof_table
from registry.openness.definitions import Definition
from registry.openness.facts import Fact, Facts
from registry.openness.mof_record import read_record
from registry.openness.reasons import CODES
from registry.openness.verdict import Reason, Verdict
from tests.openness.mof_examples import STRICT, TOOL, published, record, without

APACHE = "Apache-2.0"
ARXIV = "arXiv.org perpetual non-exclusive license 1.0"
ONE, TWO, THREE, NONE = "class-i", "class-ii", "class-iii", "unclassified"
FULL = (100, 100, 100)

CASES = [
    # record, class, progress of the three classes, rows open, invalid and unlicensed, warnings
    (record(distribution=APACHE), ONE, FULL, (17, 0, 0), 5),
    (record(without(17, 20, 22), distribution=APACHE), ONE, FULL, (14, 0, 0), None),
    (record(without(11), distribution=APACHE), ONE, FULL, (16, 0, 0), None),
    (record(without(21), distribution=APACHE), TWO, (92.857, 100, 100), (16, 0, 0), None),
    (record(without(11, 21), distribution=APACHE), NONE, (0, 0, 83.333), (15, 0, 0), None),
    (record(without(14), distribution=APACHE), NONE, (0, 0, 83.333), (16, 0, 0), None),
    (record(without(19), distribution=APACHE), THREE, (0, 90, 100), (16, 0, 0), None),
    (
        record(licenses={15: "unlicensed"}, distribution=APACHE),
        TWO,
        (92.857, 100, 100),
        (16, 0, 1),
        None,
    ),
    (record(licenses={15: ""}, distribution=APACHE), TWO, (92.857, 100, 100), (16, 0, 1), None),
    (record(), NONE, (0, 0, 0), (0, 0, 17), None),
    (record(distribution=APACHE, data="PDDL-1.0"), NONE, (0, 0, 83.333), (12, 5, 0), None),
    (record(licenses={10: "Apache 2.0"}, distribution=APACHE), NONE, (0, 0, 83.333), (16, 1, 0), None),
    (record(licenses={11: ARXIV}, distribution=APACHE), ONE, FULL, (16, 1, 0), None),
    (record(licenses={21: ARXIV}, distribution=APACHE), TWO, (92.857, 100, 100), (16, 1, 0), None),
    (record(licenses={22: "CC-BY-NC-4.0"}, distribution=APACHE), ONE, FULL, (16, 1, 0), None),
    (record(distribution="MIT"), ONE, FULL, (17, 0, 0), 11),
    (record((10, 13), distribution=APACHE), NONE, (0, 0, 33.333), (2, 0, 0), None),
    (record(distribution="unlicensed"), NONE, (0, 0, 0), (0, 0, 17), None),
    (record(distribution="CC-BY-NC-4.0"), NONE, (0, 0, 0), (0, 17, 0), None),
    (record(range(9, 15), distribution=APACHE), THREE, (0, 60, 100), (6, 0, 0), None),
    (record(distribution="OpenMDW-1.0"), ONE, FULL, (17, 0, 0), 0),
    (record(distribution="CC-BY-4.0", code="GPL-3.0-only"), ONE, FULL, (17, 0, 0), 11),
]


def tool_counts(facts: Facts) -> tuple[int, int, int]:
    """Rows open, invalid and unlicensed, as the tool counts them."""
    found = Counter(_status(fact).removesuffix("-untyped") for fact in facts if _is_row(fact))
    return found["open"], found["invalid"], found["unlicensed"]


def _is_row(fact: Fact) -> bool:
    return fact.license_verbatim is not None


def _status(fact: Fact) -> str:
    return mof.tool_status(fact.license_verbatim or "", components.ALL[fact.component].kind)


def reasons_of(verdict: Verdict, code: str) -> list[Reason]:
    return [reason for clause in verdict.clauses for reason in clause.reasons if reason.code == code]


@pytest.mark.parametrize(("of", "level", "progress", "counts", "warnings"), CASES)
def test_the_tool_rules_give_the_results_of_the_tool(
    of: dict[str, Any],
    level: str,
    progress: tuple[float, float, float],
    counts: tuple[int, int, int],
    warnings: int | None,
) -> None:
    facts, _ = read_record(of)
    verdict = mof.judge(TOOL, facts)
    assert verdict.level == level
    assert tuple(verdict.progress[number] for number in "123") == pytest.approx(progress, abs=0.001)
    assert tool_counts(facts) == counts
    if warnings is not None:
        assert len(reasons_of(verdict, "mof_untyped")) == warnings


def test_progress_is_not_rounded() -> None:
    facts, _ = read_record(record(without(21), distribution=APACHE))
    assert mof.judge(TOOL, facts).progress["1"] == 100 * 13 / 14


def test_the_shipped_license_table_is_the_one_of_the_tool() -> None:
    assert (len(mof_table.LISTED), len(mof_table.OSI), len(mof_table.FSF)) == (660, 144, 127)
    assert len(mof_table.OPEN_DATA) == 31
    assert len(mof_table.OPEN & mof_table.LISTED) == 225
    sizes = {kind: len(ids) for kind, ids in mof_table.CONTENT_TYPES.items()}
    assert sizes == {"code": 19, "data": 5, "document": 8}


@pytest.mark.parametrize(
    ("license", "kind", "status"),
    [
        ("MIT", "code", "open"),
        ("MIT", "data", "open-untyped"),
        ("BSD-3-Clause", "code", "open-untyped"),
        ("ODC-PDDL-1.0", "data", "open-untyped"),
        ("PDDL-1.0", "data", "invalid"),
        ("mit", "code", "invalid"),
        (" MIT", "code", "invalid"),
        ("MIT AND MIT", "code", "invalid"),
        ("Unlicensed", "code", "invalid"),
        ("unlicensed", "code", "unlicensed"),
        ("", "data", "unlicensed"),
        ("=open", "data", "open"),
        ("=invalid", "data", "invalid"),
    ],
)
def test_the_tool_compares_strings_as_they_stand(license: str, kind: str, status: str) -> None:
    assert mof.tool_status(license, kind) == status


PUBLISHED = [(of, read_record(of)[0]) for of in published()]


def classes(definition: Definition, models: Iterable[Facts]) -> list[int]:
    found = Counter(mof.judge(definition, facts).level for facts in models)
    return [found[level] for level in (ONE, TWO, THREE, NONE)]


def test_the_published_records_reach_the_published_classes() -> None:
    models = [facts for _, facts in PUBLISHED]
    assert len(models) == 273
    assert classes(TOOL, models) == [14, 1, 16, 242]
    assert classes(STRICT, models) == [1, 0, 30, 242]


@pytest.mark.parametrize("switch", ["strict.weights_osi", "strict.documents_osi"])
def test_no_published_record_is_classified_once_osi_licenses_do_not_count(switch: str) -> None:
    off = replace(STRICT, digest=switch, switches={**STRICT.switches, switch: "off"})
    assert classes(off, [facts for _, facts in PUBLISHED]) == [0, 0, 0, 273]


def test_the_published_rows_are_counted_as_the_tool_counts_them() -> None:
    counts = [tool_counts(facts) for _, facts in PUBLISHED]
    assert tuple(map(sum, zip(*counts, strict=True))) == (602, 387, 845)


def test_one_published_record_is_classified_without_the_license_of_the_distribution() -> None:
    bare = []
    for of, _ in PUBLISHED:
        stated = {scope: row for scope, row in of["release"]["license"].items() if scope != "distribution"}
        bare.append(read_record({**of, "release": {**of["release"], "license": stated}})[0])
    assert classes(TOOL, bare)[3] == 272


def test_one_published_record_is_classified_by_components_with_an_address_alone() -> None:
    proven = [Facts.of(fact for fact in facts if fact.proofs) for _, facts in PUBLISHED]
    assert classes(TOOL, proven)[3] == 272


def test_no_published_record_is_classified_by_type_appropriate_licenses_alone() -> None:
    typed = []
    for _, facts in PUBLISHED:
        unusual = {reason.component for reason in reasons_of(mof.judge(TOOL, facts), "mof_untyped")}
        typed.append(Facts.of(fact for fact in facts if fact.component not in unusual))
    assert classes(TOOL, typed) == [0, 0, 0, 273]


def test_spelling_apache_as_the_tool_knows_it_changes_no_published_class() -> None:
    for of, facts in PUBLISHED:
        rows = [
            {**row, "license": APACHE} if row.get("license") == "Apache 2.0" else row
            for row in of["release"]["components"]
        ]
        spelled, _ = read_record({**of, "release": {**of["release"], "components": rows}})
        assert mof.judge(TOOL, spelled).level == mof.judge(TOOL, facts).level


def test_a_status_in_place_of_the_string_gives_the_same_verdict() -> None:
    for of, facts in PUBLISHED:
        reduced = Facts.of(
            replace(fact, license_verbatim="=" + _status(fact)) if _is_row(fact) else fact for fact in facts
        )
        for definition in (TOOL, STRICT):
            assert mof.judge(definition, reduced) == mof.judge(definition, facts), of["release"]["name"]


def test_every_reason_has_a_listed_code_with_its_parameters() -> None:
    for definition in (TOOL, STRICT):
        for _, facts in PUBLISHED:
            for clause in mof.judge(definition, facts).clauses:
                for reason in clause.reasons:
                    assert set(reason.params) == set(CODES[reason.code])
