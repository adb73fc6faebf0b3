"""Builders for tests: each makes one thing, with defaults that nobody has to read."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from registry.catalog.models import AIModel, HubEntry, Organization
from registry.openness.facts import (
    Availability,
    Coverage,
    Fact,
    Facts,
    Gate,
    Origin,
    Proof,
    Quality,
    ReleaseFact,
)
from registry.scorecards.models import Evidence, Provenance
from registry.scorecards.record import Cause, Recorded, Stated, record

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


def released(component: str, license: str = "Apache-2.0", **facets: object) -> Fact:
    """A component anyone can download in full; say only what differs."""
    fact = Fact(
        component,
        availability=Availability.RELEASED,
        coverage=Coverage.ALL,
        gate=Gate.NONE,
        license=license,
        quality=Quality.COMPREHENSIVE,
        proofs=(Proof(f"https://example.org/{component}", accessed_on="2026-10-01"),),
    )
    return replace(fact, **facets)  # type: ignore[arg-type]


def withheld(component: str) -> Fact:
    """A component somebody looked for and did not find."""
    return Fact(component, availability=Availability.WITHHELD)


def facts(*rows: Fact, release: Iterable[ReleaseFact] = (), origin: Origin | None = None) -> Facts:
    """These facts; with an origin, all of them from there."""
    made = Facts.of(rows, release)
    return made.with_origin(origin, "test") if origin else made


def make_model(path: str = "acme/rocket-7b", *, name: str = "", hidden: bool = False) -> AIModel:
    """A listed model with its organization."""
    slug, _, last = path.partition("/")
    organization, _ = Organization.objects.get_or_create(
        slug=slug, defaults={"name": slug.strip("~").title()}
    )
    return AIModel.objects.create(
        path=path, name=name or last, organization=organization, hidden=hidden, added_at=NOON
    )


def make_provenance(origin: str = "mot", *, file: str = "rocket.yml") -> Provenance:
    return Provenance.objects.get_or_create(
        origin=origin,
        commit="0123456",
        file=file,
        defaults={
            "project": f"{origin} records",
            "license": "MIT",
            "attribution": f"{origin} records, MIT",
        },
    )[0]


def make_entry(model: AIModel, *, repo_id: str = "", hub: str = "huggingface") -> HubEntry:
    """The model's page on a hub, claimed and not read yet."""
    return HubEntry.objects.create(hub=hub, repo_id=repo_id or model.path, model=model)


def import_facts(model: AIModel, *rows: Fact, origin: str = "mot", now: datetime = NOON) -> Recorded:
    """Record these facts as all that an import source says of the model."""
    statement = Stated(
        model.pk, Facts.of(rows), Evidence.Source.IMPORT, origin, make_provenance(origin).pk, "2026-05-01"
    )
    return record(statement, cause=Cause.IMPORT, now=now)


def review_facts(model: AIModel, *rows: Fact, now: datetime = NOON) -> Recorded:
    """Record these facts as accepted by review."""
    statement = Stated(model.pk, Facts.of(rows), Evidence.Source.REVIEW, "review")
    return record(statement, cause=Cause.REVIEW, now=now)
