"""What waits for a reviewer, in which order, and what is not offered."""

from datetime import timedelta

import pytest
from django.utils import timezone

from registry.accounts.links import link
from registry.assessments.makers import conflicts_of_interest, tied_makers
from registry.assessments.models import Assessment, MakerDomain, MakerLink, Stakes
from registry.assessments.queries.queue import QueueFilters, queue, waiting_for
from registry.assessments.reviewing import queue_stakes
from registry.scorecards.models import Scorecard
from tests.build import import_facts, make_actor, make_model, make_user, released
from tests.proposing import approve, submitted, trusted
from tests.tampering import without_triggers

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now() - timedelta(hours=2)


@pytest.fixture
def reviewer():
    return make_actor(make_user("amara", reviewer=True))


@pytest.fixture
def author(now):
    return make_actor(trusted(make_user("jonas"), now=now))


def wait(path: str, *, by, now, minutes: int = 0, rank: int = 0) -> Assessment:
    model = make_model(path)
    import_facts(model, released("final-weights"))
    if rank:
        Scorecard.objects.filter(pk=model.pk).update(rank=rank)
    return submitted(model, by=by, now=now + timedelta(minutes=minutes))


def weigh(assessment: Assessment, *, flips: int, changes: int, now) -> None:
    shown = {"content_sha": assessment.content_sha, "flips": flips, "changes": changes, "at": now}
    Stakes.objects.update_or_create(assessment=assessment, defaults=shown)


def listed(reviewer, now, **asked) -> list[str]:
    return [row.path for row in queue(reviewer, QueueFilters(**asked), now=now).rows]


def test_effect_comes_before_popularity_and_that_before_age(reviewer, author, now):
    wait("acme/old", by=author, now=now)
    wait("acme/new", by=author, now=now, minutes=5)
    popular = wait("acme/popular", by=author, now=now, minutes=9, rank=2**40)
    changes = wait("acme/changes", by=author, now=now, minutes=10)
    flips = wait("acme/flips", by=author, now=now, minutes=20)
    weigh(popular, flips=0, changes=0, now=now)
    weigh(changes, flips=0, changes=2, now=now)
    weigh(flips, flips=1, changes=1, now=now)
    found = listed(reviewer, now)
    assert found[:3] == ["acme/flips", "acme/changes", "acme/popular"]
    assert listed(reviewer, now, order="oldest")[0] == "acme/old"


def test_what_an_assessment_would_change_is_worked_out_once_for_each_content(author, now):
    assessment = wait("acme/rocket", by=author, now=now)
    queue_stakes.work_out(assessment.pk, now=now)
    first = Stakes.objects.get()
    assert first.content_sha == assessment.content_sha
    queue_stakes.work_out(assessment.pk, now=now + timedelta(hours=1))
    assert Stakes.objects.get().at == first.at
    Assessment.objects.update(content_sha="f" * 64)
    queue_stakes.work_out(assessment.pk, now=now + timedelta(hours=1))
    assert Stakes.objects.get().at > first.at


def test_filters_narrow_it_by_kind_and_organization(reviewer, author, now):
    wait("acme/rocket", by=author, now=now)
    drift = wait("zeta/glider", by=author, now=now)
    Assessment.objects.filter(pk=drift.pk).update(origin="drift")
    assert listed(reviewer, now, kind="drift") == ["zeta/glider"]
    assert listed(reviewer, now, organization="acme") == ["acme/rocket"]
    assert listed(reviewer, now, mine=True) == []


def test_what_one_has_approved_is_done_until_it_changes(reviewer, author, now):
    assessment = wait("acme/rocket", by=author, now=now)
    Assessment.objects.filter(pk=assessment.pk).update(needed=2)
    approve(assessment, by=reviewer, now=now)
    assert listed(reviewer, now) == []
    assert listed(reviewer, now, mine=True) == []
    Assessment.objects.filter(pk=assessment.pk).update(content_sha="f" * 64)
    assert listed(reviewer, now, mine=True) == ["acme/rocket"]


@pytest.mark.parametrize("state", ["draft", "quarantined", "rejected"])
def test_only_what_waits_is_listed(reviewer, author, now, state):
    assessment = wait("acme/rocket", by=author, now=now)
    closed = now if state == "rejected" else None
    Assessment.objects.filter(pk=assessment.pk).update(state=state, closed_at=closed)
    assert waiting_for(reviewer, now=now) == 0


def test_nothing_waits_for_whoever_may_not_judge(author, now):
    wait("acme/rocket", by=author, now=now)
    assert waiting_for(make_actor(), now=now) == 0
    assert waiting_for(make_actor(make_user(reviewer=True), mfa=False), now=now) == 0
    assert waiting_for(make_actor(make_user(curator=True)), now=now) == 1


def _own(user, author, model, now):
    with without_triggers():
        Assessment.objects.filter(model=model).update(author=user)


def _co_author(user, author, model, now):
    Assessment.objects.get(model=model).co_authors.create(user=user)


def _linked(user, author, model, now):
    link(user, author.user, by=make_actor(make_user(curator=True)), because="one person", now=now)


def _maker(user, author, model, now):
    organization = model.organization
    MakerLink.objects.create(
        user=user, organization=organization, proof="membership", verified_at=now, checked_at=now
    )


def _domain(user, author, model, now):
    MakerDomain.objects.create(organization=model.organization, domain="people.example", at=now)


def _colleague(user, author, model, now):
    _maker(make_user("maker"), author, model, now)


def _declared(user, author, model, now):
    conflicts_of_interest.declare(user, model.organization_id, note="", now=now)


@pytest.mark.parametrize("tie", [_own, _co_author, _linked, _maker, _domain, _colleague, _declared])
def test_the_queue_leaves_out_exactly_what_the_verbs_refuse(author, now, tie):
    user = make_user("amara", reviewer=True)
    actor = make_actor(user)
    assessment = wait("acme/rocket", by=author, now=now)
    wait("zeta/glider", by=make_actor(trusted(make_user("tomas"), now=now)), now=now)
    assert not conflicts_of_interest.ties(user, assessment).first
    tie(user, author, assessment.model, now)
    assert conflicts_of_interest.ties(user, Assessment.objects.get(pk=assessment.pk)).first
    assert listed(actor, now) == ["zeta/glider"]


def test_no_tie_leaves_nothing_out(author, now):
    user = make_user("amara", reviewer=True)
    assessment = wait("acme/rocket", by=author, now=now)
    assert tied_makers.organizations({user.pk}) == frozenset()
    assert conflicts_of_interest.ties(user, assessment).first == ""
    assert listed(make_actor(user), now) == ["acme/rocket"]


def test_a_queue_of_any_length_costs_the_same(author, now, reviewer, django_assert_max_num_queries):
    for number in range(6):
        wait(f"acme/rocket-{number}", by=author, now=now, minutes=number)
    with django_assert_max_num_queries(16):
        assert len(listed(reviewer, now)) == 6
