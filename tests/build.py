"""Builders for tests: each makes one thing, with defaults that nobody has to read."""

import hashlib
import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client

from registry.accounts.actors import Actor
from registry.accounts.models import Grant, User
from registry.catalog.datasets import Used, list_dataset, set_uses
from registry.catalog.lineage import Parent, set_bases
from registry.catalog.models import (
    OF_MODELS,
    AIModel,
    BaseLink,
    Dataset,
    DatasetUse,
    HubEntry,
    Organization,
    citation_key,
)
from registry.hubs.snapshot import Snapshot
from registry.jobs import tasks
from registry.jobs.models import Job
from registry.openness.datasets import DATA, LAST_SEEN
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
from registry.scorecards import derive
from registry.scorecards.models import Evidence, Provenance
from registry.scorecards.record import Cause, Recorded, Seen, Stated, StatedOfDataset, record

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
    """The model's page on a hub, claimed and not read yet; elsewhere a repository that it cites."""
    name = repo_id or model.path
    cited_as = "" if hub == OF_MODELS else citation_key(model.pk, name)
    return HubEntry.objects.create(hub=hub, repo_id=name, model=model, cited_as=cited_as)


def see(entry: HubEntry, *, now: datetime = NOON, **said: Any) -> Recorded:
    """The hub shows this of the entry: Apache-2.0 weights, but for what differs."""
    shown: dict[str, Any] = {
        "license": "apache-2.0",
        "files": (("weights", "model.safetensors"),),
        "file_count": 5,
    } | said
    page = f"https://huggingface.co/{entry.repo_id}"
    commit = hashlib.sha1(repr(said).encode(), usedforsecurity=False).hexdigest()
    seen = Snapshot(entry.hub, f"k{entry.pk}", entry.repo_id, page, commit, now.isoformat(), **shown)
    statement = Seen(entry.pk, entry.model_id, commit, now, seen.digest, seen.relevant())
    return record(statement, cause=Cause.HUB, now=now)


def import_facts(model: AIModel, *rows: Fact, origin: str = "mot", now: datetime = NOON) -> Recorded:
    """Record these facts as all that an import source says of the model."""
    statement = Stated(
        model.pk, Facts.of(rows), Evidence.Source.IMPORT, origin, make_provenance(origin).pk, "2026-05-01"
    )
    return record(statement, cause=Cause.IMPORT, now=now)


def review_facts(model: AIModel, *rows: Fact, now: datetime = NOON) -> Recorded:
    """Record these facts as accepted by review."""
    stated = Facts.of(proved(row) for row in rows)
    statement = Stated(model.pk, stated, Evidence.Source.REVIEW, "review")
    return record(statement, cause=Cause.REVIEW, now=now)


def proved(row: Fact) -> Fact:
    """The fact with a quote in each of its proofs, and with one proof at least: nothing else is reviewed."""
    proofs = row.proofs or (Proof(f"https://example.org/{row.component}"),)
    quoted = [replace(proof, quote=proof.quote or "As it says there.") for proof in proofs]
    dated = [replace(proof, accessed_on=proof.accessed_on or "2026-10-01") for proof in quoted]
    return replace(row, proofs=tuple(dated))


def link(child: AIModel, *parents: str, relation: str = "finetune", source: str = "declared") -> None:
    """The child was made from these, and its scorecard is to follow them."""
    changed = set_bases(child, [Parent(path, relation, BaseLink.Source(source).value) for path in parents])
    derive.anew(changed)


def review_dataset(path: str, fact: Fact, *, last_seen: str = "", now: datetime = NOON) -> Dataset:
    """A listed dataset of which a review accepted this fact, whatever component it names."""
    dataset = list_dataset(path, now=now)
    data = proved(replace(fact, component=DATA))
    seen = [ReleaseFact(LAST_SEEN, last_seen, data.proofs)] if last_seen else []
    stated = Facts.of([data], seen)
    record(StatedOfDataset(dataset.pk, stated, Evidence.Source.REVIEW, "review"), cause=Cause.REVIEW, now=now)
    return dataset


def use(model: AIModel, *paths: str, stage: str = "pretraining", source: str = "curated") -> None:
    """The model was trained on these, and its scorecard is to follow them."""
    if set_uses(model, [Used(path, stage) for path in paths], source=DatasetUse.Source(source).value):
        derive.anew([model.pk])


def do_jobs() -> int:
    """Do the jobs that wait, and those they ask for, as one worker would; how many there were."""
    done = 0
    while job := Job.objects.filter(state=Job.State.WAITING).order_by("pk").first():
        tasks.work(job.pk)
        done += 1
    return done


def make_user(
    username: str = "",
    *,
    email: str = "",
    verified: bool = True,
    reviewer: bool = False,
    curator: bool = False,
    admin: bool = False,
    mfa: bool | None = None,
) -> User:
    """A person with an account; of a privileged role with a second factor, unless `mfa` says otherwise."""
    name = username or f"person-{User.objects.count() + 1}"
    user = User.objects.create(
        username=name, email=email or f"{name}@people.example", password="!", date_joined=NOON
    )
    wanted = {"reviewer": reviewer, "curator": curator, "admin": admin}
    given = [role for role, is_given in wanted.items() if is_given]
    Grant.objects.bulk_create(Grant(user=user, role=role, granted_at=NOON) for role in given)
    if verified:
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if bool(given) if mfa is None else mfa:
        Authenticator.objects.create(user=user, type="totp", data={})
    return user


def make_actor(user: User | None = None, *, mfa: bool = True, via: str = "page") -> Actor:
    """This person, or a new one, acting with a second factor."""
    return Actor(user or make_user(), mfa=mfa, via=via, request_id="test")


def sign_in(client: Client, user: User, *, mfa: bool = False) -> Client:
    """This browser, in a session of this person; with `mfa` in one that was opened with a second factor."""
    client.force_login(user)
    if mfa:
        session = client.session
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": time.time(), "type": "totp"}]
        session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
        session.save()
    return client
