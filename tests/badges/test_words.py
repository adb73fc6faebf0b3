"""What verdicts are called, and what may not be said of them."""

import re
from dataclasses import dataclass, replace
from itertools import product
from typing import get_args

import pytest

from registry.badges import words
from registry.openness import definitions
from registry.openness.evaluate import evaluate, evaluate_all
from registry.openness.facts import Availability, Facts, Gate, Origin, ReleaseFact
from registry.openness.headlines import HeadlineState, State, states
from registry.openness.reasons import CODES
from registry.openness.verdict import Outcome, Reason, Verdict
from tests.openness.random_facts import GOLDEN, changed, without

MEETS, NOT, UNSURE = Outcome.MEETS, Outcome.DOES_NOT_MEET, Outcome.INSUFFICIENT
TOP = "open-source-ai-with-open-data"


def verdict(
    outcome: str,
    level: str = "",
    could_reach: str = "",
    score: tuple[float, float] | None = None,
    definition: str = "osaid-1.0",
) -> Verdict:
    return Verdict(definition, Outcome(outcome), level, could_reach or level, score, basis=Origin.REVIEWED)


# (verdict, label, tone) when reviewed or imported; label and tone when the facts are a machine's draft
LABELS = [
    (verdict(MEETS), "Meets", "open", "Not assessed", "unknown"),
    (verdict(NOT), "Does not meet", "closed", "Does not meet", "closed"),
    (verdict(UNSURE), "Cannot tell", "unknown", "Not assessed", "unknown"),
    (verdict("not_applicable"), "Does not apply", "neutral", "Not assessed", "unknown"),
    (verdict(MEETS, "class-ii"), "Class II", "open", "Not assessed", "unknown"),
    (verdict(NOT, "unclassified"), "No class", "closed", "Does not meet", "closed"),
    (verdict(UNSURE, "unclassified", "class-i"), "Cannot tell", "unknown", "Not assessed", "unknown"),
    (verdict(MEETS, TOP), "Open source AI with open data", "open", "Not assessed", "unknown"),
    (verdict(NOT, "open-weights-ai"), "Open weights AI", "neutral", "Does not meet", "closed"),
    (verdict(UNSURE, "open-weights-ai", TOP), "Open weights AI", "unknown", "Not assessed", "unknown"),
    (verdict(UNSURE, "no-tier", TOP), "Cannot tell", "unknown", "Not assessed", "unknown"),
    (verdict(NOT, "no-tier"), "No tier", "closed", "Does not meet", "closed"),
    (verdict("", score=(11.5 / 12, 11.5 / 12)), "0.958", "neutral", "Not assessed", "unknown"),
    (verdict("", score=(2.5 / 12, 1.0)), "0.208 to 1.000", "neutral", "Not assessed", "unknown"),
    (verdict("", score=(0.0, 1.0)), "Cannot tell", "unknown", "Not assessed", "unknown"),
]


@pytest.mark.parametrize(("row", "label", "tone", "draft_label", "draft_tone"), LABELS)
def test_a_verdict_has_a_name_and_a_color(
    row: Verdict, label: str, tone: str, draft_label: str, draft_tone: str
) -> None:
    for basis in (Origin.REVIEWED, Origin.IMPORTED):
        assert (words.label(row.on(basis)), words.tone(row.on(basis))) == (label, tone)
    draft = row.on(Origin.OBSERVED)
    assert (words.label(draft), words.tone(draft)) == (draft_label, draft_tone)


@pytest.mark.parametrize(("basis", "marked"), [("reviewed", False), ("imported", True), ("observed", True)])
def test_what_nobody_reviewed_is_marked(basis: str, marked: bool) -> None:
    assert words.unreviewed(basis) is marked


@pytest.mark.parametrize("definition", definitions.shipped().values(), ids=lambda d: d.id)
def test_every_level_has_a_name(definition: definitions.Definition) -> None:
    for level in definition.levels:
        assert words.level_label(definition.id, level.id) == level.label


BANNED = re.compile(
    r"certif|openwash|complian|fail|violat|honest|fake|vendor|licence|approved by us", re.IGNORECASE
)


