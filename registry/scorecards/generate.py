"""Made-up models in any number, to see how lists and searches do at scale. Never beside real ones.

As on a hub, few combinations of facts hold most of the models: the share of a profile falls with its place to
the power of 1.5. The first of them are machine drafts; those with a handful of models each are imported or
reviewed, and popular. A quarter of the rest was never downloaded.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate

from django.db import connection, transaction

from registry.catalog import search_docs, tables
from registry.catalog.models import AIModel, Organization, SearchDoc
from registry.openness import components, headlines, inputs, license_records
from registry.openness.facts import NOASSERTION, Availability, Coverage, Fact, Facts, Gate, Origin, Quality
from registry.scorecards import judge, listed
from registry.scorecards.models import Change, Profile, Scorecard
from registry.scorecards.ranks import RANK_STEP

AT_ONCE = 1_000
DRAFTED = 0.4  # share of the profiles that are machine drafts
SHOWN = ("tokenizer", "model-configuration", "model-card", "preprint", "inference-code", "evaluation-code")
EVIDENCE = [slug for slug, component in components.ALL.items() if component.record_as == "evidence"]
SYLLABLES = ("ba", "cor", "del", "fen", "gal", "hy", "ix", "jun", "kap", "lum", "mis", "nor", "or", "pel")
FORMS = ("chat", "instruct", "base", "gguf", "lora", "awq", "vision", "coder", "sft", "dpo", "distill")
SIZES = ("270M", "1B", "1.5B", "3B", "7B", "8B", "13B", "32B", "70B", "120B", "405B")
MODALITIES = ("", *["text"] * 4, *["image"] * 2, "audio", "multimodal", "video", "embedding")
YEARS = ("2021", "2022", "2023", "2024", "2024", "2025", "2025", "2026")


class NotEmpty(Exception):
    """The database holds models already."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A made-up profile: its row, what its models are, and their license."""

    profile: Profile
    state: str
    license: str


