"""What a machine drafts from what a hub shows: each row one signal."""

from dataclasses import replace
from typing import Any

import pytest

from registry.hubs import file_kinds
from registry.hubs.observed import IMPLIED, observed
from registry.hubs.snapshot import Snapshot
from registry.openness import license_texts
from registry.openness.admissible import problems
from registry.openness.facts import Availability, Coverage, Fact, Gate, Origin, Proof
from tests.openness.license_examples import MIT

PAGE = "https://huggingface.co/acme/Rocket-7B"
BARE = Snapshot(
    hub="huggingface",
    key="64fd4b47a1c2d3e4f5a6b7c8",
    repo_id="acme/Rocket-7B",
    page=PAGE,
    commit="0123abc",
    fetched_at="2026-11-01T12:00:00+00:00",
)
WEIGHTS = (("weights", "model.safetensors"),)
POLICY = ("policy", "USE_POLICY.md")


def drafted(**said: Any) -> dict[str, Fact]:
    facts = observed(replace(BARE, **said).relevant())
    assert not any(problems(fact) for fact in facts), [problems(fact) for fact in facts]
    return {fact.component: fact for fact in facts}


def test_an_empty_repository_says_nothing():
    assert drafted() == {}


@pytest.mark.parametrize(
    ("gated", "availability", "gate"),
    [
        ("", Availability.RELEASED, Gate.NONE),
        ("auto", Availability.RELEASED_GATED, Gate.REGISTRATION),
        ("manual", Availability.RELEASED_GATED, Gate.APPROVAL),
    ],
)
def test_the_gate_of_the_repository_is_the_gate_of_its_files(gated, availability, gate):
    files = (*WEIGHTS, ("tokenizer", "tokenizer.json"), ("configuration", "config.json"))
    facts = drafted(gated=gated, files=files)
    assert set(facts) == {"final-weights", "tokenizer", "model-configuration"}
    assert {(fact.availability, fact.gate) for fact in facts.values()} == {(availability, gate)}


def test_a_gate_of_an_unknown_kind_leaves_the_files_unknown():
    assert drafted(gated="other", files=WEIGHTS) == {}


@pytest.mark.parametrize("state", ["private", "disabled"])
def test_a_private_or_disabled_repository_says_nothing(state):
    assert drafted(**{state: True}, files=WEIGHTS, library="transformers", arxiv=("2401.00001",)) == {}


def test_without_weight_files_the_weights_are_unknown_not_withheld():
    assert "final-weights" not in drafted(license="mit", files=(("readme", "README.md"),))


def test_weights_the_hub_has_counted_are_there_whatever_their_name():
    assert drafted(parameters=7_000_000_000)["final-weights"].availability is Availability.RELEASED


LICENSES: list[tuple[dict[str, Any], str, bool]] = [
    ({"license": "apache-2.0"}, "Apache-2.0", False),
    ({"license": "MIT"}, "MIT", False),
    ({}, "NOASSERTION", False),
    ({"license": "unknown"}, "NOASSERTION", False),
    ({"license": "no"}, "NOASSERTION", False),
    ({"license": "llama3.1"}, "llama-3.1-community", False),
    ({"license": "other", "license_name": "llama3.1"}, "llama-3.1-community", False),
    ({"license": ("mit", "apache-2.0")}, "Apache-2.0 AND MIT", True),
    ({"license": ("mit",)}, "MIT", False),
    (
        {"license": "mit", "files": (*WEIGHTS, POLICY)},
        "LicenseRef-use-policy AND MIT",
        False,
    ),
    (
        {"license": "llama3.1", "files": (*WEIGHTS, POLICY)},
        "llama-3.1-community",
        False,
    ),
]


@pytest.mark.parametrize(("said", "license", "conflict"), LICENSES)
def test_the_declared_license_is_a_claim_about_the_weights(said, license, conflict):
    fact = drafted(**{"files": WEIGHTS, **said})["final-weights"]
    assert sorted(fact.license.split(" AND ")) == sorted(license.split(" AND "))
    assert fact.license_conflict is conflict


TEXT = license_texts.digest(MIT)
READ = {"license_file": "LICENSE", "license_digest": TEXT}
TEXTS: list[tuple[dict[str, Any], str, bool]] = [
    ({"license": "other", **READ}, "MIT", False),
    ({**READ}, "MIT", False),
    ({"license": "mit", **READ}, "MIT", False),
    ({"license": "apache-2.0", **READ}, "Apache-2.0 AND MIT", True),
    ({"license": "other", "license_name": "llama3.1", **READ}, "MIT AND llama-3.1-community", True),
    # A text nobody has named says nothing, and is kept so that another one shows.
    ({"license": "other", **READ, "license_digest": "0" * 64}, "other-tag", False),
    ({"license": "mit", **READ, "license_digest": "0" * 64}, "MIT", False),
]


@pytest.mark.parametrize(("said", "license", "conflict"), TEXTS)
def test_the_text_of_the_license_file_is_read_beside_what_is_declared(said, license, conflict):
    fact = drafted(files=WEIGHTS, **said)["final-weights"]
    assert sorted(fact.license.split(" AND ")) == sorted(license.split(" AND "))
    assert fact.license_conflict is conflict
    assert fact.license_digest == said["license_digest"]
    assert [proof.url for proof in fact.proofs] == [
        f"{PAGE}/blob/0123abc/{name}" for name in ("model.safetensors", "LICENSE")
    ]
    assert ("LICENSE" in fact.license_source) is (fact.license_digest == TEXT)


