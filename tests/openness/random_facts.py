"""Random valid facts, and the golden releases A to F that every definition is tried on."""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from registry.openness import components
from registry.openness.facts import (
    DATA_TOPICS,
    NOASSERTION,
    NONE,
    RELEASE_FACTS,
    REPORT_TOPICS,
    TOPICS,
    Availability,
    ContentsRights,
    Coverage,
    Fact,
    Facts,
    Gate,
    Origin,
    Quality,
    ReleaseFact,
    Rights,
    RightsReason,
    YesNo,
)

EVIDENCE = [slug for slug, component in components.ALL.items() if component.record_as == "evidence"]
MAY_BE_NOT_APPLICABLE = [slug for slug in EVIDENCE if components.ALL[slug].may_be_not_applicable]
LICENSES = (
    *("Apache-2.0", "MIT", "GPL-3.0-only", "CC-BY-4.0", "CC0-1.0", "ODC-By-1.0", "CC-BY-NC-4.0"),
    *(
        "llama-3.1-community",
        "bigscience-bloom-rail-1.0",
        "kimi-modified-mit",
        "LicenseRef-arxiv-nonexclusive-1.0",
    ),
    *("Apache-2.0 AND CC-BY-NC-4.0", "CC-BY-4.0 OR MIT", NONE, NOASSERTION),
)
GATED = [gate for gate in Gate if gate not in (Gate.NONE, Gate.UNKNOWN)]
# What the definitions of this project read most; random releases are made of these more often than of others.
WEIGHTY = (
    *("training-code", "data-processing-code", "posttraining-code", "inference-code", "architecture-code"),
    *(
        "pretraining-data",
        "finetuning-data",
        "preference-data",
        "data-labels",
        "final-weights",
        "base-weights",
    ),
    *("hyperparameters", "data-information", "data-card", "data-source-list", "technical-report", "preprint"),
    *(
        "research-paper",
        "model-card",
        "evaluation-results",
        "evaluation-code",
        "evaluation-data",
        "tokenizer",
    ),
)


@st.composite
def fact(
    draw: st.DrawFn, component: str, qualifier: str = "", origins: tuple[Origin, ...] = tuple(Origin)
) -> Fact:
    """A fact that passes `admissible.problems`."""
    what = components.ALL[component]
    choices = [a for a in Availability if a is not Availability.NOT_APPLICABLE or what.may_be_not_applicable]
    # The upper rungs more often: below them most definitions agree.
    availability = draw(
        st.sampled_from([*choices, *[Availability.RELEASED] * 6, Availability.RELEASED_GATED])
    )
    row = Fact(component, qualifier, availability, origin=draw(st.sampled_from(origins)))
    if availability is Availability.NOT_APPLICABLE:
        return replace(row, reason="the stage does not exist")
    facets: dict[str, Any] = {"gate": draw(gate_for(availability))}
    coverages = [c for c in Coverage if c is not Coverage.NONE or availability is Availability.WITHHELD]
    facets["coverage"] = draw(st.sampled_from([*coverages, Coverage.ALL, Coverage.ALL]))
    if what.kind != "fact":
        facets["license"] = draw(st.sampled_from(LICENSES))
        # As in the records of the Model Openness Tool; None elsewhere.
        facets["license_verbatim"] = draw(
            st.sampled_from([None] * 5 + ["Apache-2.0", "Apache 2.0", "unlicensed"])
        )
        facets["license_inherited_from"] = draw(st.sampled_from(["", "", "", "distribution", what.kind]))
    if what.kind == "data":
        facets["rights"] = draw(st.sampled_from(Rights))
        facets["rights_reason"] = draw(st.sampled_from(RightsReason))
        facets["contents_rights"] = draw(st.sampled_from(ContentsRights))
    if what.kind == "document":
        facets["quality"] = draw(st.sampled_from([*Quality, Quality.COMPREHENSIVE]))
        facets["covers"] = draw(
            st.sampled_from(
                [None, TOPICS, TOPICS, frozenset(DATA_TOPICS), frozenset(REPORT_TOPICS), frozenset()]
            )
        )
        facets["peer_reviewed"] = draw(st.sampled_from(YesNo))
    return replace(row, **facets)


def gate_for(availability: Availability) -> st.SearchStrategy[Gate]:
    """The gates that go with an availability."""
    match availability:
        case Availability.RELEASED:
            return st.just(Gate.NONE)
        case Availability.RELEASED_GATED:
            return st.sampled_from(GATED)
    return st.just(Gate.UNKNOWN)


@st.composite
def random_facts(
    draw: st.DrawFn, qualified: bool = True, origins: tuple[Origin, ...] = tuple(Origin)
) -> Facts:
    """A release of some components, some of them with sub-models, and some release facts."""
    slugs = draw(st.lists(st.sampled_from([*EVIDENCE, *WEIGHTY * 3]), max_size=24, unique=True))
    rows = [draw(fact(slug, origins=origins)) for slug in slugs]
    if qualified and rows and draw(st.booleans()):
        rows.append(draw(fact(draw(st.sampled_from(slugs)), "vae", origins=origins)))
    return Facts.of(rows, draw(release_facts(origins)))


