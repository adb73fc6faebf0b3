"""Facts documents: what is in them is read, whatever else is in them is refused in one line."""

import json
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any, get_type_hints

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.openness import components, document, license_texts
from registry.openness.document import DocumentError, as_tree, fact_as_table, fact_from_table, parse, read
from registry.openness.facts import (
    DATA_TOPICS,
    RELEASE_FACTS,
    REPORT_TOPICS,
    Availability,
    Coverage,
    Fact,
    Gate,
    Origin,
    Proof,
    Quality,
    Rights,
    name_of,
)
from tests.openness.random_facts import EVIDENCE, fact

EXAMPLE = Path(str(resources.files("registry.openness").joinpath("facts.example.toml")))
MOF = 'framework: {name: "Model Openness Framework", version: "1.0", date: 2024-12-15}\n'


def test_the_example_is_read_with_everything_in_it() -> None:
    example = read(EXAMPLE)
    facts = example.facts
    assert example.name == "Example-7B"
    assert example.about == {"organization": "Example Lab", "version": "1.0"}
    assert facts.components["final-weights", ""] == Fact(
        "final-weights",
        availability=Availability.RELEASED,
        coverage=Coverage.ALL,
        gate=Gate.NONE,  # released says so without being told
        license="Apache-2.0",
        license_source="LICENSE file",
        proofs=(Proof("https://example.org/example-7b", accessed_on="2026-05-11"),),
    )
    assert facts.components["final-weights", "vae"].gate is Gate.REGISTRATION
    assert facts.components["pretraining-data", ""].rights is Rights.PUBLIC
    described = facts.components["data-information", ""]
    assert described.quality is Quality.COMPREHENSIVE
    assert described.covers == frozenset({"provenance", "scope", "selection", "processing"})
    assert facts.value("stages") == "pretraining"
    assert facts.value("training_flop") == "4.2e+22"
    assert facts.release["claims_open_source"].proofs == (Proof("https://example.org/announcement"),)


def test_toml_and_json_say_the_same() -> None:
    text = EXAMPLE.read_text("utf-8")
    as_json = json.dumps(tomllib.loads(text))
    assert parse(as_json, suffix=".json", name="x") == parse(text, suffix=".toml", name="x")


def test_what_is_written_reads_back_the_same() -> None:
    facts = read(EXAMPLE).facts
    tree = as_tree("Example-7B", facts)
    jsonschema.Draft202012Validator(document.schema()).validate(tree)
    assert parse(json.dumps(tree), suffix=".json", name="x").facts == facts


@given(fact=st.sampled_from(EVIDENCE).flatmap(fact))
def test_every_fact_survives_as_a_table(fact: Fact) -> None:
    assert fact_from_table(name_of(fact), json.loads(json.dumps(fact_as_table(fact)))) == fact


def test_the_facts_of_a_document_come_from_whoever_vouches_for_it() -> None:
    text = '{"name": "x", "origin": "imported", "components": {"model-card": {"availability": "withheld"}}}'
    (row,) = parse(text, suffix=".json", name="x").facts
    assert row.origin is Origin.IMPORTED


def test_a_record_of_the_model_openness_tool_is_a_document() -> None:
    text = MOF + 'release: {name: Rocket, version: 7B, components: [{name: "Model card", license: MIT}]}'
    found = parse(text, suffix=".yml", name="rocket.yml")
    assert (found.name, found.about) == ("Rocket", {"version": "7B"})
    assert found.facts.components["model-card", ""].license == "MIT"


def test_the_schema_names_what_the_vocabulary_has() -> None:
    schema = document.schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    pattern = schema["properties"]["components"]["propertyNames"]["pattern"]
    listed = set(pattern.partition("(")[2].partition(")")[0].split("|"))
    assert listed == {slug for slug, row in components.ALL.items() if row.record_as == "evidence"}
    assert set(schema["properties"]["release"]["properties"]) == set(RELEASE_FACTS)
    for key, words in RELEASE_FACTS.items():
        if words:
            assert schema["$defs"][key]["enum"] == [*words, "unknown"]