def generate(
    models: int,
    profiles: int,
    seed: int,
    *,
    now: datetime,
    progress: Callable[[int], object] = lambda done: None,
) -> None:
    """Fill an empty database; the same numbers make the same models. Raises NotEmpty and ValueError."""
    if AIModel.objects.exists():
        raise NotEmpty
    if not 0 < profiles <= models:
        raise ValueError("there must be at least one profile, and as many models as profiles")
    chance = random.Random(seed)
    with transaction.atomic():
        kinds = _kinds(chance, profiles)
        owners = _owners(chance, max(10, models // 40))
        for numbers in _batches(_chosen(chance, kinds, models)):
            _write(chance, numbers, owners, now)
            progress(len(numbers))
    judge.reevaluate(now)
    Change.objects.create(model=None, at=now)
    _settle()


def _kinds(chance: random.Random, count: int) -> list[Kind]:
    drafts = max(1, round(count * DRAFTED))
    made: dict[str, tuple[Facts, str]] = {}
    while len(made) < count:
        draft = len(made) < drafts
        facts = inputs.inputs(_drafted(chance) if draft else _stated(chance))
        made.setdefault(inputs.key(facts), (facts, _state(facts)))
    rows = [
        Profile(key=key, facts=inputs.pack(facts), fingerprint=headlines.fingerprint(facts))
        for key, (facts, _) in made.items()
    ]
    Profile.objects.bulk_create(rows, batch_size=500)
    return [
        Kind(row, state, facts.components[("final-weights", "")].license)
        for row, (facts, state) in zip(rows, made.values(), strict=True)
    ]


def _state(facts: Facts) -> str:
    origin = next(iter(facts.components.values())).origin
    return {Origin.OBSERVED: "draft", Origin.IMPORTED: "imported"}.get(origin, "reviewed")


def _drafted(chance: random.Random) -> Facts:
    """What a hub shows: weights under some license, and which other files there are."""
    rows = [_weights(chance)]
    rows += [_released(slug, NOASSERTION) for slug in SHOWN if chance.random() < 0.6]
    return Facts.of(rows).with_origin(Origin.OBSERVED, "made up")


def _weights(chance: random.Random) -> Fact:
    gated = chance.random() < 0.1
    return Fact(
        "final-weights",
        availability=Availability.RELEASED_GATED if gated else Availability.RELEASED,
        coverage=Coverage.ALL,
        gate=Gate.APPROVAL if gated else Gate.NONE,
        license=_license(chance),
    )


def _license(chance: random.Random) -> str:
    known = list(license_records.LICENSES)
    return known[min(int(chance.paretovariate(0.7)) - 1, len(known) - 1)]


def _stated(chance: random.Random) -> Facts:
    """What people or imports say: some 25 components, with a lean of the whole release."""
    lean, license = chance.random(), _license(chance)
    rows = [_weights(chance)]
    for slug in chance.sample(EVIDENCE, 25):
        if slug != "final-weights":
            withheld = Fact(slug, availability=Availability.WITHHELD)
            rows.append(_released(slug, license) if chance.random() < lean else withheld)
    origin = Origin.REVIEWED if chance.random() < 0.2 else Origin.IMPORTED
    return Facts.of(rows).with_origin(origin, "made up")


def _released(slug: str, license: str) -> Fact:
    document = components.ALL[slug].kind == "document"
    return Fact(
        slug,
        availability=Availability.RELEASED,
        coverage=Coverage.ALL,
        gate=Gate.NONE,
        license=license,
        quality=Quality.COMPREHENSIVE if document else Quality.UNKNOWN,
    )


def _chosen(chance: random.Random, kinds: Sequence[Kind], models: int) -> list[Kind]:
    """The kind of each model: every one has some, the first ones nearly all."""
    weights = list(accumulate(1 / place**1.5 for place in range(1, len(kinds) + 1)))
    chosen = [*kinds, *chance.choices(kinds, cum_weights=weights, k=models - len(kinds))]
    chance.shuffle(chosen)
    return chosen


def _owners(chance: random.Random, count: int) -> list[Organization]:
    names = dict.fromkeys(f"{_word(chance, 3)}-{number}" for number in range(count))
    rows = [Organization(slug=name, name=name.title()) for name in names]
    return Organization.objects.bulk_create(rows, batch_size=AT_ONCE)


def _word(chance: random.Random, syllables: int) -> str:
    return "".join(chance.choices(SYLLABLES, k=syllables))


def _batches(kinds: Sequence[Kind]) -> Iterator[list[tuple[int, Kind]]]:
    numbered = list(enumerate(kinds, start=1))
    return (numbered[start : start + AT_ONCE] for start in range(0, len(numbered), AT_ONCE))


def _write(
    chance: random.Random, numbers: Sequence[tuple[int, Kind]], owners: Sequence[Organization], now: datetime
) -> None:
    rows = [_model(chance, number, kind, owners, now) for number, kind in numbers]
    tables.insert(tables.numbered(rows))
    tables.insert([_scorecard(chance, row, kind, now) for row, (_, kind) in zip(rows, numbers, strict=True)])
    names = ((row.pk, search_docs.text_of([row.path, row.name, row.organization.name])) for row in rows)
    tables.insert([SearchDoc(model_id=pk, text=text) for pk, text in names])


def _model(
    chance: random.Random, number: int, kind: Kind, owners: Sequence[Organization], now: datetime
) -> AIModel:
    owner = owners[int(len(owners) * chance.random() ** 3)]
    stem = SYLLABLES[min(int(chance.paretovariate(0.9)) - 1, 13)] + _word(chance, 2)
    size = chance.choice(SIZES)
    name = f"{stem.title()}-{size}-{chance.choice(FORMS)}-{number}"
    stated = kind.state != "draft"
    return AIModel(
        path=f"{owner.slug}/{name.lower()}",
        name=name,
        organization=owner,
        modality=chance.choice(MODALITIES),
        size=size if stated or chance.random() < 0.5 else "",
        released_on=f"{chance.choice(YEARS)}-{chance.randint(1, 12):02}" if stated else "",
        added_at=now,
    )


def _scorecard(chance: random.Random, model: AIModel, kind: Kind, now: datetime) -> Scorecard:
    downloads = 0 if chance.random() < 0.25 else int(chance.paretovariate(0.5))
    if kind.state != "draft":
        downloads = int(chance.paretovariate(0.4)) * 10
    return Scorecard(
        model=model,
        profile=kind.profile,
        state=kind.state,
        license=kind.license,
        rank=min(downloads, 1_000_000_000) * RANK_STEP + model.pk,
        first_at=now,
        changed_at=now,
        **listed.copied(model),
    )


def _settle() -> None:
    """Let the database count what it holds now."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
