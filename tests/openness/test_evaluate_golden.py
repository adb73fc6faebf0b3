"""The golden releases A to F: what each definition says of them, worked by hand from its tables."""

import pytest

from registry.openness import definitions
from registry.openness.admissible import problems
from registry.openness.evaluate import evaluate
from tests.openness.random_facts import GOLDEN

MEETS, NOT, UNSURE = "meets", "does_not_meet", "insufficient_evidence"
TOP = "open-source-ai-with-open-data"

# definition -> release -> (outcome, level, could_reach, score)
EXPECTED: dict[str, dict[str, tuple[object, ...]]] = {
    "source-form-1": {"A": (MEETS,), "B": (NOT,), "C": (UNSURE,), "D": (NOT,), "E": (NOT,), "F": (UNSURE,)},
    "osaid-1.0": {"A": (MEETS,), "B": (NOT,), "C": (UNSURE,), "D": (NOT,), "E": (MEETS,), "F": (MEETS,)},
    "mof-1.0": {
        "A": (MEETS, "class-i", "class-i"),
        "B": (NOT, "unclassified", "unclassified"),
        "C": (UNSURE, "unclassified", "class-i"),
        "D": (NOT, "unclassified", "unclassified"),
        "E": (MEETS, "class-ii", "class-ii"),
        "F": (MEETS, "class-i", "class-i"),
    },
    "g7-2026": {
        "A": (MEETS, TOP, TOP),
        "B": (NOT, "open-weights-ai", "open-weights-ai"),
        "C": (UNSURE, "open-weights-ai", TOP),
        "D": (NOT, "weights-available-ai", "weights-available-ai"),
        "E": (UNSURE, "open-weights-ai", "open-source-ai"),
        "F": (MEETS, TOP, TOP),
    },
    "osai-index-2026-03": {
        "A": ("", "", "", (12 / 12, 12 / 12)),
        "B": ("", "", "", (3.5 / 12, 3.5 / 12)),
        "C": ("", "", "", (2.5 / 12, 12 / 12)),
        "D": ("", "", "", (2.5 / 12, 2.5 / 12)),
        "E": ("", "", "", (12 / 12, 12 / 12)),
        "F": ("", "", "", (12 / 12, 12 / 12)),
    },
}
EXPECTED["mof-1.0-strict"] = EXPECTED["mof-1.0"]


def outcomes(letters: str) -> dict[str, tuple[object, ...]]:
    """Outcomes of A to F: m meets, n does not meet, ? cannot tell."""
    said = {"m": (MEETS,), "n": (NOT,), "?": (UNSURE,)}
    return {release: said[letter] for release, letter in zip("ABCDEF", letters, strict=True)}


FREE, CANDY, FULLY, DOWN = "free", "toxic-candy", "fully-open", "downloadable"
EXPECTED |= {
    "osaid-checklist-0.0.9": outcomes("mn?nmm"),
    "fsf-2024-10": outcomes("mn?nn?"),
    "eu-ai-act-53-2": outcomes("mn?nmm"),
    "open-weights-definition": outcomes("mn?nmm"),
    "red-hat-2025": outcomes("mmmnmm"),
    "european-osai-2025-12": outcomes("mn?nnm"),
    "dpg-ai-2025": outcomes("mn?nnm"),
    "osai-index-2024-10": {
        "A": ("", "", "", (13.5 / 14, 13.5 / 14)),
        "B": ("", "", "", (6 / 14, 6 / 14)),
        "C": ("", "", "", (3 / 14, 14 / 14)),
        "D": ("", "", "", (4.5 / 14, 4.5 / 14)),
        "E": ("", "", "", (13.5 / 14, 13.5 / 14)),
        "F": ("", "", "", (13.5 / 14, 13.5 / 14)),
    },
    "debian-ml-policy": {
        "A": (MEETS, FREE, FREE),
        "B": (NOT, CANDY, CANDY),
        "C": (UNSURE, CANDY, FREE),
        "D": (NOT, "non-free", "non-free"),
        "E": (NOT, CANDY, CANDY),
        "F": (UNSURE, CANDY, FREE),
    },
    "solaiman-2023": {
        "A": ("", FULLY, FULLY),
        "B": ("", DOWN, DOWN),
        "C": ("", DOWN, FULLY),
        "D": ("", DOWN, DOWN),
        "E": ("", DOWN, DOWN),
        "F": ("", FULLY, FULLY),
    },
    "reproducibility-1": {
        release: ("", "", "", (low / 9, high / 9))
        for release, low, high in (
            ("A", 9, 9),
            ("B", 0, 0),
            ("C", 0, 9),
            ("D", 0, 0),
            ("E", 9, 9),
            ("F", 9, 9),
        )
    },
}

CASES = [
    pytest.param(name, release, expected, id=f"{name}-{release}")
    for name, row in EXPECTED.items()
    for release, expected in row.items()
]


@pytest.mark.parametrize(("name", "release", "expected"), CASES)
def test_a_golden_release_is_judged_as_worked_by_hand(
    name: str, release: str, expected: tuple[object, ...]
) -> None:
    verdict = evaluate(definitions.shipped()[name], GOLDEN[release])
    said = (verdict.outcome, verdict.level, verdict.could_reach, verdict.score)
    assert said == (*expected, *("", "", None)[len(expected) - 1 :])


def test_every_shipped_definition_is_tried_on_the_golden_releases() -> None:
    assert set(EXPECTED) == set(definitions.shipped())


def test_the_golden_releases_are_valid_facts() -> None:
    assert [text for facts in GOLDEN.values() for row in facts for text in problems(row)] == []


def test_a_corpus_that_can_only_be_rebuilt_is_shown_as_a_recipe() -> None:
    verdict = evaluate(definitions.shipped()["source-form-1"], GOLDEN["E"])
    clauses = {clause.id: clause for clause in verdict.clauses}
    assert (clauses["training-corpus"].value, clauses["recipe"].value, clauses["recipe"].info) == (
        "F",
        "T",
        True,
    )
    assert [(r.component, r.code, r.params["found"]) for r in clauses["training-corpus"].reasons] == [
        ("pretraining-data", "availability", "reconstructible")
    ]
    assert [reason.component for reason in verdict.missing] == ["pretraining-data"]


def test_a_database_license_leaves_mixed_contents_open() -> None:
    verdict = evaluate(definitions.shipped()["source-form-1"], GOLDEN["F"])
    corpus = next(clause for clause in verdict.clauses if clause.id == "training-corpus")
    assert [(r.code, r.value, dict(r.params)) for r in corpus.reasons] == [
        ("contents_rights", "U", {"license": "ODC-By-1.0", "found": "mixed"})
    ]