def test_the_schema_has_every_facet_of_a_fact() -> None:
    facets = document.schema()["$defs"]["fact"]["properties"]
    hints = get_type_hints(Fact)
    assert set(facets) == set(hints) - {"component", "qualifier"}
    for name in ("availability", "coverage", "gate", "quality", "rights", "rights_reason", "contents_rights"):
        assert facets[name]["enum"] == [word.value for word in hints[name]]
    assert facets["covers"]["items"]["enum"] == [*DATA_TOPICS, *REPORT_TOPICS]


@pytest.mark.parametrize(
    ("declared", "license"),
    [
        ("apache-2.0", "Apache-2.0"),
        ("MIT OR CC-BY-NC-4.0", "CC-BY-NC-4.0 OR MIT"),
        ("LicenseRef-acme", "LicenseRef-acme"),
        ("Acme-License-1.0", "Acme-License-1.0"),
        ("NONE", "NONE"),
    ],
)
def test_a_license_is_spelled_canonically_and_an_unknown_id_kept(declared: str, license: str) -> None:
    tree = {"name": "x", "components": {"final-weights": {"availability": "released", "license": declared}}}
    (row,) = parse(json.dumps(tree), suffix=".json", name="x").facts
    assert row.license == license


@pytest.mark.parametrize(
    ("suffix", "text", "where", "expected"),
    [
        (".toml", 'name = "x"\nname = "y"', "f, line 2", "expected TOML"),
        (".toml", "name = ", "f, line 1", "expected TOML"),
        (".toml", 'name = "x"\n[about', "f, line 2", "expected TOML"),
        (".json", '{"name": \n"x",}', "f, line 2", "expected JSON"),
        (".json", '{"name": "x", "name": "y"}', "f", 'the key "name" stands twice'),
        (".json", '{"name": NaN}', "f", "expected JSON"),
        (".json", "[1]", "f", "expected a table of keys and values, not a list"),
        (".yml", "a:\n\t- b", "f, line 2", "expected YAML"),
        (".yml", "release: {}", "f", "framework"),
        (".yml", "a: 1\nb: {c: 1}\na: 2", "f, line 3", 'the key "a" stands twice in one mapping'),
        (".yml", "- a: 1\n- b:\n    c: [c, c]\n    'c': 2", "f, line 4", 'the key "c" stands twice'),
        (".yml", MOF + "release: {name: x}", "f", "release.components: expected a list"),
        (".txt", "", "f", "expected a file that ends in .toml, .json, .yml, .yaml"),
        (".toml", "", "f", "expected the key name"),
        (".toml", "name = true", "f, name", "expected text, not true or false"),
        (".toml", "name = 2026-05-11", "f, name", "expected text"),
    ],
)
def test_a_broken_file_says_where_and_what_was_expected(
    suffix: str, text: str, where: str, expected: str
) -> None:
    with pytest.raises(DocumentError) as caught:
        parse(text, suffix=suffix, name="f")
    assert caught.value.where.startswith(where)
    assert expected in caught.value.expected
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("table", "key", "expected"),
    [
        ({}, "", "expected the key availability"),
        ({"availability": "relased"}, ".availability", 'not "relased"'),
        ({"availability": "withheld", "licence": "MIT"}, "", 'unknown key "licence"'),
        ({"availability": "withheld", "gate": "none"}, "", "withheld carries no gate"),
        ({"availability": "released", "gate": "payment"}, "", "released requires gate none"),
        ({"availability": "released_gated"}, "", "requires a known gate"),
        ({"availability": "released", "license": "(MIT"}, ".license", "expected an SPDX expression"),
        ({"availability": "released", "covers": ["all"]}, ".covers[0]", "expected one of provenance"),
        ({"availability": "released", "proofs": [{"url": "x"}]}, ".proofs[0].url", "https://"),
        ({"availability": "not_applicable", "reason": "none"}, "", "may not be not_applicable"),
    ],
)
def test_a_broken_fact_says_which_key_and_what_was_expected(
    table: dict[str, Any], key: str, expected: str
) -> None:
    with pytest.raises(DocumentError) as caught:
        parse(json.dumps({"name": "x", "components": {"model-card": table}}), suffix=".json", name="f")
    assert caught.value.where == f"f, components.model-card{key}"
    assert expected in caught.value.expected