def test_the_license_of_other_files_is_not_stated():
    facts = drafted(
        license="mit", files=(*WEIGHTS, ("tokenizer", "t"), ("configuration", "c"), ("readme", "r"))
    )
    assert {name: fact.license for name, fact in facts.items()} == {
        "final-weights": "MIT",
        "tokenizer": "NOASSERTION",
        "model-configuration": "NOASSERTION",
        "model-card": "NOASSERTION",
    }


RECORDS: list[tuple[dict[str, Any], str, Availability, Coverage]] = [
    ({"files": (("readme", "README.md"),)}, "model-card", Availability.RELEASED, Coverage.UNKNOWN),
    ({"has_evaluation": True}, "evaluation-results", Availability.RELEASED, Coverage.UNKNOWN),
    ({"arxiv": ("2401.00001",)}, "preprint", Availability.RELEASED, Coverage.UNKNOWN),
    ({"files": (("policy", "USE_POLICY.md"),)}, "use-policy", Availability.RELEASED, Coverage.UNKNOWN),
    ({"files": (("optimizer", "optimizer.pt"),)}, "optimizer-state", Availability.RELEASED, Coverage.ALL),
    ({"files": (("checkpoint", "step100/model.bin"),)}, "checkpoints", Availability.RELEASED, Coverage.SOME),
]


@pytest.mark.parametrize(("said", "component", "availability", "coverage"), RECORDS)
def test_each_signal_drafts_one_component_and_no_other(said, component, availability, coverage):
    facts = drafted(**said)
    assert list(facts) == [component]
    assert (facts[component].availability, facts[component].coverage) == (availability, coverage)


def test_the_card_of_a_gated_repository_is_public():
    assert drafted(gated="manual", files=(("readme", "README.md"),))["model-card"].gate is Gate.NONE


def test_a_known_library_brings_its_code_under_its_license():
    facts = drafted(library="Transformers", license="cc-by-nc-4.0")
    assert {(name, fact.license) for name, fact in facts.items()} == {
        ("inference-code", "Apache-2.0"),
        ("architecture-code", "Apache-2.0"),
    }


@pytest.mark.parametrize(
    "said", [{"library": "gguf"}, {"library": ""}, {"library": "transformers", "custom_code": True}]
)
def test_an_unknown_library_or_code_of_their_own_brings_nothing(said):
    assert drafted(**said) == {}


def test_what_is_implied_and_not_stated_is_named():
    facts = drafted(library="transformers", arxiv=("2401.00001",), files=WEIGHTS)
    assert set(facts) - {"final-weights"} == IMPLIED


def test_a_hub_draft_judges_nothing() -> None:
    """How complete a document is, what it covers and which rights data carry is for people to say."""
    files = (("readme", "README.md"), *WEIGHTS, POLICY)
    said = replace(BARE, files=files, arxiv=("2401.00001",), has_evaluation=True, license="apache-2.0")
    facts = observed(said.relevant())
    assert facts.components
    assert not facts.release
    for row in facts:
        assert (row.quality, row.covers, row.peer_reviewed) == ("unknown", None, "unknown")
        assert (row.rights, row.contents_rights) == ("unknown", "unknown")


def test_every_fact_is_observed_and_cites_the_page_at_its_commit():
    facts = drafted(files=(*WEIGHTS, ("readme", "README.md")))
    assert {(fact.origin, fact.source) for fact in facts.values()} == {(Origin.OBSERVED, "huggingface")}
    assert facts["final-weights"].proofs == (
        Proof(f"{PAGE}/blob/0123abc/model.safetensors", accessed_on="2026-11-01"),
    )
    assert drafted(files=WEIGHTS, commit="")["final-weights"].proofs[0].url == PAGE


def test_a_file_name_is_quoted_where_it_is_cited():
    files = (("weights", 'a b/"><script>.bin'),)
    assert (
        drafted(files=files)["final-weights"].proofs[0].url
        == f"{PAGE}/blob/0123abc/a%20b/%22%3E%3Cscript%3E.bin"
    )


FILES = {
    "model.safetensors": "weights",
    "pytorch_model-00001-of-00002.bin": "weights",
    "unet/diffusion_pytorch_model.safetensors": "weights",
    "rocket.Q4_K_M.gguf": "weights",
    "consolidated.00.pth": "weights",
    "training_args.bin": "",
    "scheduler.pt": "",
    "rng_state_0.pth": "",
    "optimizer.pt": "optimizer",
    "global_step10/bf16_zero_pp_rank_0_mp_rank_00_optim_states.pt": "optimizer",
    "checkpoint-500/model.safetensors": "checkpoint",
    "step_1000/model.safetensors": "checkpoint",
    "tokenizer.json": "tokenizer",
    "text_encoder/config.json": "configuration",
    "README.md": "readme",
    "docs/README.md": "",
    "LICENSE": "license",
    "license.txt": "license",
    "LICENCE.md": "license",
    "LICENSE-MODEL": "license",
    "COPYING": "license",
    "vendor/LICENSE": "",
    "licensed_words.txt": "",
    "USE_POLICY.md": "policy",
    "Acceptable_Use_Policy.md": "policy",
    "model.py": "",
    "notes.bin.txt": "",
    "": "",
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_known_by_its_name(name):
    assert file_kinds.kind_of(name) == FILES[name]


def test_files_beyond_the_cap_are_not_looked_at():
    names = [f"{number}.txt" for number in range(file_kinds.MOST_FILES)] + ["model.safetensors"]
    assert file_kinds.found(names) == ()
