"""Misspelled words are mended to known ones that are near, and to no others."""

import pytest

from registry.catalog.spelling import distance, nearest, parts, words_in

NAMES = [
    "mistralai/mistral-7b-instruct\nmistral 7b instruct\nmistral ai",
    "mistralai/mixtral-8x7b\nmixtral 8x7b\nmistral ai",
    "qwen/qwen2.5-72b\nqwen2.5 72b\nqwen",
    "deepseek-ai/deepseek-r1\ndeepseek r1",
    "größe/modell",
]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("mistrall", "mistral"),
        ("mistarl", "mistral"),
        ("mstral", "mistral"),
        ("mixtrl", "mixtral"),
        ("instrukt", "instruct"),
        ("depseak", "deepseek"),
        ("qwan", "qwen"),
        ("qewn", "qwen"),
        ("grösse", "größe"),
        ("modelll", "modell"),
        ("qwon7", ""),
        ("abc", ""),
        ("falcon", ""),
        ("", ""),
        ("x" * 200, ""),
    ],
)
def test_a_word_is_mended_to_the_nearest_known_one(typed: str, meant: str) -> None:
    assert nearest(typed, words_in(NAMES)) == meant


@pytest.mark.parametrize(
    ("one", "other", "steps"),
    [
        ("", "", 0),
        ("abc", "abc", 0),
        ("abc", "abd", 1),
        ("abc", "abcd", 1),
        ("abc", "bc", 1),
        ("abc", "acb", 1),
        ("abcd", "badc", 2),
        ("abc", "xyz", 3),
        ("abc", "", 3),
    ],
)
def test_a_distance_counts_changed_added_missing_and_swapped(one: str, other: str, steps: int) -> None:
    assert distance(one, other, 2) == distance(other, one, 2) == min(steps, 3)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("meta-llama/llama3.1 8b", ["meta", "llama", "llama", "3", "1", "8b"]),
        ("pythia12b_v2", ["pythia", "12b", "v", "2"]),
        ("  ", []),
    ],
)
def test_a_search_is_read_in_the_pieces_names_are_made_of(text: str, pieces: list[str]) -> None:
    assert parts(text) == pieces
