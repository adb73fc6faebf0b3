"""What it would take: the changes that are named suffice, and no fewer would."""

from collections.abc import Iterable
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.openness import definitions
from registry.openness.admissible import problems
from registry.openness.best_state import ONLY_LEARNED, best, with_release, with_rows
from registry.openness.definitions import Definition
from registry.openness.definitions.read import read_definition
from registry.openness.effort import Effort, easiest_first
from registry.openness.evaluate import counted, evaluate
from registry.openness.facts import (
    RELEASE_FACTS,
    Availability,
    Fact,
    Facts,
    Gate,
    Origin,
    Quality,
    ReleaseFact,
    Rights,
    RightsReason,
)
from registry.openness.goals import Goal, goals
from registry.openness.verdict import Outcome, Reason
from registry.openness.what_if import WhatIf, _memory, changed, what_if, what_if_all
from tests.openness.random_facts import (
    EVIDENCE,
    GOLDEN,
    any_facts,
    community,
    full,
    recipe,
    weights,
    without,
)
from tests.openness.random_facts import (
    changed as with_facets,
)

SHIPPED = list(definitions.shipped().values())
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def goal_of(definition: Definition, facts: Facts, name: str) -> Goal:
    return next(goal for goal in goals(definition, evaluate(definition, facts)) if goal.name == name)


def answer(definition_id: str, facts: Facts, goal: str = "meets") -> WhatIf:
    found = what_if(definitions.shipped()[definition_id], facts)
    return next(row for row in found if row.goal == goal)


def named(row: WhatIf) -> list[str]:
    return [change.component for change in row.changes]


def at_their_best(facts: Facts, keys: Iterable[str]) -> Iterable[Facts]:
    """The facts with these components at their best and these release facts at every value."""
    made = [facts]
    for key in keys:
        if key in RELEASE_FACTS:
            made = [with_release(one, key, value) for one in made for value in RELEASE_FACTS[key]]
        else:
            row = facts.components.get((key, ""), Fact(key))
            made = [with_rows(one, best(row)) for one in made]
    return made


def movable(facts: Facts) -> list[str]:
    """What can change: components that apply, and release facts that are not fixed properties."""
    out = {row.component for row in facts if row.availability is Availability.NOT_APPLICABLE}
    fixed = {key for key in ONLY_LEARNED if facts.value(key) != "unknown"}
    keys = [key for key, listed in RELEASE_FACTS.items() if listed and key not in fixed]
    return [slug for slug in EVIDENCE if slug not in out] + keys


@pytest.mark.parametrize("definition", SHIPPED, ids=lambda row: row.id)
@SLOW
@given(facts=any_facts)
def test_the_changes_reach_their_goal(definition: Definition, facts: Facts) -> None:
    facts = counted(definition, facts)
    for row in what_if(definition, facts):
        if not row.possible:
            continue
        after = changed(facts, row.changes)
        assert goal_of(definition, facts, row.goal).reached(evaluate(definition, after))
        assert len(set(named(row))) == len(row.changes)
        for change in row.changes:
            assert change.needs
            assert change.fact is None or not problems(change.fact)


@pytest.mark.parametrize("definition", SHIPPED, ids=lambda row: row.id)
@SLOW
@given(facts=any_facts)
def test_leaving_out_any_one_change_misses_the_goal(definition: Definition, facts: Facts) -> None:
    facts = counted(definition, facts)
    for row in what_if(definition, facts):
        goal = goal_of(definition, facts, row.goal)
        for left_out in row.changes:
            rest = [change for change in row.changes if change is not left_out]
            for after in at_their_best(facts, [change.component for change in rest]):
                assert not goal.reached(evaluate(definition, after))


@st.composite
def nearly_open(draw: st.DrawFn) -> tuple[Facts, list[str]]:
    """Release A with up to eight components made worse, and their names: few enough to try every subset."""
    slugs = draw(st.lists(st.sampled_from(READ), max_size=8, unique=True))
    facts = full()
    for slug in slugs:
        facts = with_facets(facts, slug, **draw(st.sampled_from(WORSE)))
    return facts, slugs


READ = (
    *("training-code", "data-processing-code", "inference-code", "architecture-code", "evaluation-code"),
    *("pretraining-data", "finetuning-data", "data-labels", "final-weights", "hyperparameters"),
    *("model-configuration", "data-information", "data-card", "data-source-list", "technical-report"),
    *("preprint", "research-paper", "model-card", "evaluation-results", "evaluation-data"),
)
WORSE = (
    {"availability": Availability.WITHHELD, "gate": Gate.UNKNOWN},
    {"availability": Availability.UNKNOWN, "gate": Gate.UNKNOWN},
    {"license": "CC-BY-NC-4.0"},
    {"availability": Availability.RELEASED_GATED, "gate": Gate.APPROVAL},
    {"quality": Quality.STUB},
    {
        "availability": Availability.DESCRIBED,
        "gate": Gate.UNKNOWN,
        "rights": Rights.UNSHAREABLE,
        "rights_reason": RightsReason.PRIVACY,
    },
)


