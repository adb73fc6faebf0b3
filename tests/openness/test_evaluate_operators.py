"""Every operator and every test of a term, three-valued, on one or two facts."""

from dataclasses import replace
from typing import Any

import pytest

from registry.openness.definitions import Definition, read_definition
from registry.openness.evaluate import evaluate
from registry.openness.facts import (
    NOASSERTION,
    TOPICS,
    Availability,
    ContentsRights,
    Coverage,
    Fact,
    Facts,
    Gate,
    Quality,
    ReleaseFact,
    Rights,
    RightsReason,
    YesNo,
)
from tests.openness.random_facts import shipped_in_full

HEAD = """
id = "trial-1"
title = "Trial"
short = "Trial"
version = "1"
status = "definition"
shape = "all_of"
source = "nowhere"
url = ""
read_on = "2026-11-23"
effective_from = "2026-11-23"
summary = "A trial."
reading = "None."
"""


def trial(test: str, switches: str = "") -> Definition:
    body = f'{switches}\n[[clause]]\nid = "only"\nlabel = "Only"\n{test}\n'
    return read_definition(HEAD + body, "trial-1.toml")


def outcome(test: str, *rows: Fact, release: dict[str, str] | None = None, switches: str = "") -> str:
    """T, F or U of the one clause, or - when it is skipped."""
    made = Facts.of(rows, [ReleaseFact(key, value) for key, value in (release or {}).items()])
    return evaluate(trial(test, switches), made).clauses[0].value


# One component, all of which may not apply, for each state an operator can meet.
SLUGS = {
    "T": "data-processing-code",
    "F": "supporting-libraries",
    "U": "posttraining-code",
    "-": "data-acquisition-code",
}
STATES = (
    shipped_in_full(SLUGS["T"]),
    Fact(SLUGS["F"], availability=Availability.WITHHELD),
    Fact(SLUGS["-"], availability=Availability.NOT_APPLICABLE, reason="none"),
)


def of(letters: str) -> str:
    """Terms that come out as these letters say."""
    terms = (f'{{ component = "{SLUGS[letter]}", availability = "released" }}' for letter in letters)
    return ", ".join(terms)


OPERATORS = [
    # all: the smaller; a skipped member is left out, and all of them skipped skips the group
    *[(f"all = [{of(members)}]", value) for members, value in (("TT", "T"), ("TU", "U"), ("TF", "F"))],
    *[(f"all = [{of(members)}]", value) for members, value in (("UF", "F"), ("T-", "T"), ("--", "-"))],
    *[(f"any = [{of(members)}]", value) for members, value in (("FT", "T"), ("FU", "U"), ("FF", "F"))],
    *[(f"any = [{of(members)}]", value) for members, value in (("UT", "T"), ("F-", "F"), ("-", "-"))],
    *[
        (f"at_least = {{ k = 2, of = [{of(members)}] }}", value)
        for members, value in (
            ("TTF", "T"),
            ("TUF", "U"),
            ("TFF", "F"),
            ("TUU", "U"),
            ("T-", "F"),
            ("--", "-"),
        )
    ],
    *[(f"not = {of(member)}", value) for member, value in (("T", "F"), ("F", "T"), ("U", "U"), ("-", "-"))],
    *[
        (f"first_of = [{of(members)}]", value)
        for members, value in (("UF", "F"), ("-T", "T"), ("UT", "T"), ("U-", "U"), ("--", "-"), ("FT", "F"))
    ],
    *[
        (f"when = {of(condition)}\nall = [{of('F')}]", value)
        for condition, value in (("T", "F"), ("F", "-"), ("U", "U"))
    ],
    *[
        (f"unless = {of(condition)}\nall = [{of('F').replace('released', 'described')}]", value)
        for condition, value in (("T", "-"), ("F", "F"), ("U", "U"))
    ],
]


@pytest.mark.parametrize(("test", "value"), OPERATORS)
def test_an_operator_joins_three_values_and_leaves_out_what_is_skipped(test: str, value: str) -> None:
    assert outcome(test, *STATES) == value


@pytest.mark.parametrize(
    ("test", "deciding"),
    [
        (f"all = [{of('TFU')}]", {SLUGS["F"]}),
        (f"all = [{of('TU-')}]", {SLUGS["U"]}),
        (f"any = [{of('TFU')}]", {SLUGS["T"]}),
        (f"any = [{of('FU')}]", {SLUGS["U"]}),
        (f"at_least = {{ k = 2, of = [{of('TFU')}] }}", {SLUGS["U"]}),
        (f"not = {{ all = [{of('TF')}] }}", {SLUGS["F"]}),
        (f"when = {of('U')}\nall = [{of('F')}]", {SLUGS["U"]}),
    ],
)
def test_only_what_decides_is_given_as_a_reason(test: str, deciding: set[str]) -> None:
    clause = evaluate(trial(test), Facts.of(STATES)).clauses[0]
    assert {reason.component for reason in clause.reasons} == deciding
    assert {reason.value for reason in clause.reasons} == {clause.value}


