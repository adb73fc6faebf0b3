"""Judging profiles: each distinct combination of facts once per definition, never per model."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from registry.catalog import tables
from registry.openness import definitions, headlines, inputs
from registry.openness import verdict as openness
from registry.openness.evaluate import evaluate_all
from registry.openness.facts import Facts
from registry.scorecards.models import Change, Definition, Profile, Verdict

BATCH = 500


def in_force(now: datetime) -> dict[str, Definition]:
    """The rows of the loaded definitions, by id; a new digest is noted as in force from now."""
    loaded = {definition.digest: definition.id for definition in definitions.shipped().values()}
    known = {row.digest: row for row in Definition.objects.filter(digest__in=loaded)}
    missing = [
        Definition(slug=slug, digest=digest, in_force_from=now)
        for digest, slug in loaded.items()
        if digest not in known
    ]
    if missing:
        Definition.objects.bulk_create(missing, ignore_conflicts=True)
        known = {row.digest: row for row in Definition.objects.filter(digest__in=loaded)}
    return {row.slug: row for row in known.values()}


def profiles_of(effective: Mapping[int, Facts], now: datetime) -> dict[int, Profile]:
    """The profile each model falls into, by model; a profile never seen before is stored and judged.

    Costs a fixed number of queries plus one per batch of rows written.
    """
    keys = {model_id: inputs.key(facts) for model_id, facts in effective.items()}
    known = profiles_named({keys[model_id]: facts for model_id, facts in effective.items()}, now)
    return {model_id: known[key] for model_id, key in keys.items()}


def profiles_named(facts_by_key: Mapping[str, Facts], now: datetime) -> dict[str, Profile]:
    """The profiles with these keys; one never seen before is stored and judged."""
    known = {row.key: row for row in Profile.objects.filter(key__in=list(facts_by_key))}
    # In one order, so that two writers with the same new profiles never wait for each other in a circle.
    new = {key: facts for key, facts in sorted(facts_by_key.items()) if key not in known}
    if new:
        rows = [_profile(key, facts) for key, facts in new.items()]
        tables.insert(rows, or_leave=True)
        numbers = dict(Profile.objects.filter(key__in=list(new)).values_list("key", "pk"))
        for row in rows:  # made here, or by another writer meanwhile
            row.pk, row._state.adding = numbers[row.key], False
        known |= {row.key: row for row in rows}
        _judge(rows, in_force(now))
    return known


def _profile(key: str, facts: Facts) -> Profile:
    return Profile(key=key, facts=inputs.pack(facts), fingerprint=headlines.fingerprint(facts))


def _judge(profiles: Iterable[Profile], rows: Mapping[str, Definition]) -> None:
    """Write the verdicts of these profiles under these definitions; ones already there stay as they are."""
    loaded = [definition for definition in definitions.shipped().values() if definition.id in rows]
    found = (
        _values(verdict, profile, rows[verdict.definition])
        for profile in profiles
        for verdict in evaluate_all(inputs.unpack(profile.facts), loaded)
    )
    tables.insert_values(Verdict, _COLUMNS, found, or_leave=True)


_COLUMNS = (
    *("profile_id", "definition_id", "outcome", "level", "could_reach", "score_low", "score_high"),
    *("points", "basis", "body"),
)


def _values(verdict: openness.Verdict, profile: Profile, definition: Definition) -> tuple[object, ...]:
    """A row of verdicts, which are too many to be made objects of."""
    low, high = verdict.score or (None, None)
    result = (verdict.outcome.value, verdict.level, verdict.could_reach, low, high, verdict.points)
    return (profile.pk, definition.pk, *result, verdict.basis.value, tables.Json(verdict.as_json()))


def reevaluate(now: datetime, *, progress: Callable[[int], object] = lambda done: None) -> int:
    """Write every verdict that is missing under the rules in force; returns how many were.

    Works in batches, each in its own transaction, so it can be interrupted and run again.
    """
    rows = in_force(now)
    judged = 0
    # More than one walk only where other processes stored profiles meanwhile, under rules of before.
    while lacking := _lacking(rows):
        judged += _walk(lacking, progress)
    if judged:
        Change.objects.create(model=None, at=now)
    return judged


def _lacking(rows: Mapping[str, Definition]) -> dict[str, Definition]:
    """Those of these definitions under which some profile has no verdict."""
    return {
        slug: row for slug, row in rows.items() if Profile.objects.exclude(verdicts__definition=row).exists()
    }


def _walk(rows: Mapping[str, Definition], progress: Callable[[int], object]) -> int:
    """Pass once over all profiles and write what verdicts they lack under these definitions."""
    judged = after = 0
    while batch := list(Profile.objects.filter(pk__gt=after).order_by("pk")[:BATCH]):
        after = batch[-1].pk
        here = 0
        with transaction.atomic():
            for missing, profiles in _by_missing(batch, rows).items():
                _judge(profiles, {slug: rows[slug] for slug in missing})
                here += len(missing) * len(profiles)
        if here:
            progress(here)
        judged += here
    return judged


def _by_missing(
    batch: Sequence[Profile], rows: Mapping[str, Definition]
) -> dict[tuple[str, ...], list[Profile]]:
    """These profiles by the definitions under which they have no verdict; ones that have all are left out."""
    there = set(
        Verdict.objects.filter(profile__in=batch, definition__in=rows.values()).values_list(
            "profile", "definition__slug"
        )
    )
    found: dict[tuple[str, ...], list[Profile]] = defaultdict(list)
    for profile in batch:
        if missing := tuple(slug for slug in rows if (profile.pk, slug) not in there):
            found[missing].append(profile)
    return found


def unjudged(now: datetime) -> int:
    """How many verdicts are missing under the rules in force."""
    wanted = in_force(now).values()
    return sum(Profile.objects.exclude(verdicts__definition=row).count() for row in wanted)