@st.composite
def release_facts(draw: st.DrawFn, origins: tuple[Origin, ...]) -> list[ReleaseFact]:
    keys = draw(
        st.lists(st.sampled_from([key for key, listed in RELEASE_FACTS.items() if listed]), unique=True)
    )
    return [
        ReleaseFact(key, draw(st.sampled_from(RELEASE_FACTS[key])), origin=draw(st.sampled_from(origins)))
        for key in keys
    ]


@st.composite
def open_facts(draw: st.DrawFn) -> Facts:
    """Release A with a few components changed: near the verdicts that random releases never reach."""
    rows = {row.component: row for row in full()}
    for slug in draw(st.lists(st.sampled_from(EVIDENCE), max_size=5, unique=True)):
        rows[slug] = draw(fact(slug, origins=(Origin.REVIEWED,)))
    for slug in draw(st.lists(st.sampled_from(EVIDENCE), max_size=3, unique=True)):
        rows.pop(slug, None)
    return Facts.of(rows.values(), RELEASE)


any_facts = random_facts() | open_facts()
unqualified_facts = random_facts(qualified=False) | open_facts()


# --- the golden releases ---

RELEASE = [
    ReleaseFact("gpai", "yes"),
    ReleaseFact("systemic_risk", "no"),
    ReleaseFact("monetization", "none"),
    ReleaseFact("public_api", "open"),
    ReleaseFact("registry_package", "package"),
]


def shipped_in_full(component: str) -> Fact:
    """Released without a gate under the usual free license of its kind, documents comprehensive."""
    what = components.ALL[component]
    license = {"code": "Apache-2.0", "document": "CC-BY-4.0", "data": "CC-BY-4.0", "fact": NOASSERTION}[
        what.kind
    ]
    document = what.kind == "document"
    return Fact(
        component,
        availability=Availability.RELEASED,
        coverage=Coverage.ALL,
        gate=Gate.NONE,
        license="Apache-2.0" if what.is_weights else license,
        quality=Quality.COMPREHENSIVE if document else Quality.UNKNOWN,
        covers=TOPICS if document else None,
        peer_reviewed=YesNo.YES if component == "research-paper" else YesNo.UNKNOWN,
    )


def full() -> Facts:
    """A: every component released."""
    return Facts.of([shipped_in_full(slug) for slug in EVIDENCE], RELEASE)


SHIPPED_IN_B = ("final-weights", "inference-code", "model-card")
ABSENT_IN_B = (
    *("base-weights", "posttraining-code", "tokenizer", "supporting-libraries", "data-acquisition-code"),
    *("finetuning-data", "preference-data"),
)


def weights() -> Facts:
    """B: weights, inference code and a model card; everything else withheld, tuning not applicable."""
    rows = []
    for slug in EVIDENCE:
        if slug in SHIPPED_IN_B:
            rows.append(shipped_in_full(slug))
        elif slug in ABSENT_IN_B:
            rows.append(Fact(slug, availability=Availability.NOT_APPLICABLE, reason="no such stage"))
        else:
            rows.append(Fact(slug, availability=Availability.WITHHELD))
    return Facts.of(rows, RELEASE)


def draft() -> Facts:
    """C: what a hub shows of B, nothing else known."""
    return Facts.of([shipped_in_full(slug) for slug in SHIPPED_IN_B]).with_origin(Origin.OBSERVED, "hub")


def community() -> Facts:
    """D: B with weights behind a registration, under a community license."""
    gated = {
        "availability": Availability.RELEASED_GATED,
        "gate": Gate.REGISTRATION,
        "license": "llama-3.1-community",
    }
    return changed(weights(), "final-weights", **gated)


def recipe() -> Facts:
    """E: A, but the corpus can only be rebuilt."""
    return changed(full(), "pretraining-data", availability=Availability.RECONSTRUCTIBLE, gate=Gate.UNKNOWN)


def container() -> Facts:
    """F: A, but the corpus under a database license, with mixed rights in its contents."""
    return changed(full(), "pretraining-data", license="ODC-By-1.0", contents_rights=ContentsRights.MIXED)


def changed(facts: Facts, component: str, **facets: Any) -> Facts:
    """The same facts with one of them changed, or added."""
    row = facts.components.get((component, ""), Fact(component))
    return with_row(facts, replace(row, **facets))


def with_row(facts: Facts, row: Fact) -> Facts:
    return Facts({**facts.components, row.key: row}, facts.release)


def without(facts: Facts, *components: str) -> Facts:
    """The same facts, nothing known of these components."""
    kept = {key: row for key, row in facts.components.items() if key[0] not in components}
    return Facts(kept, facts.release)


GOLDEN = {
    "A": full(),
    "B": weights(),
    "C": draft(),
    "D": community(),
    "E": recipe(),
    "F": container(),
}
