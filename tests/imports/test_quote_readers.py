"""What is read from sources that are only quoted: small files of our own wording, in the shape of theirs."""

from pathlib import Path
from typing import Any

import pytest

from registry.imports import epoch, fmti, os_ai_map, osai_2024, osi
from registry.imports.records import Rating, Unreadable
from registry.openness.facts import Origin, Proof

LINK = "https://example.org/rocket"
BOM = "\ufeff"


# The older edition of the European index


def older(classes: dict[str, str], *, rest: str = "closed") -> Any:
    stated = dict.fromkeys(osai_2024.DIMENSIONS, rest) | classes
    dimensions = {key: {"class": value, "link": f"{LINK}/{key}"} for key, value in stated.items()}
    system = {
        "name": "Rocket",
        "endmodelname": "Rocket-Chat",
        "link": "https://huggingface.co/acme/rocket-chat",
    }
    return osai_2024.quote_of({"system": system, "org": {"name": "Acme"}, **dimensions}, "Rocket.yaml")


def test_the_older_index_is_quoted_in_fourteen_dimensions_under_its_edition() -> None:
    found = older({"code": "partial", "api": "open"})
    assert [rating.dimension for rating in found.ratings] == [*osai_2024.DIMENSIONS, "score"]
    assert found.ratings[-1].value == "0.107"  # 1.5 of 14
    assert (found.edition, found.subject, found.name) == ("2024-10", "Rocket", "Rocket-Chat")
    assert (found.makers, found.hub_ids) == (("Acme",), ("acme/rocket-chat",))


@pytest.mark.parametrize(
    ("dimension", "given", "key", "value"),
    [
        ("package", "open", "registry_package", "package"),
        ("package", "partial", "registry_package", "interface_or_code"),
        ("package", "closed", "registry_package", "none"),
        ("package", "", "registry_package", "unknown"),
        ("api", "open", "public_api", "open"),
        ("api", "partial", "public_api", "commercial"),
        ("api", "closed", "public_api", "none"),
    ],
)
def test_package_and_api_are_facts_of_the_release(dimension: str, given: str, key: str, value: str) -> None:
    facts = older({dimension: given}).facts
    assert facts.value(key) == value
    assert not facts.components
    if value != "unknown":
        assert facts.release[key].origin is Origin.IMPORTED
        assert facts.release[key].proofs == (Proof(f"{LINK}/{dimension}"),)


def test_the_edition_is_known_by_the_dimensions_that_were_dropped(tmp_path: Path) -> None:
    for name, more in [("new.yaml", ""), ("old.yaml", "package: {class: open}\n")]:
        (tmp_path / name).write_text(f"system: {{name: Rocket}}\ncode: {{class: open}}\n{more}")
    (tmp_path / "broken.yaml").write_text("system: [")
    assert not osai_2024.is_edition([tmp_path / "new.yaml"])
    assert osai_2024.is_edition([tmp_path / "broken.yaml", tmp_path / "old.yaml"])
    assert osai_2024.read(tmp_path / "old.yaml")[0].subject == "Rocket"


# The Foundation Model Transparency Index


def test_an_edition_with_its_total_in_a_row_and_a_column_is_summed_once(tmp_path: Path) -> None:
    file = tmp_path / "October2023_scores.csv"
    file.write_text(
        f"{BOM}Domain,Subdomain,Indicator,Acme,Meta,Total\nUpstream,Data,Size,1,1,2\n"
        "Upstream,Data,Sources,0,1,1\n,,Total,1,2,\n",
        encoding="utf-8",
    )
    acme, meta, flagship = fmti.read(file)
    assert acme.ratings == (Rating("indicators", "1 of 2"),)
    assert meta.ratings == (Rating("indicators", "2 of 2"),)
    assert (acme.about, acme.edition, acme.rated_on, acme.makers) == (
        "organization",
        "2023-10",
        "2023-10",
        ("Acme",),
    )
    assert (flagship.subject, flagship.about, flagship.makers) == ("Llama 2", "family", ("Meta",))
    assert flagship.ratings == meta.ratings
    assert acme.notes == ()


def test_a_stated_total_that_differs_is_remarked_and_not_used(tmp_path: Path) -> None:
    file = tmp_path / "May2024_scores.csv"
    file.write_text("Indicator,Acme\nSize,1\nTotal,7\n")
    (quote,) = fmti.read(file)
    assert quote.ratings[0].value == "1 of 1"
    assert quote.notes == ("Acme: the table states 7, its indicators add up to 1",)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("Dec2025_scores.csv", "Indicator,Acme\nSize,yes\n", "0 or 1"),
        ("Dec2025_scores.csv", "Name,Acme\nSize,1\n", "columns Indicator"),
        ("Dec2025_scores.csv", "Indicator\nSize\n", "a column for each developer"),
        ("Spring2031_scores.csv", "Indicator,Acme\nSize,1\n", "named after its edition"),
    ],
)
def test_a_table_that_is_no_table_of_scores_says_why(
    tmp_path: Path, name: str, text: str, expected: str
) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(Unreadable, match=expected):
        fmti.read(tmp_path / name)


# Epoch AI


