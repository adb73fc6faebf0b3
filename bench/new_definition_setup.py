"""Many models in few profiles, and one more definition, for bench/new_definition.py.

Imported once Django is set up.
"""

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import accumulate, chain, islice
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.test import Client, override_settings

from bench.evaluate import made_up, releases_in
from registry.catalog.models import AIModel, Organization
from registry.openness import definitions, headlines, inputs
from registry.openness.facts import Facts, Origin
from registry.scorecards.models import Profile, Scorecard, Verdict
from registry.scorecards.ranks import RANK_STEP

NOW = datetime(2026, 11, 23, tzinfo=UTC)
CATALOG = Path(__file__).parents[1] / "registry" / "imports" / "catalog"
DEFINITIONS = Path(definitions.__file__).parent
AT_ONCE = 10_000
LICENSES = ("Apache-2.0", "MIT", "llama-3.1-community", "")


def build(models: int, profiles: int) -> int:
    """Write the rows straight into the tables, without verdicts; how many models the largest profile has."""
    chance = random.Random(20261123)
    with transaction.atomic():
        owners = Organization.objects.bulk_create(
            Organization(slug=f"org-{number}", name=f"Organization {number}") for number in range(2000)
        )
        rows = Profile.objects.bulk_create(islice(_profiles(profiles), profiles), batch_size=500)
        assert len(rows) == profiles, len(rows)
        weights = list(accumulate(1 / place for place in range(1, profiles + 1)))
        # Each profile has one model; the others fall into the first profiles more often, as hubs show it.
        chosen = [*rows, *chance.choices(rows, cum_weights=weights, k=models - profiles)]
        chance.shuffle(chosen)
        for start in range(0, models, AT_ONCE):
            _write(start, chosen[start : start + AT_ONCE], owners, chance)
    return max(Scorecard.objects.values("profile").annotate(n=Count("pk")).values_list("n", flat=True))


def _profiles(count: int) -> Iterator[Profile]:
    """Distinct ones: first what hubs show, then the catalog, then made-up releases as from an import."""
    drafted = made_up(min(count, 5_000), 0.0)
    imported = (facts.with_origin(Origin.IMPORTED, "bench") for facts in made_up(count, 1.0))
    seen = set()
    for facts in chain(drafted, releases_in(CATALOG), imported):
        key = inputs.key(facts)
        if key not in seen:
            seen.add(key)
            yield _profile(key, facts)


def _profile(key: str, facts: Facts) -> Profile:
    return Profile(key=key, facts=inputs.pack(facts), fingerprint=headlines.fingerprint(facts))


def _write(start: int, profiles: list[Profile], owners: list[Organization], chance: random.Random) -> None:
    models = AIModel.objects.bulk_create(
        [
            AIModel(
                path=f"{owner.slug}/model-{number}",
                name=f"model-{number}",
                organization=owner,
                added_at=NOW,
            )
            for number in range(start, start + len(profiles))
            for owner in [owners[number % len(owners)]]
        ],
        batch_size=1000,
    )
    Scorecard.objects.bulk_create(
        [
            Scorecard(
                model=model,
                profile=profile,
                state=Scorecard.State.IMPORTED,
                license=LICENSES[profile.pk % len(LICENSES)],
                rank=int(chance.paretovariate(0.5)) % 100_000_000 * RANK_STEP + model.pk,
                first_at=NOW,
                changed_at=NOW,
            )
            for model, profile in zip(models, profiles, strict=True)
        ],
        batch_size=1000,
    )


def one_more(like: str, folder: Path) -> tuple[str, Path]:
    """The id of a copy of a shipped definition, and the folder it lies in."""
    slug = f"{like}-bench"
    text = (DEFINITIONS / f"{like}.toml").read_text("utf-8")
    folder.mkdir()
    (folder / f"{slug}.toml").write_text(text.replace(f'id = "{like}"', f'id = "{slug}"', 1), "utf-8")
    return slug, folder


def results(slug: str) -> list[str]:
    """The outcomes of this definition that lists show, that of the fewest profiles first."""
    shown = Verdict.objects.filter(definition__slug=slug).exclude(outcome="").exclude(basis="observed")
    counted = shown.values("outcome").annotate(n=Count("pk")).order_by("n")
    return [row["outcome"] for row in counted]


def listed(slug: str, result: str) -> int:
    """How many models the API lists with this result."""
    answer = Client(headers={"host": "localhost"}).get("/api/v1/models/", {slug: result})
    assert answer.status_code == 200, answer.content
    body = answer.json()
    assert body["results"], body
    return int(body["total"])


def page(slug: str, result: str) -> None:
    """Ask for the page that lists them."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # nothing is collected
    with override_settings(STORAGES=settings.STORAGES | {"staticfiles": plain}):
        answer = Client(headers={"host": "localhost"}).get("/models/", {slug: result})
    assert answer.status_code == 200, (answer.status_code, answer.headers)
