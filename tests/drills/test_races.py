"""Many people at once on one model: nothing is lost, nothing breaks, and there is one chain of revisions."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from statistics import quantiles

import pytest
from django.db import connection

from registry.accounts.models import Event
from registry.assessments import auditing, workflow
from registry.assessments.models import Assessment, Review
from registry.assessments.refusals import Refused
from registry.openness import components
from registry.scorecards import history
from registry.scorecards.models import Evidence, Revision
from tests.build import NOON, make_actor, make_model, make_user, released
from tests.proposing import draft, proposed, submitted, trusted

COMPONENTS = sorted(slug for slug, row in components.ALL.items() if row.record_as == "evidence")


def at_once(acts: Sequence[Callable[[], object]], *, threads: int) -> tuple[list[object], list[float]]:
    """Do all of these, so many at a time, from one moment on: what each came to, and how long it took.

    A refusal is an outcome; anything else that is raised fails the drill.
    """
    barrier = threading.Barrier(threads)
    left = list(enumerate(acts))
    outcomes: dict[int, object] = {}
    seconds: dict[int, float] = {}
    guard = threading.Lock()

    def work() -> None:
        barrier.wait()
        while True:
            with guard:
                if not left:
                    break
                number, act = left.pop()
            began = time.perf_counter()
            try:
                outcomes[number] = act()
            except Refused as refused:
                outcomes[number] = refused
            except Exception as error:  # the drill looks at it
                outcomes[number] = error
            seconds[number] = time.perf_counter() - began
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    broken = [
        outcome
        for outcome in outcomes.values()
        if isinstance(outcome, Exception) and not isinstance(outcome, Refused)
    ]
    assert broken == []
    return [outcomes[number] for number in range(len(acts))], [seconds[number] for number in range(len(acts))]


def state_of(outcome: object) -> str:
    return str(outcome.state) if isinstance(outcome, Assessment) else outcome.code  # type: ignore[attr-defined]


def everything_holds(model_id: int) -> None:
    assert history.broken_link(model_id) is None
    assert [row for row in auditing.run() if row.violations] == []


def test_two_hundred_people_hand_in_at_once(measured):
    model = make_model()
    authors = [make_actor(make_user()) for _ in range(200)]
    drafts = [
        draft(model, released(COMPONENTS[number % len(COMPONENTS)]), by=author)
        for number, author in enumerate(authors)
    ]
    acts = [
        partial(workflow.submit, row, coi="none", by=author, now=NOON)
        for row, author in zip(drafts, authors, strict=True)
    ]
    outcomes, seconds = at_once(acts, threads=20)
    assert Counter(map(state_of, outcomes)) == {"submitted": 200}
    assert Assessment.objects.filter(state="submitted", moves=2).count() == 200
    assert Event.objects.filter(verb="assessment.submitted").count() == 200
    everything_holds(model.pk)
    p95 = quantiles(seconds, n=20)[-1]
    measured("200 submissions on one model, 20 at a time: p95", p95, allowed=20)


def test_fifty_accepted_at_once_on_one_finding_publish_one(measured):
    """One base, fifty values: exactly one is published, the others are conflicted, none is lost (I22)."""
    model = make_model()
    waiting = [
        submitted(
            model,
            proposed(released("model-card"), why=f"Reading number {number}."),
            by=make_actor(trusted(make_user())),
        )
        for number in range(50)
    ]
    reviewers = [make_actor(make_user(reviewer=True)) for _ in waiting]
    began = time.perf_counter()
    outcomes, _ = at_once(approvals(waiting, reviewers), threads=50)
    assert Counter(map(state_of, outcomes)) == {"published": 1, "conflicted": 49}
    assert Revision.objects.filter(model=model).count() == 1
    assert Evidence.objects.filter(model=model, retired=None).count() == 1
    assert Review.objects.count() == 50
    everything_holds(model.pk)
    measured(
        "50 accepted at once on one finding: 1 published, 49 conflicted",
        time.perf_counter() - began,
        allowed=60,
    )


def test_fifty_accepted_at_once_on_different_findings_are_all_published(measured):
    model = make_model()
    waiting = [
        submitted(model, released(COMPONENTS[number]), by=make_actor(trusted(make_user())))
        for number in range(min(50, len(COMPONENTS)))
    ]
    reviewers = [make_actor(make_user(reviewer=True)) for _ in waiting]
    began = time.perf_counter()
    at_once(approvals(waiting, reviewers), threads=50)
    while left := list(
        Assessment.objects.filter(state="submitted")
    ):  # a headline flipped: a second is needed
        more = [make_actor(make_user(reviewer=True)) for _ in left]
        at_once(approvals(left, more), threads=len(left))
    assert set(Assessment.objects.values_list("state", flat=True)) == {"published"}
    assert Evidence.objects.filter(model=model, retired=None).count() == len(waiting)
    numbers = list(Revision.objects.filter(model=model).order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(waiting) + 1))
    everything_holds(model.pk)
    measured(
        f"{len(waiting)} accepted at once on different findings: all published",
        time.perf_counter() - began,
        allowed=60,
    )


@pytest.mark.parametrize("who", ["one reviewer fifty times", "fifty reviewers"])
def test_one_assessment_accepted_fifty_times_is_published_once(who):
    """S18: approve twice, publish twice."""
    model = make_model()
    waiting = submitted(model, released("model-card"), by=make_actor(trusted(make_user())))
    one = make_actor(make_user(reviewer=True))
    reviewers = (
        [one] * 50 if who.startswith("one") else [make_actor(make_user(reviewer=True)) for _ in range(50)]
    )
    outcomes, _ = at_once(approvals([waiting] * 50, reviewers), threads=50)
    assert Counter(map(state_of, outcomes)) == {"published": 1, "wrong_state": 49}
    assert Event.objects.filter(verb="assessment.published", before="submitted").count() == 1
    assert (Revision.objects.count(), Review.objects.count()) == (1, 1)
    everything_holds(model.pk)


def test_edits_withdrawals_and_judgments_at_once_leave_one_outcome():
    """Whatever comes first wins; the rest is told that it came too late."""
    model = make_model()
    by = make_actor(trusted(make_user()))
    for component in COMPONENTS[:5]:
        waiting = submitted(model, released(component), by=by)
        judges = [make_actor(make_user(reviewer=True)) for _ in range(4)]
        said = {"content_sha": waiting.content_sha, "text": "Please say where on the page.", "now": NOON}
        acts = [
            partial(workflow.withdraw, waiting, by=by, now=NOON),
            partial(workflow.reject, waiting, by=judges[0], **said),
            partial(workflow.request_changes, waiting, by=judges[1], **said),
            partial(
                workflow.hold, waiting, because="Looks odd.", by=make_actor(make_user(curator=True)), now=NOON
            ),
            *approvals([waiting] * 2, judges[2:]),
        ]
        at_once(acts, threads=len(acts))
        row = Assessment.objects.get(pk=waiting.pk)
        assert row.moves == Event.objects.filter(target=f"assessment:{row.pk}").count()
    everything_holds(model.pk)


def approvals(waiting: Sequence[Assessment], reviewers: Sequence[object]) -> list[Callable[[], Assessment]]:
    return [
        partial(workflow.approve, row, content_sha=row.content_sha, by=reviewer, now=NOON)
        for row, reviewer in zip(waiting, reviewers, strict=True)
    ]