def all_verdicts() -> list[Verdict]:
    shipped = definitions.shipped().values()
    made = [*GOLDEN.values(), Facts()]
    found = [row for facts in made for row in evaluate_all(facts, shipped)]
    return found + [row.on(basis) for row in found for basis in Origin]


def test_every_verdict_has_one_plain_sentence() -> None:
    for row in all_verdicts():
        text = words.sentence(row)
        assert text.endswith("."), row
        assert text[0].isupper()
        assert not BANNED.search(text), text
        assert "%(" not in text
        assert "not known: " not in text


def test_a_model_that_misses_one_clause_is_told_what_the_definition_says_of_it() -> None:
    gone = {"availability": Availability.WITHHELD, "gate": Gate.UNKNOWN}
    shipped = definitions.shipped()
    weightless = evaluate(shipped["fsf-2024-10"], changed(GOLDEN["A"], "final-weights", **gone))
    assert words.sentence(weightless) == "Final weights: not released. Meets it without parameters."
    data = evaluate(shipped["european-osai-2025-12"], changed(GOLDEN["A"], "pretraining-data", **gone))
    assert words.sentence(data).endswith("The proposal calls this open-weight.")
    both = changed(changed(GOLDEN["A"], "final-weights", **gone), "training-code", **gone)
    assert "without parameters" not in words.sentence(evaluate(shipped["fsf-2024-10"], both))


def test_what_follows_from_compute_alone_is_called_presumed() -> None:
    release = {**GOLDEN["A"].release, "training_flop": ReleaseFact("training_flop", "3e25")}
    del release["systemic_risk"]
    facts = Facts(GOLDEN["A"].components, release)
    text = words.sentence(evaluate(definitions.shipped()["eu-ai-act-53-2"], facts))
    assert text == "Training compute: above 1e25 FLOP, from which it is presumed."


@pytest.mark.parametrize(
    ("component", "label"),
    [("", "9 of 9"), ("data-labels", "8 to 9 of 9"), ("all", "Cannot tell")],
)
def test_points_are_said_with_how_many_there_are(component: str, label: str) -> None:
    facts = Facts() if component == "all" else without(GOLDEN["A"], component)
    verdict = evaluate(definitions.shipped()["reproducibility-1"], facts).on(Origin.REVIEWED)
    assert words.label(verdict) == label


def test_a_gradient_never_calls_closed_what_nobody_has_looked_at() -> None:
    shipped = definitions.shipped()["solaiman-2023"]
    nothing = evaluate(shipped, Facts()).on(Origin.REVIEWED)
    assert (words.label(nothing), words.tone(nothing)) == ("Cannot tell", "unknown")
    assert words.label(evaluate(shipped, GOLDEN["A"]).on(Origin.REVIEWED)) == "Fully open"


def test_a_corpus_that_can_be_rebuilt_is_called_near() -> None:
    [found] = [row for row in page("E").verdicts if row.definition == "source-form-1"]
    assert words.sentence(found) == "Pretraining data: not released, but can be rebuilt. Near: recipe only."


def test_a_draft_never_reads_as_a_result() -> None:
    for row in all_verdicts():
        draft = row.on(Origin.OBSERVED)
        if draft.outcome != NOT:
            assert words.label(draft) == "Not assessed"
            assert words.sentence(draft).startswith("Nobody has assessed it yet.")


FOUND = {
    "availability": "withheld",
    "coverage": "some",
    "gate": "payment",
    "mof_gate": "approval",
    "license": "CC-BY-NC-4.0",
    "quality": "stub",
    "rights": "open",
    "rights_reason": "privacy",
    "contents_rights": "mixed",
    "peer_reviewed": "no",
    "applies": "not_applicable",
}
PARAMS = {
    "license": "Apache-2.0",
    "availability": "released",
    "missing": "data",
    "inherited_from": "distribution",
}


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("value", ["T", "F", "U"])
def test_every_reason_can_be_said(code: str, value: str) -> None:
    params = {
        name: PARAMS.get(name, "unknown" if value == "U" else FOUND.get(code, "MIT")) for name in CODES[code]
    }
    text = words.reason(Reason(code, value, "training-code", params=params))
    assert code == "guard" or text.startswith("training code: "), text
    assert "%(" not in text
    assert not text.endswith(".")