def test_the_same_key_may_stand_in_several_mappings() -> None:
    text = MOF + "release: {name: x, components: [{name: Datasets}, {name: Model card}]}"
    assert parse(text, suffix=".yml", name="f").name == "x"


WEAK = {
    "url": [
        "https://x",
        "https://.",
        "https://a..b/",
        "https://-a.example/",
        "https://user@a.example/",
        "https://a.example:99999/",
        "https://[::1",
        "http://localhost/",
    ],
    "accessed_on": ["2026-02-30", "2026-13-01", "0000-01-01"],
}
STRONG = {
    "url": [
        "https://a.example",
        "http://1.2.3.4:8080/x?y#z",
        "https://[2001:db8::1]/",
        "https://bücher.example/ä",
    ],
    "accessed_on": ["2024-02-29", "1999-12-31"],
}


def proved(key: str, value: str, *, release: bool) -> str:
    proofs = [{"url": "https://a.example"}, {"url": "https://a.example", key: value}]
    stated = {"release": {"gpai": {"value": "yes", "proofs": proofs}}}
    components = {"components": {"model-card": {"availability": "released", "proofs": proofs}}}
    return json.dumps({"name": "x"} | (stated if release else components))


@pytest.mark.parametrize("release", [True, False])
@pytest.mark.parametrize(("key", "value"), [(key, value) for key, values in WEAK.items() for value in values])
def test_a_proof_that_leads_nowhere_is_refused_with_its_place(key: str, value: str, release: bool) -> None:
    with pytest.raises(DocumentError) as caught:
        parse(proved(key, value, release=release), suffix=".json", name="f")
    place = "release.gpai" if release else "components.model-card"
    assert caught.value.where == f"f, {place}.proofs[1].{key}"
    assert value in caught.value.expected


@pytest.mark.parametrize(
    ("key", "value"), [(key, value) for key, values in STRONG.items() for value in values]
)
def test_a_proof_that_may_lead_somewhere_is_taken(key: str, value: str) -> None:
    (fact,) = parse(proved(key, value, release=False), suffix=".json", name="f").facts
    assert getattr(fact.proofs[1], key) == value


@pytest.mark.parametrize(
    ("rest", "where", "expected"),
    [
        ({"components": []}, "f, components", "expected a table, not a list"),
        ({"components": {"modelcard": {}}}, "f, components", 'unknown component "modelcard"'),
        ({"release": {"mode": 1}}, "f, release", 'unknown key "mode"'),
        ({"release": {"stages": "pretraining"}}, "f, release.stages", "expected a list, not text"),
        ({"release": {"training_flop": "9..1"}}, "f, release.training_flop", "low..high"),
        ({"release": {"gpai": {"value": "maybe"}}}, "f, release.gpai.value", "expected one of yes, no"),
        ({"origin": "me"}, "f, origin", "expected one of reviewed, imported, observed"),
        ({"about": {"age": 3}}, "f, about.age", "expected text, not a number"),
    ],
)
def test_a_broken_part_says_which_key_and_what_was_expected(
    rest: dict[str, Any], where: str, expected: str
) -> None:
    with pytest.raises(DocumentError) as caught:
        parse(json.dumps({"name": "x"} | rest), suffix=".json", name="f")
    assert caught.value.where == where
    assert expected in caught.value.expected


