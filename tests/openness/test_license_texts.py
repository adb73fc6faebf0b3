"""Which texts are one license: copies differ in holder, layout and title, and in nothing else."""

from pathlib import Path

import pytest

from registry.openness import license_texts, licenses
from registry.openness.license_expressions import aliases
from tests.openness.license_examples import MIT, TERMS

APACHE = (Path(__file__).parents[2] / "LICENSE").read_text()
HOLDERS = [
    "Copyright (c) 2023 Acme Rockets",
    "Copyright © 2019-2024 Wile E. Coyote <coyote@acme.example>",
    "copyright 2021 The Acme Authors. All rights reserved.",
    "Copyright [yyyy] [name of copyright owner]",
    "Copyright <YEAR> <COPYRIGHT HOLDER>",
    "(C) 2020 Acme",
    "Copyright Acme, Inc.",
    "All rights reserved.",
]


@pytest.mark.parametrize("holder", HOLDERS)
def test_a_license_is_the_same_whoever_holds_the_copyright(holder: str) -> None:
    assert licenses.of_text(license_texts.digest(f"MIT License\n\n{holder}\n\n{TERMS}")) == "MIT"


@pytest.mark.parametrize(
    "text",
    [
        TERMS,
        TERMS.replace("\n", "\r\n"),
        "  ".join(TERMS.split()),
        TERMS.replace('"', "“").upper(),
        f"# The MIT License (MIT)\n\n> {TERMS}",
        f"MIT License\n\n{TERMS}\n\n\n",
    ],
)
def test_layout_case_punctuation_and_title_make_no_other_license(text: str) -> None:
    assert licenses.of_text(license_texts.digest(text)) == "MIT"


@pytest.mark.parametrize(
    "text",
    [
        TERMS.replace("without restriction", "with restriction"),
        f"{TERMS}\nThe Software may not be used for rockets.",
        TERMS.replace("including without limitation", ""),
        f"Non-commercial {MIT}",
    ],
)
def test_a_word_more_or_less_is_another_text(text: str) -> None:
    assert licenses.of_text(license_texts.digest(text)) == ""


def test_apache_is_known_with_and_without_its_appendix() -> None:
    end = APACHE.index("END OF TERMS AND CONDITIONS")
    filled = APACHE.replace("[yyyy] [name of copyright owner]", "2024 Acme Rockets")
    for text in (APACHE, filled, APACHE[:end], APACHE[: end + len("END OF TERMS AND CONDITIONS")]):
        assert licenses.of_text(license_texts.digest(text)) == "Apache-2.0"


def test_sentences_that_speak_of_copyright_are_terms() -> None:
    one = "Copyright notices must be kept."
    assert license_texts.digest(one) != license_texts.digest("")
    assert license_texts.digest(f"Terms.\n{one}") != license_texts.digest("Terms.")


def test_a_text_without_words_is_no_text() -> None:
    assert license_texts.digest(" \n---\n") == ""
    assert licenses.of_text("") == ""


def test_every_text_of_the_table_names_a_license_on_record() -> None:
    placed = aliases()["text"]
    assert len(placed) >= 80
    for digest, meaning in placed.items():
        assert len(digest) == 64
        assert licenses.find(meaning) is not None, meaning
