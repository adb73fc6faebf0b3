"""Builders of what people propose: each makes one thing, with defaults that nobody has to read."""

from datetime import datetime, timedelta

from registry.accounts.actors import SYSTEM, Actor
from registry.accounts.events import note
from registry.accounts.models import User
from registry.assessments import workflow
from registry.assessments.models import Assessment
from registry.assessments.proposals.proposed import Cited, Proposed
from registry.catalog.models import AIModel
from registry.openness.facts import Fact, ReleaseFact
from registry.scorecards.models import Evidence
from tests.build import NOON, make_actor, make_user, released


def proposed(
    fact: Fact | ReleaseFact, *, base: Evidence | None = None, why: str = "", quote: str = ""
) -> Proposed:
    """This fact proposed, with one citation that says so."""
    name = fact.component if isinstance(fact, Fact) else fact.key
    cited = Cited(f"https://example.org/{name}", quote or "It says so there.", "2026-10-01")
    return Proposed(fact, (cited,), why, base_id=base.pk if base else None)


def draft(
    model: AIModel, *facts: Proposed | Fact, by: Actor | None = None, now: datetime = NOON
) -> Assessment:
    """Somebody's draft of these facts; by default that data were released."""
    rows = [row if isinstance(row, Proposed) else proposed(row) for row in facts]
    wanted = rows or [proposed(released("evaluation-results"))]
    return workflow.create(model, facts=wanted, by=by or make_actor(), now=now)


def submitted(
    model: AIModel, *facts: Proposed | Fact, by: Actor | None = None, now: datetime = NOON
) -> Assessment:
    """The same, handed in without ties to the maker."""
    author = by or make_actor()
    return workflow.submit(draft(model, *facts, by=author, now=now), coi="none", by=author, now=now)


def approve(assessment: Assessment, *, by: Actor | None = None, now: datetime = NOON) -> Assessment:
    """A reviewer, by default a new one, approves what it says now."""
    fresh = Assessment.objects.get(pk=assessment.pk)
    reviewer = by or make_actor(make_user(reviewer=True))
    return workflow.approve(fresh, content_sha=fresh.content_sha, by=reviewer, now=now)


def published(
    model: AIModel, *facts: Proposed | Fact, by: Actor | None = None, now: datetime = NOON
) -> Assessment:
    """The same, approved by as many as it takes."""
    assessment = submitted(model, *facts, by=by, now=now)
    while assessment.state == Assessment.State.SUBMITTED:
        assessment = approve(assessment, now=now)
    return assessment


def trusted(user: User, *, now: datetime = NOON) -> User:
    """The person, with three accepted assessments and an account of some days."""
    User.objects.filter(pk=user.pk).update(date_joined=now - timedelta(days=30))
    for _ in range(3):
        note(
            "assessment.published",
            by=SYSTEM,
            target="earlier",
            now=now - timedelta(days=10),
            about=user,
        )
    user.refresh_from_db()
    return user
