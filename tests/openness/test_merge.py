"""Who wins when several sources, or several parts, speak of the same component."""

import pytest

from registry.openness.facts import (
    NOASSERTION,
    Availability,
    Coverage,
    Fact,
    Gate,
    Origin,
    Quality,
    ReleaseFact,
)
from registry.openness.merge import agree, disagreements, effective, least_open
from tests.build import released

WEIGHTS = "final-weights"
GATED = {"availability": Availability.RELEASED_GATED, "gate": Gate.REGISTRATION}


def test_of_several_parts_the_least_open_facet_counts():
    merged = least_open(
        [
            released(WEIGHTS, quality=Quality.UNKNOWN),
            released(WEIGHTS, "CC-BY-NC-4.0", qualifier="vae", coverage=Coverage.SOME, **GATED),
        ]
    )
    assert merged is not None
    assert (merged.availability, merged.gate) == (Availability.RELEASED_GATED, Gate.REGISTRATION)
    assert merged.coverage is Coverage.SOME
    assert merged.license == "Apache-2.0 AND CC-BY-NC-4.0"


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (Availability.RELEASED, Availability.UNKNOWN),
        (Availability.DESCRIBED, Availability.UNKNOWN),
        (Availability.WITHHELD, Availability.WITHHELD),
        (Availability.NOT_APPLICABLE, Availability.UNKNOWN),
    ],
)
def test_an_unknown_part_makes_the_whole_unknown_unless_another_is_the_lowest(other, expected):
    merged = least_open([Fact(WEIGHTS), Fact(WEIGHTS, "vae", other)])
    assert merged is not None
    assert merged.availability is expected


def test_parts_that_do_not_apply_drop_out():
    merged = least_open([Fact(WEIGHTS, "vae", Availability.NOT_APPLICABLE), released(WEIGHTS)])
    assert merged is not None
    assert merged.availability is Availability.RELEASED


def test_no_parts_give_no_fact():
    assert least_open([]) is None
    assert agree([]) is None


def test_a_source_that_does_not_know_never_lowers_one_that_does():
    merged = agree([released(WEIGHTS), Fact(WEIGHTS), released(WEIGHTS, NOASSERTION)])
    assert merged is not None
    assert (merged.availability, merged.license) == (Availability.RELEASED, "Apache-2.0")
    assert not merged.license_conflict


def test_a_license_stated_without_an_availability_still_counts():
    merged = agree([released(WEIGHTS, "MIT"), Fact(WEIGHTS, license="CC-BY-NC-4.0")])
    assert merged is not None
    assert (merged.availability, merged.gate) == (Availability.RELEASED, Gate.NONE)
    assert merged.license == "CC-BY-NC-4.0 AND MIT"
    assert merged.license_conflict


def test_sources_that_disagree_are_combined_toward_the_less_open_and_marked():
    merged = agree(
        [released(WEIGHTS, source="mot"), released(WEIGHTS, "CC-BY-NC-4.0", source="osai", **GATED)]
    )
    assert merged is not None
    assert merged.availability is Availability.RELEASED_GATED
    assert merged.gate is Gate.REGISTRATION
    assert merged.license == "Apache-2.0 AND CC-BY-NC-4.0"
    assert merged.license_conflict
    assert merged.source == "mot+osai"


@pytest.mark.parametrize(
    ("other", "kept"),
    [
        (released(WEIGHTS, NOASSERTION, source="osai"), "Apache-2.0"),
        (released(WEIGHTS, "Apache-2.0", source="osai"), None),
        (released(WEIGHTS, "Apache-2.0", source="x", license_verbatim="Apache-2.0"), "Apache-2.0"),
    ],
)
def test_a_record_string_outlives_a_source_that_states_no_license(other, kept):
    record = released(
        WEIGHTS, license_verbatim="Apache-2.0", license_inherited_from="distribution", source="mot"
    )
    merged = agree([record, other])
    assert merged is not None
    assert merged.license_verbatim == kept
    assert merged.license_inherited_from == "distribution"


@pytest.mark.parametrize(
    ("layers", "expected"),
    [
        ({"reviewed", "imported", "observed"}, Origin.REVIEWED),
        ({"imported", "observed"}, Origin.IMPORTED),
        ({"observed"}, Origin.OBSERVED),
    ],
)
def test_the_strongest_layer_counts_alone(layers, expected):
    said = {name: [released(WEIGHTS, origin=Origin(name), source=name)] for name in layers}
    (fact,) = effective(**said)
    assert fact.origin is expected


def test_while_a_drift_is_open_the_less_open_of_record_and_hub_counts():
    record = released(WEIGHTS, origin=Origin.REVIEWED, source="review")
    seen = released(WEIGHTS, "CC-BY-NC-4.0", origin=Origin.OBSERVED, source="huggingface")
    (before,) = effective(reviewed=[record], observed=[seen])
    (during,) = effective(reviewed=[record], observed=[seen], drifting={(WEIGHTS, "")})
    assert before.license == "Apache-2.0"
    assert during.license == "Apache-2.0 AND CC-BY-NC-4.0"
    assert during.origin is Origin.OBSERVED


@pytest.mark.parametrize(
    ("seen", "facets"),
    [
        (released(WEIGHTS), []),
        (released(WEIGHTS, "apache-2.0"), []),
        (released(WEIGHTS, NOASSERTION), []),
        (Fact(WEIGHTS), []),
        (Fact(WEIGHTS, license="MIT"), ["license"]),
        (released(WEIGHTS, "MIT"), ["license"]),
        (released(WEIGHTS, **GATED), ["availability"]),
        (released(WEIGHTS, "MIT", **GATED), ["availability", "license"]),
    ],
)
def test_an_observation_contradicts_only_what_both_state(seen, facets):
    assert [found.facet for found in disagreements(released(WEIGHTS), seen)] == facets


def test_release_facts_come_from_the_strongest_origin_and_differing_equals_are_unknown():
    rows = [
        ReleaseFact("gpai", "yes", origin=Origin.IMPORTED),
        ReleaseFact("gpai", "no", origin=Origin.REVIEWED),
        ReleaseFact("modality", "text", origin=Origin.IMPORTED),
        ReleaseFact("modality", "code", origin=Origin.IMPORTED),
    ]
    merged = effective(release=rows)
    assert merged.value("gpai") == "no"
    assert merged.value("modality") == "unknown"
