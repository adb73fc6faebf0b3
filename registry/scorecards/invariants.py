"""What must hold of the record, as queries: each yields a sentence for whatever does not (I1-I16)."""

from collections.abc import Callable, Iterator, Mapping
from itertools import islice

from django.db import connection
from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from registry.openness import inputs
from registry.openness.definitions import shipped
from registry.openness.evaluate import evaluate_all
from registry.scorecards import layers
from registry.scorecards.history import follows, with_seals
from registry.scorecards.judge import in_force
from registry.scorecards.models import Citation, Evidence, Profile, Revision, Scorecard, Verdict

AT_ONCE = 1000
SAMPLE = 500  # profiles, and models, whose verdicts and facts are worked out again; all of them with `full`

KEPT = {
    "sqlite": {
        f"scorecards_{name}"
        for name in (
            *("revision_not_changed", "revision_not_deleted"),
            *("acceptance_not_changed", "acceptance_not_deleted"),
            *("evidence_not_changed", "evidence_not_deleted"),
            *("evidence_by_review", "evidence_retired_by_review"),
            *("citation_not_changed", "citation_not_deleted", "citation_is_proof"),
        )
    },
    "postgresql": {
        f"scorecards_{name}"
        for name in (
            *("revision_kept", "acceptance_kept", "evidence_kept", "evidence_by_review"),
            *("citation_kept", "citation_is_proof"),
        )
    },
}
TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
}


def missing_triggers(wanted: Mapping[str, set[str]]) -> Iterator[str]:
    """A sentence for each of these triggers that is not there."""
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS[connection.vendor])
        found = {name for (name,) in cursor.fetchall()}
    for name in sorted(wanted[connection.vendor] - found):
        yield f"the trigger {name} is missing"


def record_can_not_change() -> Iterator[str]:
    """I6: the triggers that keep revisions, evidence and citations are in place."""
    return missing_triggers(KEPT)


def reviewed_facts_have_proof() -> Iterator[str]:
    """I1: as many citations as counted, at least one, each with a day and, unless taken down, a quote."""
    counted = Citation.objects.filter(evidence=OuterRef("pk")).order_by().values("evidence")
    there = Coalesce(Subquery(counted.annotate(all=Count("pk")).values("all")), 0)
    reviewed = Evidence.objects.filter(source=Evidence.Source.REVIEW)
    for pk in reviewed.annotate(there=there).exclude(there=F("citation_count")).values_list("pk", flat=True):
        yield f"evidence {pk} has not as many citations as it counts"
    unproved = reviewed.filter(citation_count=0).exclude(availability="unknown")
    for pk in unproved.values_list("pk", flat=True):
        yield f"evidence {pk} is reviewed and has no citation"
    cited = Citation.objects.filter(evidence__source=Evidence.Source.REVIEW)
    weak = cited.filter(Q(quote="", blanked_because="") | Q(accessed_on=""))
    for pk in weak.values_list("pk", flat=True):
        yield f"citation {pk} has no quote or no day"


def revisions_are_chained() -> Iterator[str]:
    """I5 and I6: every revision follows from the one before it and names exactly the evidence it moved."""
    subject, previous = (0, 0), ""
    for row in with_seals(Revision.objects.all()).iterator(chunk_size=AT_ONCE):
        of = (row.model_id or 0, row.dataset_id or 0)
        if not follows(row, previous if of == subject else ""):
            yield f"revision {row.number} of {row.model_path} is not what was sealed"
        subject, previous = of, row.digest


def numbers_have_no_gaps() -> Iterator[str]:
    """I7: revisions of a subject are numbered from one on."""
    for subject in ("model", "dataset"):
        rows = Revision.objects.filter(**{f"{subject}__isnull": False}).order_by().values(subject)
        counted = rows.annotate(all=Count("pk"), last=Max("number")).exclude(all=F("last"))
        for pk in counted.values_list(subject, flat=True):
            yield f"the revisions of {subject} {pk} have a gap"


def reviewed_facts_came_by_review() -> Iterator[str]:
    """I16: what counts as reviewed was introduced, and taken back, by revisions of review."""
    reviewed = Evidence.objects.filter(source=Evidence.Source.REVIEW)
    strange = reviewed.exclude(introduced__cause="review") | reviewed.filter(retired__isnull=False).exclude(
        retired__cause="review"
    )
    for pk in strange.values_list("pk", flat=True):
        yield f"evidence {pk} is reviewed and did not come or go by review"


def verdicts_follow_from_profiles(*, full: bool = False) -> Iterator[str]:
    """I8: stored verdicts are what the rules in force say of the stored facts of a profile."""
    rows = in_force(timezone.now())
    definitions = [definition for definition in shipped().values() if definition.id in rows]
    slugs = {row.pk: slug for slug, row in rows.items()}
    for profile in _some(Profile.objects.all(), full):
        judged = {
            row.definition: row.as_dict() for row in evaluate_all(inputs.unpack(profile.facts), definitions)
        }
        stored = Verdict.objects.filter(profile=profile, definition__in=slugs)
        for definition, body in stored.values_list("definition", "body"):
            if body != judged[slugs[definition]]:
                yield f"the verdict of {slugs[definition]} on profile {profile.pk} is another"
        if inputs.key(inputs.unpack(profile.facts)) != profile.key:
            yield f"profile {profile.pk} is not under its key"


def profiles_follow_from_facts(*, full: bool = False) -> Iterator[str]:
    """I8: each scorecard has the profile of the facts that count."""
    cards = Scorecard.objects.select_related("profile", "model").exclude(state=Scorecard.State.DRAFT)
    stream = _some(cards, full)
    while batch := list(islice(stream, 100)):
        said = layers.load([card.pk for card in batch])
        for card in batch:
            if inputs.key(said[card.pk].effective()) != card.profile.key:
                yield f"the scorecard of {card.model.path} has another profile than its facts"


def _some(rows: QuerySet, full: bool) -> Iterator:  # type: ignore[type-arg]
    """All of these rows, or some chosen at random."""
    if full:
        return rows.order_by("pk").iterator(chunk_size=AT_ONCE)
    return iter(rows.order_by("?")[:SAMPLE])


CHECKS: Mapping[str, Callable[[], Iterator[str]]] = {
    "I1 proof": reviewed_facts_have_proof,
    "I5, I6 chain of revisions": revisions_are_chained,
    "I6 triggers of the record": record_can_not_change,
    "I7 numbers": numbers_have_no_gaps,
    "I16 reviewed by review": reviewed_facts_came_by_review,
}
SAMPLED: Mapping[str, Callable[..., Iterator[str]]] = {
    "I8 verdicts": verdicts_follow_from_profiles,
    "I8 profiles": profiles_follow_from_facts,
}