def test_a_definition_whose_clauses_are_all_skipped_does_not_apply() -> None:
    assert evaluate(trial(f"all = [{of('-')}]"), Facts.of(STATES)).outcome == "not_applicable"


@pytest.mark.parametrize(
    ("condition", "expected"),
    [("T", "does_not_meet"), ("F", "not_applicable"), ("U", "insufficient_evidence"), ("-", "does_not_meet")],
)
def test_a_guard_says_whether_the_definition_applies(condition: str, expected: str) -> None:
    verdict = evaluate(trial(f"all = [{of('F')}]", f"when = {of(condition)}"), Facts.of(STATES))
    assert verdict.outcome == expected
    assert any(r.code == "guard" for c in verdict.clauses for r in c.reasons) == (condition in "FU")


def data(**facets: Any) -> Fact:
    return replace(shipped_in_full("pretraining-data"), **facets)


def card(**facets: Any) -> Fact:
    return replace(shipped_in_full("data-card"), **facets)


CAUTIOUS = 'switches = { contents_rights = "cautious" }'
STRICT = 'switches = { contents_rights = "strict" }'
DATA = 'component = "pretraining-data"\n'
CARD = 'component = "data-card"\n'
GATED = {"availability": Availability.RELEASED_GATED}

TERMS = [
    (DATA + 'availability = "reconstructible"', data(), "T"),
    (DATA + 'availability = "reconstructible"', data(availability=Availability.ENUMERATED), "F"),
    (DATA + 'availability = "reconstructible"', data(availability=Availability.UNKNOWN), "U"),
    (DATA + 'availability = ["released", "reconstructible"]', data(**GATED, gate=Gate.APPROVAL), "F"),
    (DATA + 'coverage = "most"', data(coverage=Coverage.MOST), "T"),
    (DATA + 'coverage = "most"', data(coverage=Coverage.SOME), "F"),
    (DATA + 'coverage = "most"', data(coverage=Coverage.UNKNOWN), "U"),
    (DATA + 'gate = "none"', data(), "T"),
    (DATA + 'gate = "none"', data(**GATED, gate=Gate.CLICKTHROUGH), "F"),
    (DATA + 'gate = "no_payment"', data(**GATED, gate=Gate.APPROVAL), "T"),
    (DATA + 'gate = "no_payment"', data(**GATED, gate=Gate.PAYMENT), "F"),
    (DATA + 'gate = "no_payment"', data(**GATED, gate=Gate.UNKNOWN), "U"),
    (DATA + 'gate = "any"', data(**GATED, gate=Gate.UNKNOWN), "T"),
    (DATA + 'license = "free4"', data(license="CC-BY-4.0"), "T"),
    (DATA + 'license = "free4"', data(license="CC-BY-NC-4.0"), "F"),
    (DATA + 'license = "free4"', data(license=NOASSERTION), "U"),
    (DATA + 'license = "any"', data(license="NONE"), "T"),
    # What is stated for the whole release does not license the corpus.
    (DATA + 'license = "free4"', data(license_inherited_from="distribution"), "U"),
    (DATA + 'rights = ["open", "public"]', data(rights=Rights.PUBLIC), "T"),
    (DATA + 'rights = ["open", "public"]', data(rights=Rights.UNSHAREABLE), "F"),
    (DATA + 'rights = ["open", "public"]', data(), "U"),
    (DATA + 'rights_reason = "privacy"', data(rights_reason=RightsReason.PRIVACY), "T"),
    (DATA + 'rights_reason = "privacy"', data(rights_reason=RightsReason.NONE_GIVEN), "F"),
    (DATA + 'rights_reason = "privacy"', data(), "U"),
    (CARD + 'quality = "partial"', card(), "T"),
    (CARD + 'quality = "partial"', card(quality=Quality.STUB), "F"),
    (CARD + 'quality = "partial"', card(quality=Quality.UNKNOWN), "U"),
    (CARD + 'covers = ["scope", "labeling"]', card(covers=TOPICS), "T"),
    (CARD + 'covers = ["scope", "labeling"]', card(covers=frozenset({"scope"})), "F"),
    (CARD + 'covers = ["scope", "labeling"]', card(covers=None), "U"),
    (CARD + 'peer_reviewed = "yes"', card(peer_reviewed=YesNo.YES), "T"),
    (CARD + 'peer_reviewed = "yes"', card(peer_reviewed=YesNo.NO), "F"),
    (CARD + 'peer_reviewed = "yes"', card(), "U"),
    # One facet that fails decides, whatever is unknown beside it.
    (CARD + 'covers = ["scope"]\nquality = "partial"', card(covers=None, quality=Quality.STUB), "F"),
]


