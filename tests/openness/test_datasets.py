"""What follows for a model from the datasets it used, as a table."""

import pytest

from registry.openness import merge
from registry.openness.datasets import Use, facts_from, named_in
from registry.openness.facts import ContentsRights, Coverage, Fact, Origin
from tests.build import released, withheld

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
