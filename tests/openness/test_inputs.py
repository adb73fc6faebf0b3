"""What a profile keeps of the facts, and what it drops."""

import json
from dataclasses import replace

import pytest

from registry.openness import inputs
from registry.openness.facts import Fact, Facts, Origin, Proof, ReleaseFact
from tests.build import facts, released


def test_proofs_notes_and_names_of_sources_do_not_make_another_profile():
    plain = facts(released("final-weights"))
    told = facts(
        released(
            "final-weights",
            proofs=(Proof("https://example.org/other", "quoted", "2025-01-01"),),
            note="seen by hand",
            source="mot",
            license_source="card tag",
            license_conflict=True,
        )
    )
    assert inputs.key(plain) == inputs.key(told)


@pytest.mark.parametrize(
    "change",
    [{"license": "MIT"}, {"origin": Origin.IMPORTED}, {"license_inherited_from": "distribution"}],
)
def test_what_a_verdict_may_read_makes_another_profile(change):
    fact = released("final-weights")
    assert inputs.key(facts(fact)) != inputs.key(facts(replace(fact, **change)))


def test_a_record_string_is_kept_as_what_the_tool_makes_of_it():
    verbatim = [
        released("final-weights", license_verbatim=text) for text in ("Apache 2.0", "CC-BY-NC-4.0", "MIT")
    ]
    kept = [inputs.inputs(facts(fact)).rows("final-weights")[0].license_verbatim for fact in verbatim]
    assert kept[0] == kept[1] == "=invalid"
    assert kept[2] is not None
    assert kept[2].startswith("=open")


def test_a_fact_that_says_nothing_is_no_part_of_a_profile():
    assert inputs.key(facts(Fact("final-weights"))) == inputs.key(Facts())


@pytest.mark.parametrize(
    ("stated", "kept"),
    [
        ("1e22", "1e23"),
        ("1e23", "1e23"),
        ("2e23", "1e25"),
        ("1e26", "1e26"),
        ("1e22..3e23", "1e23..1e25"),
        ("5e22..5e25", "1e23..1e26"),
    ],
)
def test_training_compute_is_kept_as_one_of_three_buckets(stated, kept):
    reduced = inputs.inputs(Facts.of([], [ReleaseFact("training_flop", stated)]))
    assert reduced.value("training_flop") == kept


def test_release_facts_no_verdict_reads_are_dropped():
    reduced = inputs.inputs(Facts.of([], [ReleaseFact("claims_open_source", "yes")]))
    assert not reduced.release


def test_packing_and_unpacking_gives_the_inputs_back():
    said = facts(
        released("final-weights", qualifier="vae", license_verbatim="MIT"),
        released("data-card", covers=frozenset({"scope", "provenance"})),
        release=[ReleaseFact("gpai", "yes", origin=Origin.IMPORTED)],
    )
    packed = json.loads(json.dumps(inputs.pack(said)))
    assert inputs.unpack(packed) == inputs.inputs(said)
    assert inputs.key(inputs.unpack(packed)) == inputs.key(said)