def epoch_file(tmp_path: Path, **cells: str) -> Path:
    row = dict.fromkeys([*epoch.COLUMNS, "Abstract"], "") | {
        "Model": "Rocket-7B",
        "Organization": "Acme, Beta",
    }
    row |= {key.replace("_", " "): value for key, value in cells.items()}
    quoted = [",".join(f'"{cell}"' for cell in line) for line in (row.keys(), row.values())]
    path = tmp_path / "models.csv"
    path.write_text("\n".join(quoted) + "\n")
    return path


def test_access_is_quoted_and_no_text_is_read(tmp_path: Path) -> None:
    path = epoch_file(
        tmp_path,
        Model_accessibility="Open weights (unrestricted)",
        Training_code_accessibility="Unreleased",
        Accessibility_notes="words of others\nhttps://huggingface.co/acme/Rocket-7B.",
        Abstract="words of others",
        Link=LINK,
    )
    (quote,) = epoch.read(path)
    assert quote.ratings == (
        Rating("weights", "Open weights (unrestricted)", (LINK,)),
        Rating("training_code", "Unreleased", (LINK,)),
    )
    assert (quote.makers, quote.hub_ids) == (("Acme", "Beta"), ("acme/Rocket-7B",))
    assert "words" not in repr(quote)


@pytest.mark.parametrize(
    ("confidence", "flop", "quoted", "fact"),
    [
        ("Confident", "3.500001e+24", "3.5e+24", "3.5e+24"),
        ("Likely", "120000", "1.2e+05", "1.2e+05"),
        ("Speculative", "3e+25", "3e+25", "unknown"),
        ("", "3e+25", "3e+25", "unknown"),
        ("Confident", "much", "", "unknown"),
    ],
)
def test_compute_is_a_fact_where_the_estimate_is_sure(
    tmp_path: Path, confidence: str, flop: str, quoted: str, fact: str
) -> None:
    path = epoch_file(
        tmp_path,
        Confidence=confidence,
        Inference_code_accessibility="Open source",
        **{"Training compute (FLOP)": flop},
    )
    (quote,) = epoch.read(path)
    ratings = {rating.dimension: rating.value for rating in quote.ratings}
    assert ratings.get("training_flop", "") == quoted
    assert quote.facts.value("training_flop") == fact


def test_a_row_that_says_nothing_of_access_is_left_out(tmp_path: Path) -> None:
    assert epoch.read(epoch_file(tmp_path)) == []


# os-ai-map


def map_copy(
    tmp_path: Path, *, kind: str = "model", openness: str = "score: 3\n  class: open_weights"
) -> Path:
    for folder in ("scores", "products", "organizations"):
        (tmp_path / folder).mkdir()
    (tmp_path / "products" / "rocket.yaml").write_text(
        f"name: rocket\ndisplay_name: Rocket 7B\ntype: {kind}\ndescription: words of others\n"
        "huggingface_model: [{url: 'https://huggingface.co/acme/rocket-7b'}]\n"
    )
    (tmp_path / "organizations" / "acme.yaml").write_text("display_name: Acme\nproducts: [rocket]\n")
    (tmp_path / "scores" / "rocket.yaml").write_text(
        f"product: rocket\nopenness:\n  {openness}\n  note: words of others\n  sources:\n"
        f"  - {{url: '{LINK}', shows: words of others, accessed: '2026-06-04'}}\n"
        "  - {url: 'javascript:alert(1)', accessed: '2026-09-09'}\n"
    )
    return tmp_path / "scores" / "rocket.yaml"


def test_a_product_that_is_a_model_is_quoted_with_its_sources_and_the_day_they_were_read(
    tmp_path: Path,
) -> None:
    (quote,) = os_ai_map.read(map_copy(tmp_path))
    assert quote.ratings == (Rating("class", "open_weights", (LINK,)), Rating("score", "3 of 5", (LINK,)))
    assert (quote.subject, quote.makers, quote.hub_ids) == ("Rocket 7B", ("Acme",), ("acme/rocket-7b",))
    assert quote.rated_on == "2026-06-04"
    assert "words" not in repr(quote)


def test_a_product_that_is_no_model_is_not_quoted(tmp_path: Path) -> None:
    assert os_ai_map.read(map_copy(tmp_path, kind="software")) == []


@pytest.mark.parametrize("openness", ["score: 9\n  class: open_weights", "score: 3\n  class: splendid"])
def test_a_class_or_score_that_does_not_exist_is_refused(tmp_path: Path, openness: str) -> None:
    with pytest.raises(Unreadable, match="score from 0 to 5"):
        os_ai_map.read(map_copy(tmp_path, openness=openness))


# OSI


def test_the_twelve_outcomes_of_the_validation_phase_are_of_families_and_no_certificates() -> None:
    batch = osi.batch()
    outcomes: dict[str, list[str]] = {}
    for quote in batch.quotes:
        assert quote.about == "family"
        assert not quote.facts.release
        outcomes.setdefault(quote.ratings[0].value, []).append(quote.subject)
    assert outcomes == {
        "passed": ["Pythia", "OLMo", "Amber", "CrystalCoder", "T5"],
        "license_issue": ["BLOOM", "StarCoder2", "Falcon"],
        "did_not_pass": ["Llama 2", "Grok", "Phi-2", "Mixtral"],
    }
    assert "not certifications of any kind" in batch.source.attribution
    assert batch.as_of == "2024-10-28"