WITHHELD = {"found": "withheld", "needed": "released"}
SAID = [
    (Reason("availability", "F", "pretraining-data", params=WITHHELD), "pretraining data: not released"),
    (Reason("not_assessed", "U", "eu-training-summary"), "EU training summary: not assessed"),
    (
        Reason("license", "F", "final-weights", "vae", {"found": "NONE", "needed": "osi"}),
        "final weights (vae): no license is given",
    ),
    (
        Reason("license", "U", "final-weights", params={"found": "NOASSERTION", "needed": "osi"}),
        "final weights: no license is known",
    ),
]


@pytest.mark.parametrize(("row", "text"), SAID)
def test_a_reason_names_its_component_and_what_was_found(row: Reason, text: str) -> None:
    assert words.reason(row) == text


def test_a_license_is_called_by_its_title() -> None:
    params = {"found": "llama-3.1-community", "needed": "osd_conformant"}
    text = words.reason(Reason("license", "F", "final-weights", params=params))
    assert text.startswith("final weights: Llama 3.1 Community")
    assert "is not" in text


@dataclass
class Page:
    verdicts: list[Verdict]
    headlines: list[HeadlineState]


def page(release: str, basis: Origin | None = None) -> Page:
    facts = GOLDEN[release]
    found = evaluate_all(facts, definitions.shipped().values())
    return Page([row.on(basis) if basis else row for row in found], list(states(facts)))


@pytest.mark.parametrize(
    ("release", "lead", "text"),
    [
        (
            "A",
            "Meets Source form and OSAID 1.0.",
            "The weights can be downloaded under a free license. "
            "The training corpus and the training program can be copied and changed.",
        ),
        (
            "B",
            "Meets neither Source form nor OSAID 1.0.",
            "The weights can be downloaded under a free license. "
            "The training corpus and the training program are not released.",
        ),
        (
            "C",
            "Not assessed.",
            "The weights can be downloaded under a free license. "
            "Nobody has assessed the training corpus and the training program.",
        ),
        (
            "E",
            "Meets OSAID 1.0, not Source form.",
            "The weights can be downloaded under a free license. "
            "The training corpus is not released in full. The training program can be copied and changed.",
        ),
        (
            "F",
            "Meets OSAID 1.0.",
            "The weights can be downloaded under a free license. "
            "The training corpus and the training program can be copied and changed.",
        ),
    ],
)
def test_the_answer_says_the_verdict_and_what_can_be_had(release: str, lead: str, text: str) -> None:
    answer = words.answer(page(release))
    assert (answer.lead, answer.text) == (lead, text)


def test_a_draft_is_answered_with_what_is_known() -> None:
    assert words.answer(page("A", Origin.OBSERVED)).lead == "Not assessed."
    assert (
        words.answer(page("B", Origin.OBSERVED)).lead
        == "Meets neither Source form nor OSAID 1.0. Unreviewed."
    )


def test_an_answer_from_imported_facts_says_that_nobody_reviewed_them() -> None:
    assert words.answer(page("E", Origin.IMPORTED)).lead == "Meets OSAID 1.0, not Source form. Unreviewed."


def test_an_answer_has_at_most_forty_words() -> None:
    verdicts = page("B").verdicts
    names = ("final-weights", "training-corpus", "training-program")
    for found in product(get_args(State), repeat=3):
        bars = [HeadlineState(slug, state) for slug, state in zip(names, found, strict=True)]
        unclear = [replace(bar, license_unclear=True) for bar in bars]
        for shown in (bars, unclear):
            answer = words.answer(Page(verdicts, shown))
            assert len(f"{answer.lead} {answer.text}".split()) <= 40
            assert not BANNED.search(answer.text)


def test_headline_states_have_words() -> None:
    assert [str(words.HEADLINE_WORDS[state]) for state in get_args(State)] == [
        *("Open", "Restricted", "Partial", "Closed", "Unassessed", "Does not apply")
    ]