@pytest.mark.parametrize("definition", SHIPPED, ids=lambda row: row.id)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(case=nearly_open())
def test_no_smaller_set_of_components_would_do(definition: Definition, case: tuple[Facts, list[str]]) -> None:
    facts, worse = case
    for row in what_if(definition, facts):
        goal = goal_of(definition, facts, row.goal)
        if not row.possible:
            assert not goal.reached(evaluate(definition, *at_their_best(facts, worse)))
            continue
        for size in range(len(row.changes)):
            for subset in combinations(worse, size):
                for after in at_their_best(facts, subset):
                    assert not goal.reached(evaluate(definition, after)), subset


HEAD = """
id = "x"
title = "X"
short = "X"
version = "1"
status = "position"
source = "X"
url = ""
read_on = "2026-01-01"
effective_from = "2026-01-01"
summary = "x"
reading = "x"
"""
SMALL = ("training-code", "inference-code", "final-weights", "base-weights", "data-card")


def made_up(body: str) -> Definition:
    return read_definition(HEAD + body, "x.toml")


TREES = {
    "at_least": """at_least = { k = 2, of = [
        { component = "training-code", availability = "released" },
        { all = [{ component = "inference-code", availability = "released" },
                 { component = "final-weights", license = "osi" }] },
        { component = "final-weights", availability = "released" } ] }""",
    "when": """when = { component = "base-weights", not_applicable = true }
        component = "final-weights"
        availability = "released" """,
    "unless": """unless = { fact = { key = "public_api", in = ["open"] } }
        all = [{ component = "training-code", availability = "released" },
               { component = "inference-code", availability = "released" }]""",
    "not": """not = { any = [{ not = { component = "data-card", quality = "comprehensive" } },
                  { fact = { key = "monetization", in = ["priced", "dual_licensed"] } }] }""",
    "first_of": """first_of = [{ fact = { key = "systemic_risk", in = ["no"] } },
        { not = { fact = { key = "training_flop", above = 1e25 } } },
        { component = "data-card", availability = "described" }]""",
}


@st.composite
def small_facts(draw: st.DrawFn) -> Facts:
    facts = without(full(), *EVIDENCE)
    facts = Facts(facts.components)
    for slug in draw(st.lists(st.sampled_from(SMALL), unique=True)):
        facts = (
            with_facets(full(), slug, **draw(st.sampled_from([{}, *WORSE])))
            if not facts.components
            else (with_facets(facts, slug, **draw(st.sampled_from([{}, *WORSE]))))
        )
    keys = draw(st.lists(st.sampled_from(["public_api", "monetization", "systemic_risk"]), unique=True))
    rows = {key: ReleaseFact(key, draw(st.sampled_from(RELEASE_FACTS[key]))) for key in keys}
    kept = {key: row for key, row in facts.components.items() if key[0] in SMALL}
    return Facts(kept, rows)


@pytest.mark.parametrize("operator", TREES)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(facts=small_facts())
def test_every_operator_gets_the_least_number_of_changes(operator: str, facts: Facts) -> None:
    body = f'shape = "all_of"\n[[clause]]\nid = "a"\nlabel = "A"\n{TREES[operator]}\n'
    body += '[[clause]]\nid = "b"\nlabel = "B"\ncomponent = "training-code"\navailability = "described"\n'
    definition = made_up(body)
    keys = [key for key in movable(facts) if key in (*SMALL, "public_api", "monetization", "systemic_risk")]
    least = next(
        (
            size
            for size in range(len(keys) + 1)
            for subset in combinations(keys, size)
            for after in at_their_best(facts, subset)
            if evaluate(definition, after).outcome is Outcome.MEETS
        ),
        None,
    )
    found = what_if(definition, facts)
    assert (len(found[0].changes) if found and found[0].possible else 0 if not found else None) == least


def test_a_score_with_a_passing_mark_names_the_fewest_changes() -> None:
    rows = "".join(
        f'[[dimension]]\nid = "{slug}"\nlabel = "L"\ncategory = "c"\n'
        f'open = {{ component = "{slug}", availability = "released" }}\n'
        f'partial = {{ component = "{slug}", availability = "described" }}\n'
        for slug in SMALL[:4]
    )
    definition = made_up(f'shape = "graded"\npassing_score = 0.6\n{rows}')
    (row,) = what_if(definition, with_facets(Facts(), "data-card", availability=Availability.UNKNOWN))
    assert (row.goal, len(row.changes), row.score) == ("meets", 3, (0.625, 0.875))


GUARDED = """shape = "all_of"
[when]
fact = { key = "gpai", in = ["yes"] }
[[clause]]
id = "a"
label = "A"
component = "training-code"
availability = "released"
"""


