"""`manage.py demo`: on one's own machine the whole way of a review can be tried, draft to publication."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from registry.accounts.actors import Actor
from registry.accounts.models import User
from registry.assessments import workflow
from registry.assessments.models import Assessment
from registry.assessments.proposals import stored
from registry.assessments.proposals.proposed import Cited
from registry.assessments.refusals import NotYet
from registry.scorecards.models import Evidence

pytestmark = pytest.mark.django_db


def people() -> tuple[Actor, Actor, Actor]:
    names = ("demo-author", "demo-reviewer", "demo-second-reviewer")
    author, one, other = (User.objects.get(username=name) for name in names)
    return Actor(author), Actor(one, mfa=True), Actor(other, mfa=True)


def test_what_it_makes_goes_the_whole_way(capsys):
    call_command("demo")
    now = timezone.now() + timedelta(minutes=1)
    author, one, other = people()
    begun = Assessment.objects.get()
    with pytest.raises(NotYet) as refused:
        workflow.submit(begun, by=author, now=now, coi="none")
    assert {missing.place for missing in refused.value.missing} == {"pretraining-data.citations[0].quote"}
    (gap,) = [row.proposed for row in stored.load(begun) if row.proposed.name == "pretraining-data"]
    url, day = gap.citations[0].url, gap.citations[0].accessed_on
    whole = type(gap)(gap.fact, (Cited(url, "We do not name it.", day),), gap.note, base_id=gap.base_id)
    begun = workflow.edit(begun, facts=[whole], version=begun.version, by=author, now=now)
    begun = workflow.submit(begun, by=author, now=now, coi="none")
    begun = workflow.approve(begun, content_sha=begun.content_sha, by=one, now=now)
    assert begun.state == "submitted", "the author is new: two have to approve"
    begun = workflow.approve(begun, content_sha=begun.content_sha, by=other, now=now)
    assert begun.state == "published"
    assert Evidence.objects.filter(model=begun.model, source="review", retired__isnull=True).count() == 4


def test_what_it_cites_is_there_so_that_it_can_be_accepted():
    call_command("demo")
    rows = stored.load(Assessment.objects.get())
    cited = {urlsplit(proof.url) for row in rows for proof in row.proposed.citations}
    assert {(url.hostname, url.path) for url in cited} == {("example.org", "/")}
    assert len(cited) == len(rows), "each its own place"


def test_a_second_run_gives_new_passwords_and_leaves_the_rest(capsys):
    call_command("demo")
    first = capsys.readouterr().out
    before = dict(User.objects.values_list("username", "password"))
    call_command("demo")
    assert capsys.readouterr().out != first
    assert Assessment.objects.count() == 1
    assert not set(before.values()) & set(User.objects.values_list("password", flat=True))


def test_what_it_says_opens_a_session_of_a_reviewer(client, capsys):
    call_command("demo")
    said = capsys.readouterr().out
    line = next(line for line in said.splitlines() if line.startswith("demo-reviewer"))
    code = said.split("each time: ")[1].split()[0]
    answer = client.post(
        "/account/sign-in/", {"login": "demo-reviewer", "password": line.split("password ")[1]}, follow=True
    )
    client.post(answer.redirect_chain[-1][0], {"code": code})
    assert client.get("/review/").status_code == 200


def test_it_is_refused_on_a_public_site(settings):
    settings.IS_LOCAL = False
    with pytest.raises(CommandError, match="made-up people"):
        call_command("demo")
    assert not User.objects.exists()


def test_it_takes_over_no_account_of_somebody_else():
    User.objects.create(username="demo-author", email="somebody@people.example")
    with pytest.raises(CommandError, match="real person"):
        call_command("demo")
