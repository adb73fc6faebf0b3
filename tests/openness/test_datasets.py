"""What follows for a model from the datasets it used, as a table."""

from dataclasses import replace

import pytest

from registry.openness import definitions, merge
from registry.openness.datasets import Use, facts_from, named_in
from registry.openness.evaluate import evaluate
from registry.openness.facts import ContentsRights, Coverage, Fact, Origin
from tests.build import released, withheld
from tests.openness.random_facts import full, with_row

OPEN = released("dataset", "CC-BY-4.0", contents_rights=ContentsRights.KNOWN_OPEN)
MIXED = released("dataset", "CC-BY-4.0", contents_rights=ContentsRights.MIXED)
GONE = withheld("dataset")
REVIEWED, IMPORTED, OBSERVED = Origin.REVIEWED, Origin.IMPORTED, Origin.OBSERVED

# uses as (stage, fact, who says it was used): component, availability, coverage, contents, origin
CASES = [
    ([("pretraining", OPEN, REVIEWED)], ("pretraining-data", "released", "all", "known_open", REVIEWED)),
    ([("preference", OPEN, IMPORTED)], ("preference-data", "released", "all", "known_open", IMPORTED)),
    ([("finetuning", OPEN, OBSERVED)], ("finetuning-data", "released", "unknown", "known_open", OBSERVED)),
    (
        [("evaluation", OPEN, REVIEWED), ("evaluation", MIXED, REVIEWED)],
        ("evaluation-data", "released", "all", "mixed", REVIEWED),
    ),
    (
        [("pretraining", OPEN, REVIEWED), ("pretraining", GONE, IMPORTED)],
        ("pretraining-data", "withheld", "unknown", "unknown", IMPORTED),
    ),
    ([("pretraining", OPEN, REVIEWED), ("pretraining", None, REVIEWED)], None),
    ([("unknown", OPEN, REVIEWED)], None),
    ([], None),
]


@pytest.mark.parametrize(("uses", "expected"), CASES)
@pytest.mark.parametrize("turned", [False, True])
def test_one_fact_per_stage_the_least_open(uses, expected, turned):
    rows = [Use(f"a/{n}", stage, who, fact) for n, (stage, fact, who) in enumerate(uses)]
    found = facts_from(reversed(rows) if turned else rows)
    assert [
        (row.component, row.availability.value, row.coverage.value, row.contents_rights.value, row.origin)
        for row in found
    ] == ([expected] if expected else [])


def test_a_fact_names_the_datasets_of_which_something_is_known():
    uses = [Use("b/gone", "pretraining", REVIEWED, GONE), Use("a/unlisted", "pretraining", REVIEWED)]
    (fact,) = facts_from(uses)
    assert named_in(fact.source) == ("b/gone",)
    assert named_in("mot") == ()


def test_what_is_recorded_of_the_model_comes_first_and_what_a_hub_shows_last():
    data = facts_from([Use("a/open", "pretraining", REVIEWED, OPEN)])
    seen = Fact("pretraining-data", coverage=Coverage.SOME, availability=GONE.availability)
    key = ("pretraining-data", "")
    assert merge.effective(datasets=data, observed=[seen]).components[key] == data[0]
    assert merge.effective(imported=[seen], datasets=data).components[key] == seen


def test_terms_a_record_leaves_open_follow_from_the_datasets_it_agrees_with():
    data = facts_from([Use("a/open", "pretraining", REVIEWED, OPEN)])
    key = ("pretraining-data", "")
    told = released("pretraining-data", "NOASSERTION", origin=Origin.IMPORTED, source="osai")
    found = merge.effective(imported=[told], datasets=data).components[key]
    assert (found.license, found.contents_rights) == ("CC-BY-4.0", ContentsRights.KNOWN_OPEN)
    assert (found.origin, found.source) == (Origin.IMPORTED, "osai+dataset:a/open")
    # What is stated stays: another license, other rights, that the data are not out.
    stated = replace(told, license="MIT", contents_rights=ContentsRights.MIXED)
    closed = replace(GONE, component="pretraining-data", origin=Origin.IMPORTED)
    for kept in (stated, closed):
        assert merge.effective(imported=[kept], datasets=data).components[key] == kept
    named_by_a_card = facts_from([Use("a/open", "pretraining", Origin.OBSERVED, OPEN)])
    assert merge.effective(imported=[told], datasets=named_by_a_card).components[key] == told


def odc_by(contents: ContentsRights = ContentsRights.UNKNOWN, **facets: object) -> Fact:
    """A corpus under a license that covers the database only, such as Dolma."""
    return released("dataset", "ODC-By-1.0", contents_rights=contents, **facets)


PILE_TODAY = withheld("dataset")
PILE_IN_PART = odc_by(ContentsRights.MIXED, coverage=Coverage.SOME)
MEETS, NOT, UNSURE = "meets", "does_not_meet", "insufficient_evidence"
CANDY = "toxic-candy"

# corpora of a model that is free in all else: by the FSF; by Debian with the level and the one it could reach
FREEDOM = [
    ([OPEN], MEETS, (MEETS, "free", "free")),
    ([PILE_TODAY], NOT, (NOT, CANDY, CANDY)),
    ([PILE_IN_PART], NOT, (NOT, CANDY, CANDY)),
    ([OPEN, PILE_TODAY], NOT, (NOT, CANDY, CANDY)),
    # No source says whether ODC-By is free by the Debian guidelines, whatever the contents.
    ([odc_by(ContentsRights.KNOWN_OPEN)], MEETS, (UNSURE, CANDY, "free")),
    ([odc_by(ContentsRights.MIXED)], UNSURE, (UNSURE, CANDY, "free")),
    ([odc_by()], UNSURE, (UNSURE, CANDY, "free")),
    ([odc_by(ContentsRights.KNOWN_RESTRICTED)], NOT, (NOT, CANDY, CANDY)),
    ([OPEN, odc_by(ContentsRights.MIXED)], UNSURE, (UNSURE, CANDY, "free")),
    # The license covers what MIXED holds, so its contents are not asked about.
    ([MIXED], MEETS, (MEETS, "free", "free")),
    ([OPEN, None], UNSURE, (UNSURE, CANDY, "free")),
]


@pytest.mark.parametrize(("corpora", "fsf", "debian"), FREEDOM)
def test_corpora_decide_whether_a_model_is_free_software(
    corpora: list[Fact | None], fsf: str, debian: tuple[str, str, str]
) -> None:
    uses = [Use(f"a/{n}", "pretraining", REVIEWED, fact) for n, fact in enumerate(corpora)]
    model = with_row(full(), Fact("pretraining-data"))
    for row in facts_from(uses):
        model = with_row(model, row)
    by_fsf, by_debian = (
        evaluate(definitions.shipped()[name], model) for name in ("fsf-2024-10", "debian-ml-policy")
    )
    assert by_fsf.outcome == fsf
    assert (by_debian.outcome, by_debian.level, by_debian.could_reach) == debian


def test_a_database_license_leaves_the_contents_of_a_corpus_open_by_the_fsf() -> None:
    (row,) = facts_from([Use("ai2/dolma", "pretraining", REVIEWED, odc_by(ContentsRights.MIXED))])
    verdict = evaluate(definitions.shipped()["fsf-2024-10"], with_row(full(), row))
    assert [(reason.component, reason.code, reason.params["found"]) for reason in verdict.missing] == [
        ("pretraining-data", "contents_rights", "mixed")
    ]
