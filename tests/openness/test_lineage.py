"""What a derivative takes from its base, as a table, and what no derivative can ever do."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.openness import merge
from registry.openness.facts import Availability, Coverage, Fact, Facts, Gate, Origin
from registry.openness.lineage import TAKEN, TUNING, Base, LicenseConflict, license_conflicts, with_base
from tests.build import facts, released, withheld
from tests.openness.random_facts import random_facts

RELATIONS = ("finetune", "adapter", "merge", "quantized")
NOTHING = Facts()


def said(result: Facts, component: str) -> tuple[str, str, str]:
    """(availability, license, inherited from) of a component."""
    fact = merge.least_open(result.rows(component)) or Fact(component)
    return (fact.availability.value, fact.license, fact.inherited_from)


def from_one(own: Facts, base: Facts, relation: str = "finetune") -> Facts:
    return with_base(own, [Base("acme/base", base, relation)])


UNSAID = ("unknown", "NOASSERTION", "")
BASE = "acme/base"
SAID = {
    "open": released("tokenizer"),
    "closed": withheld("tokenizer"),
    "unknown": Fact("tokenizer"),
    "does not apply": Fact("tokenizer", availability=Availability.NOT_APPLICABLE),
}

# component, the derivative's own fact, the base's, relation: what counts, and whether it is the base's
CASES = [
    # taken where the derivative says nothing
    ("training-code", "", "open", "finetune", "released", True),
    ("training-code", "", "open", "adapter", "released", True),
    ("training-code", "", "closed", "merge", "withheld", True),
    ("tokenizer", "unknown", "open", "quantized", "released", True),
    ("data-labels", "", "does not apply", "finetune", "not_applicable", True),
    ("training-code", "", "", "finetune", "unknown", False),
    # an own fact stands, more open or less
    ("training-code", "open", "closed", "finetune", "released", False),
    ("training-code", "does not apply", "closed", "finetune", "not_applicable", False),
    ("tokenizer", "closed", "open", "finetune", "withheld", False),
    # never handed down: what every release has of its own
    ("final-weights", "", "open", "quantized", "unknown", False),
    ("model-card", "", "open", "quantized", "unknown", False),
    ("technical-report", "", "open", "finetune", "unknown", False),
    # the corpus it was built on is never more open than the base's
    ("pretraining-data", "open", "closed", "finetune", "withheld", True),
    ("pretraining-data", "does not apply", "closed", "finetune", "withheld", True),
    ("pretraining-data", "closed", "open", "finetune", "withheld", True),  # for its license
    ("pretraining-data", "open", "unknown", "finetune", "released", False),
    ("pretraining-data", "open", "", "finetune", "released", False),
    ("pretraining-data", "open", "open", "finetune", "released", False),
    # tuning is a finetune's and an adapter's own, and the base's where nothing was trained
    ("finetuning-data", "", "open", "finetune", "unknown", False),
    ("finetuning-data", "", "open", "adapter", "unknown", False),
    ("finetuning-data", "", "open", "quantized", "released", True),
    ("posttraining-code", "", "closed", "merge", "withheld", True),
    ("finetuning-data", "open", "closed", "quantized", "withheld", True),
    ("finetuning-data", "open", "closed", "finetune", "released", False),
]


def one(component: str, word: str) -> Facts:
    return facts(replace(SAID[word], component=component)) if word else NOTHING


@pytest.mark.parametrize(("component", "own", "base", "relation", "counts", "from_base"), CASES)
def test_what_counts_of_a_derivative(component, own, base, relation, counts, from_base):
    availability, _, inherited = said(
        from_one(one(component, own), one(component, base), relation), component
    )
    assert (availability, inherited) == (counts, BASE if from_base else "")


@pytest.mark.parametrize(
    ("own", "base", "expected"),
    [
        (None, released("final-weights", "MIT"), ("released", "MIT", BASE)),
        (released("base-weights"), withheld("final-weights"), ("withheld", "NOASSERTION", BASE)),
        (released("base-weights"), Fact("final-weights"), ("released", "Apache-2.0", "")),
        (released("base-weights"), None, ("released", "Apache-2.0", "")),
    ],
)
def test_base_weights_are_the_final_weights_of_the_base(own, base, expected):
    result = from_one(facts(*[own] * bool(own)), facts(*[base] * bool(base)))
    assert said(result, "base-weights") == expected


def test_of_several_bases_the_least_open_counts_per_component():
    bases = [
        Base("a/open", facts(released("training-code", "MIT"), released("final-weights")), "merge"),
        Base("b/closed", facts(withheld("training-code"), released("final-weights", "MIT")), "merge"),
    ]
    result = with_base(NOTHING, bases)
    assert said(result, "training-code") == ("withheld", "NOASSERTION AND MIT", "a/open, b/closed")
    assert said(result, "base-weights") == ("released", "Apache-2.0 AND MIT", "a/open, b/closed")


def test_a_base_that_is_not_listed_leaves_the_whole_unknown():
    known = Base("a/open", facts(released("training-code"), released("final-weights")), "merge")
    result = with_base(facts(released("base-weights")), [known, Base("b/missing", NOTHING, "merge")])
    assert said(result, "training-code") == UNSAID
    assert said(result, "base-weights")[0] == "released"  # what is known of the others still limits it


def test_a_base_limits_also_when_another_is_not_known():
    gated = released("final-weights", availability=Availability.RELEASED_GATED, gate=Gate.APPROVAL)
    bases = [Base("a/gated", facts(gated), "merge"), Base("b/missing", NOTHING, "merge")]
    result = with_base(facts(released("base-weights")), bases)
    assert said(result, "base-weights") == ("released_gated", "Apache-2.0", "a/gated")


def test_a_chain_works_link_by_link():
    first = facts(released("pretraining-data", "MIT"), origin=Origin.OBSERVED)
    second = with_base(facts(released("training-code")), [Base("a/first", first, "finetune")])
    third = with_base(NOTHING, [Base("b/second", second, "quantized")])
    data = third.components["pretraining-data", ""]
    assert (data.inherited_from, data.origin) == ("b/second", Origin.OBSERVED)
    assert third.components["training-code", ""].inherited_from == "b/second"


def test_sub_models_of_a_base_count_as_one_part():
    base = facts(released("tokenizer"), replace(withheld("tokenizer"), qualifier="vae"))
    assert said(from_one(NOTHING, base), "tokenizer")[0] == "withheld"


@pytest.mark.parametrize(
    ("own", "base", "conflicts"),
    [
        ("MIT", "llama-3.1-community", True),
        ("llama-3.1-community", "llama-3.1-community", False),
        ("MIT AND llama-3.1-community", "llama-3.1-community", False),
        ("MIT", "CC-BY-SA-4.0", True),
        ("MIT", "Apache-2.0", False),
        ("MIT", "Apache-2.0 OR CC-BY-SA-4.0", False),
        ("MIT", "Apache-2.0 AND CC-BY-SA-4.0", True),
        ("NOASSERTION", "CC-BY-SA-4.0", False),
        ("MIT", "NOASSERTION", False),
    ],
)
def test_a_license_that_must_be_passed_on_and_is_not_is_reported(own, base, conflicts):
    mine = facts(released("final-weights", own))
    bases = [Base(BASE, facts(released("final-weights", base)), "finetune")]
    assert license_conflicts(mine, bases) == ((LicenseConflict(BASE, base, own),) if conflicts else ())
    assert said(with_base(mine, bases), "final-weights") == ("released", own, "")  # reported, not resolved


BASES = st.lists(random_facts(), min_size=1, max_size=3)
THREE = st.lists(st.sampled_from(RELATIONS), min_size=3, max_size=3)


@given(own=random_facts(), bases=BASES, relations=THREE)
def test_a_derivative_is_never_more_open_than_its_base(own, bases, relations):
    linked = [Base(f"b/{n}", base, relations[n]) for n, base in enumerate(bases)]
    result = with_base(own, linked)
    for base in linked:
        for component in ("pretraining-data", "base-weights", *TAKEN, *TUNING):
            if component in TUNING and base.relation in ("finetune", "adapter"):
                continue
            if _is_its_own(own, component):
                continue
            _assert_no_more_open(result, component, base)


def _is_its_own(own: Facts, component: str) -> bool:
    """An own row of what a derivative may do for itself: only corpus, base weights and tuning are limited."""
    limited = ("pretraining-data", "base-weights", *TUNING)
    return component not in limited and any(row.is_known for row in own.rows(component))


def _assert_no_more_open(result: Facts, component: str, base: Base) -> None:
    theirs = merge.least_open(base.facts.rows("final-weights" if component == "base-weights" else component))
    if theirs is None or theirs.availability.rung < 0:
        return
    for ours in result.rows(component):
        assert ours.availability.rung <= theirs.availability.rung
        if theirs.availability.rung == ours.availability.rung >= 5:
            assert Gate.UNKNOWN in (ours.gate, theirs.gate) or GATES.index(ours.gate) >= GATES.index(
                theirs.gate
            )
        if Coverage.UNKNOWN not in (ours.coverage, theirs.coverage) and ours.is_known:
            assert COVERAGES.index(ours.coverage) <= COVERAGES.index(theirs.coverage)


GATES = [Gate.NONE, Gate.CLICKTHROUGH, Gate.REGISTRATION, Gate.APPROVAL, Gate.PAYMENT]
COVERAGES = [Coverage.NONE, Coverage.SOME, Coverage.MOST, Coverage.ALL]


@given(
    own=random_facts(),
    bases=BASES,
    relations=THREE,
    data=st.data(),
)
def test_no_order_of_bases_matters(own, bases, relations, data):
    linked = [Base(f"b/{n}", base, relations[n]) for n, base in enumerate(bases)]
    assert with_base(own, data.draw(st.permutations(linked))) == with_base(own, linked)


@given(own=random_facts())
def test_without_bases_nothing_changes(own):
    assert with_base(own, []) == own
