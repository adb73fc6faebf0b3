"""What a repository that sources cite may say beside the record: each row one rule."""

from dataclasses import replace
from typing import Any

import pytest

from registry.hubs.observed import observed
from registry.hubs.repository import Cited, Repository
from registry.openness.admissible import problems
from registry.openness.facts import NOASSERTION, Availability, Coverage, Fact, Facts, Gate, Origin
from tests.build import released, withheld

CODE = Cited("training-code", for_license=True)
GITHUB = Repository(
    hub="github",
    key="1296269",
    repo_id="acme/train",
    page="https://github.com/acme/train",
    fetched_at="2026-11-01T12:00:00+00:00",
    license="MIT",
    license_source="license file as detected by GitHub: MIT",
    has_code=True,
    has_files=True,
    cited=(CODE,),
)
ZENODO = replace(GITHUB, hub="zenodo", has_code=False, license="cc-by-4.0")
MIRROR = replace(
    GITHUB,
    hub="modelscope",
    license="Apache License 2.0",
    files=(("weights", "model.safetensors"),),
    cited=(Cited("final-weights", for_license=True),),
)
RECORD = released("training-code", "Apache-2.0")


def shown(seen: Repository, *record: Fact, **changes: Any) -> dict[str, Fact]:
    facts = observed(replace(seen, **changes).relevant(), Facts.of(record or [RECORD]))
    assert not any(problems(fact) for fact in facts), [problems(fact) for fact in facts]
    return {fact.component: fact for fact in facts}


def test_code_that_is_there_is_released_under_the_license_that_is_detected():
    fact = shown(GITHUB)["training-code"]
    assert (fact.availability, fact.gate, fact.license) == (Availability.RELEASED, Gate.NONE, "MIT")
    assert (fact.origin, fact.source) == (Origin.OBSERVED, "github")
    assert fact.license_source == "license file as detected by GitHub: MIT"
    assert [(proof.url, proof.accessed_on) for proof in fact.proofs] == [
        ("https://github.com/acme/train", "2026-11-01")
    ]
    assert fact.coverage is Coverage.UNKNOWN


@pytest.mark.parametrize(
    "record",
    [
        [released("evaluation-code")],
        [withheld("training-code")],
        [Fact("training-code", availability=Availability.DESCRIBED)],
        [Fact("training-code")],
    ],
    ids=["of something else", "withheld", "described", "unknown"],
)
def test_nothing_is_shown_without_a_record_that_says_it_is_released(record):
    assert shown(GITHUB, *record) == {}


def test_without_any_record_nothing_is_shown_at_all():
    assert list(observed(GITHUB.relevant())) == []


@pytest.mark.parametrize(
    "changes",
    [{"private": True}, {"disabled": True}, {"has_code": False}, {"gated": "other"}, {"cited": ()}],
)
def test_what_cannot_be_seen_says_nothing(changes):
    assert shown(GITHUB, **changes) == {}


def test_archived_is_a_state_and_no_fact():
    assert shown(GITHUB, archived=True) == shown(GITHUB)


@pytest.mark.parametrize("component", ["pretraining-data", "final-weights", "model-card", "random-seeds"])
def test_a_code_repository_shows_code_only(component):
    record = released(component, quality=RECORD.quality)
    assert shown(GITHUB, record, cited=(Cited(component, for_license=True),)) == {}


@pytest.mark.parametrize("license", ["", "NOASSERTION", "other", "surprising terms"])
def test_a_license_that_cannot_be_told_is_not_stated(license):
    fact = shown(GITHUB, license=license)["training-code"]
    assert (fact.license, fact.license_source, fact.is_known) == (NOASSERTION, "", True)


def test_a_folder_or_one_of_several_repositories_says_nothing_of_the_license():
    assert shown(GITHUB, cited=(Cited("training-code"),))["training-code"].license == NOASSERTION


@pytest.mark.parametrize(
    ("recorded", "detected", "license"),
    [
        ("Apache-2.0", "MIT", "MIT"),
        ("Apache-2.0", "Apache-2.0", "Apache-2.0"),
        (NOASSERTION, "MIT", "MIT"),
        ("Apache-2.0 AND CC-BY-4.0", "Apache-2.0", NOASSERTION),
        ("MIT OR Apache-2.0", "MIT", NOASSERTION),
        ("Apache-2.0 AND CC-BY-4.0", "MIT", "MIT"),
    ],
)
def test_one_license_of_those_on_record_confirms_them(recorded, detected, license):
    assert shown(GITHUB, replace(RECORD, license=recorded), license=detected)["training-code"].license == (
        license
    )


def test_a_tag_that_does_not_say_or_later_is_the_license_on_record():
    fact = shown(GITHUB, replace(RECORD, license="GPL-3.0-or-later"), license="GPL-3.0")["training-code"]
    assert fact.license == "GPL-3.0-only OR GPL-3.0-or-later"


@pytest.mark.parametrize(
    ("gated", "availability", "gate"),
    [
        ("", Availability.RELEASED, Gate.NONE),
        ("manual", Availability.RELEASED_GATED, Gate.APPROVAL),
        ("closed", None, None),
    ],
)
def test_a_record_of_zenodo_shows_whatever_it_is_cited_for(gated, availability, gate):
    data = Cited("pretraining-data", for_license=True)
    facts = shown(ZENODO, released("pretraining-data"), cited=(data,), gated=gated)
    if availability is None:
        assert facts == {}
        return
    fact = facts["pretraining-data"]
    assert (fact.availability, fact.gate, fact.license) == (availability, gate, "CC-BY-4.0")


def test_a_record_without_files_shows_nothing():
    assert shown(ZENODO, has_files=False) == {}


def test_a_mirror_shows_the_weights_it_is_cited_for():
    fact = shown(MIRROR, released("final-weights"))["final-weights"]
    assert (fact.availability, fact.license) == (Availability.RELEASED, "Apache-2.0")
    assert shown(MIRROR, released("final-weights"), files=()) == {}
    tokenizer = Cited("tokenizer", for_license=True)
    facts = shown(MIRROR, released("tokenizer"), cited=(tokenizer,), files=(("tokenizer", "tokenizer.json"),))
    assert facts["tokenizer"].license == NOASSERTION


def test_parts_of_a_model_keep_their_names():
    part = Cited("training-code", "vae", for_license=True)
    fact = shown(GITHUB, replace(RECORD, qualifier="vae"), cited=(part,))["training-code"]
    assert fact.key == ("training-code", "vae")


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        ({"fetched_at": "2027-01-01T00:00:00+00:00", "modified_at": "2027-01-01T00:00:00+00:00"}, True),
        ({"page": "https://github.com/Acme/train", "doi": "10.5281/zenodo.1"}, True),
        ({"repo_id": "newco/train"}, False),
        ({"license": "Apache-2.0"}, False),
        ({"archived": True}, False),
        ({"has_code": False}, False),
        ({"cited": ()}, False),
    ],
)
def test_what_makes_an_observation_a_new_one(changes, same):
    assert (replace(GITHUB, **changes).digest == GITHUB.digest) is same