@pytest.mark.parametrize(("test", "row", "value"), TERMS)
def test_a_term_asks_one_facet(test: str, row: Fact, value: str) -> None:
    assert outcome(test, row) == value


@pytest.mark.parametrize(
    ("contents", "cautious", "strict"),
    [
        (ContentsRights.KNOWN_OPEN, "T", "T"),
        (ContentsRights.MIXED, "U", "F"),
        (ContentsRights.UNKNOWN, "U", "F"),
        (ContentsRights.KNOWN_RESTRICTED, "F", "F"),
    ],
)
def test_a_database_license_does_not_speak_for_the_contents(
    contents: ContentsRights, cautious: str, strict: str
) -> None:
    row, test = data(license="ODC-By-1.0", contents_rights=contents), DATA + 'license = "free4"'
    assert (
        outcome(test, row),
        outcome(test, row, switches=CAUTIOUS),
        outcome(test, row, switches=STRICT),
    ) == (
        *("T", cautious),
        strict,
    )
    assert outcome(test, replace(row, license="CC-BY-4.0"), switches=STRICT) == "T"


@pytest.mark.parametrize(
    ("slug", "inherited", "by_rule"),
    [
        # weights_and_code, all, not_datasets, none
        ("final-weights", "distribution", "TTTU"),
        ("training-code", "distribution", "TTTU"),
        ("pretraining-data", "distribution", "UTUU"),
        ("pretraining-data", "data", "UTTU"),
        ("model-card", "document", "UTTU"),
        ("model-card", "", "TTTT"),
    ],
)
def test_an_inherited_license_counts_as_the_switch_says(slug: str, inherited: str, by_rule: str) -> None:
    row = replace(shipped_in_full(slug), license_inherited_from=inherited)
    rules = ("weights_and_code", "all", "not_datasets", "none")
    test = f'component = "{slug}"\nlicense = "free4"'
    values = [outcome(test, row, switches=f'switches = {{ inherited_license = "{rule}" }}') for rule in rules]
    assert "".join(values) == by_rule


@pytest.mark.parametrize(
    ("availability", "plain", "if_known"),
    [("withheld", "F", "F"), ("unknown", "U", "-"), ("not_applicable", "-", "-"), ("released", "T", "T")],
)
def test_if_known_skips_what_nobody_has_looked_at(availability: str, plain: str, if_known: str) -> None:
    row = Fact("tokenizer", availability=Availability(availability), reason="none")
    test = 'component = "tokenizer"\navailability = "released"'
    assert outcome(test, row) == plain
    assert outcome(test + '\nmodifier = "if_used"', row) == plain
    assert outcome(test + '\nmodifier = "if_known"', row) == if_known


def test_a_license_says_nothing_of_what_may_turn_out_not_to_exist() -> None:
    test = 'component = "{}"\navailability = "released"\nlicense = "osi"'
    assert outcome(test.format("tokenizer"), Fact("tokenizer", license="CC-BY-NC-4.0")) == "U"
    assert outcome(test.format("final-weights"), Fact("final-weights", license="CC-BY-NC-4.0")) == "F"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2e23", "T"),
        ("1e23", "F"),
        ("1e22..9e22", "F"),
        ("5e22..2e23", "U"),
        ("1.1e23..2e25", "T"),
        (None, "U"),
    ],
)
def test_compute_is_above_a_figure_only_with_its_low_end(value: str | None, expected: str) -> None:
    release = {"training_flop": value} if value else {}
    assert outcome('fact = { key = "training_flop", above = 1e23 }', release=release) == expected


@pytest.mark.parametrize(("value", "expected"), [("open", "T"), ("none", "F"), (None, "U")])
def test_a_release_fact_is_one_of_the_words_asked(value: str | None, expected: str) -> None:
    release = {"public_api": value} if value else {}
    assert outcome('fact = { key = "public_api", in = ["open", "commercial"] }', release=release) == expected


def test_sub_models_are_read_as_the_least_open_and_the_reason_names_the_one_that_decides() -> None:
    weights = shipped_in_full("final-weights")
    vae = replace(weights, qualifier="vae", license="CC-BY-NC-4.0")
    test = trial('component = "final-weights"\navailability = "released"\nlicense = "osd_conformant"')
    verdict = evaluate(test, Facts.of([weights, vae]))
    assert verdict.outcome == "does_not_meet"
    assert [(r.component, r.qualifier, r.params["found"]) for r in verdict.missing] == [
        ("final-weights", "vae", "CC-BY-NC-4.0")
    ]