@pytest.mark.parametrize(
    ("gpai", "expected"), [("yes", ["training-code"]), ("no", None), ("", ["gpai", "training-code"])]
)
def test_a_guard_is_learned_and_never_changed(gpai: str, expected: list[str] | None) -> None:
    facts = Facts.of([], [ReleaseFact("gpai", gpai)] if gpai else [])
    found = what_if(made_up(GUARDED), facts)
    assert (named(found[0]) if found else None) == expected


@pytest.mark.parametrize(
    ("definition", "facts", "goal", "expected"),
    [
        ("source-form-1", recipe(), "meets", ["pretraining-data"]),
        ("mof-1.0", community(), "class-iii", 5),
        ("g7-2026", recipe(), "open-source-ai-with-open-data", ["pretraining-data"]),
        (
            "osaid-1.0",
            with_facets(full(), "final-weights", license="llama-3.1-community"),
            "meets",
            ["final-weights"],
        ),
        ("osai-index-2026-03", weights(), "score", 1),
    ],
)
def test_known_releases(definition: str, facts: Facts, goal: str, expected: list[str] | int) -> None:
    row = answer(definition, facts, goal)
    assert row.possible
    assert (named(row) if isinstance(expected, list) else len(row.changes)) == expected


def test_only_the_facets_that_are_needed_are_named() -> None:
    row = answer("osaid-1.0", with_facets(full(), "final-weights", license="llama-3.1-community"))
    (change,) = row.changes
    (need,) = change.needs
    assert (need.facet, need.found, need.needed) == ("license", "llama-3.1-community", "osd_conformant")
    assert change.effort is Effort.TERMS


def test_data_that_cannot_be_shared_may_be_described_instead() -> None:
    why = {"rights": Rights.UNSHAREABLE, "rights_reason": RightsReason.PRIVACY}
    facts = without(full(), "data-information")
    for slug in ("pretraining-data", "finetuning-data"):
        facts = with_facets(facts, slug, availability=Availability.WITHHELD, gate=Gate.UNKNOWN, **why)
    assert named(answer("g7-2026", facts, "open-source-ai")) == ["data-information"]
    assert len(answer("g7-2026", facts, "open-source-ai-with-open-data").changes) == 2


def test_what_does_not_exist_cannot_be_released() -> None:
    facts = with_facets(full(), "data-processing-code", availability=Availability.NOT_APPLICABLE)
    assert not answer("mof-1.0", facts, "class-i").possible


def test_what_only_a_machine_saw_counts_as_unknown_where_people_spoke() -> None:
    facts = with_facets(full(), "training-code", origin=Origin.OBSERVED)
    assert named(answer("source-form-1", facts)) == ["training-code"]


@pytest.mark.parametrize("facts", GOLDEN.values(), ids=GOLDEN)
def test_changes_come_easiest_first(facts: Facts) -> None:
    for definition in SHIPPED:
        for row in what_if(definition, facts):
            efforts = [change.effort for change in row.changes]
            assert efforts == sorted(efforts)


def test_what_is_missing_is_ordered_by_what_is_easiest() -> None:
    reasons = [
        Reason("availability", "F", "pretraining-data"),
        Reason("availability", "F", "training-code"),
        Reason("license", "F", "final-weights"),
        Reason("quality", "F", "data-card"),
        Reason("not_assessed", "U", "pretraining-data"),
        Reason("availability", "F", "hyperparameters"),
        Reason("release_fact", "F", "monetization"),
        Reason("availability", "F", "final-weights"),
    ]
    order = [(row.component, row.code) for row in easiest_first(reasons)]
    assert order == [
        ("pretraining-data", "not_assessed"),
        ("data-card", "quality"),
        ("final-weights", "license"),
        ("hyperparameters", "availability"),
        ("training-code", "availability"),
        ("final-weights", "availability"),
        ("pretraining-data", "availability"),
        ("monetization", "release_fact"),
    ]


def test_a_license_as_a_record_spells_it_is_read_of_that_model_alone() -> None:
    # Equal but for the spelling, which only the Model Openness Framework compares.
    rule = definitions.shipped()["mof-1.0"]
    for spelled, needed in (("Apache-2.0", False), ("Apache 2.0", True), ("Apache-2.0", False)):
        facts = with_facets(recipe(), "training-code", license_verbatim=spelled)
        *_, row = what_if(rule, facts)
        assert ("training-code" in named(row)) is needed


@given(models=st.lists(any_facts, min_size=2, max_size=3))
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_was_kept_of_other_models_changes_no_answer(models: list[Facts]) -> None:
    by = definitions.ordered()
    together = [what_if_all(by, facts) for facts in models]
    for facts, found in zip(models, together, strict=True):
        _memory.cache_clear()
        assert found == [what_if(definition, facts) for definition in by]