@pytest.mark.parametrize(
    ("stated", "license"),
    [
        ('license = "other"', "Apache-2.0"),
        ("", "Apache-2.0"),
        ('license = "mit"', "MIT"),  # what is stated is not overruled
    ],
)
def test_a_license_nobody_named_is_known_by_its_text(stated: str, license: str) -> None:
    digest = license_texts.digest((Path(__file__).parents[2] / "LICENSE").read_text())
    text = f'[components.final-weights]\navailability = "released"\nlicense_digest = "{digest}"\n{stated}\n'
    facts = parse('name = "Trial"\n' + text, suffix=".toml", name="trial.toml").facts
    assert facts.components["final-weights", ""].license == license


def test_a_stage_that_is_listed_cannot_be_without_its_data() -> None:
    tree = {
        "name": "x",
        "components": {"finetuning-data": {"availability": "not_applicable", "reason": "none"}},
        "release": {"stages": ["pretraining", "finetuning"]},
    }
    with pytest.raises(DocumentError, match="its stage is listed in stages"):
        parse(json.dumps(tree), suffix=".json", name="f")


@pytest.mark.parametrize(
    ("suffix", "text"),
    [
        (".json", "[" * 200_000),
        (".json", '{"a":' * 100_000),
        (".toml", "a = " + "[" * 50_000),
        (".yml", "[" * 200_000),
        (".yml", "- " * 50_000),
        (".yml", "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]"),
        (".yml", '!!python/object/apply:os.system ["true"]'),
        (".yml", "a: 2024-13-45"),
        (".yml", "? [a]\n: b"),
        (".yml", "a: " + "9" * 5000),
        (".json", '{"name": "x", "release": {"training_flop": ' + "9" * 5000 + "}}"),
        (".json", '{"name": "x", "release": {"training_flop": 1e999}}'),
        (".toml", 'name = "x"\n[release]\ntraining_flop = inf'),
        (".json", '{"name": "\\ud800"}'),
        (".json", '{"name": "a\\u0000b"}'),
        (".json", json.dumps({"name": "a" * 1_000_001})),
        (".json", '{"name": "x", "components": {"model-card\\n": {"availability": "withheld"}}}'),
        (".toml", "name = 0x" + "f" * 5000),
        (".yml", "framework: {name: 0x" + "f" * 5000 + "}"),
        (".yml", "framework: {name: !!set {0x" + "f" * 5000 + "}}"),
        (".yml", "a: " + ":".join(["59"] * 4000)),
        (".yml", "a: !!bool perhaps"),
        (".yml", "a: !!int ''"),
        (".yml", "a: !!timestamp soon"),
        (".toml", ".".join(["a"] * 200_000) + " = 1"),
        (".toml", "x = {" + ".".join(['"a b"'] * 100_000) + " = 1}"),
        (".toml", "[" + ".".join(["a"] * 200_000) + "]"),
    ],
)
def test_a_hostile_document_is_refused_in_one_line(suffix: str, text: str) -> None:
    with pytest.raises(DocumentError) as caught:
        parse(text, suffix=suffix, name="f")
    assert len(str(caught.value).splitlines()) == 1
    assert len(str(caught.value)) < 1100


@given(text=st.text(max_size=300), suffix=st.sampled_from(document.SUFFIXES))
def test_any_text_is_a_document_or_refused_in_one_line(text: str, suffix: str) -> None:
    assert len(refusal(text, suffix).splitlines()) <= 1


def refusal(text: str, suffix: str) -> str:
    """What is said against this text, or "" for a document."""
    try:
        parse(text, suffix=suffix, name="f")
    except DocumentError as error:
        return str(error)
    return ""


def test_a_file_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    latin = tmp_path / "latin.toml"
    latin.write_bytes(b'name = "x"\n# \xff')
    large = tmp_path / "large.toml"
    large.write_text("#" * 1_000_001)
    for path, words in [
        (tmp_path / "absent.toml", "no such file"),
        (tmp_path, "expected a file"),
        (latin, "line 2: expected text in UTF-8"),
        (large, "expected at most 1 MB"),
    ]:
        with pytest.raises(DocumentError, match=words):
            read(path)


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text('name = "x"', "utf-8-sig")
    assert read(path).name == "x"
