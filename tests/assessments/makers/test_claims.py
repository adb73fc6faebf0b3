"""A maker is who proves it on the hub, for as long as the proof is there."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.utils import timezone
from pytest_django import Settings

from registry.accounts.actors import Actor
from registry.accounts.models import Event, Notification, User
from registry.assessments.makers import claims, jobs, speakers
from registry.assessments.makers.membership import Membership, membership_of, names_in
from registry.assessments.models import Claim, MakerLink
from registry.assessments.refusals import NotAllowed, NotYet, Refused, TooMany, WrongState
from registry.catalog.models import AIModel, Organization
from registry.hubs import proof_file
from registry.jobs.models import Job
from tests.build import do_jobs, make_actor, make_model, make_user
from tests.hubs import stand_in
from tests.hubs.stand_in import Hub, model

pytestmark = pytest.mark.django_db
REPOSITORY = "Acme/Rocket-7B"
DAY = timedelta(days=1)


@pytest.fixture
def hub(settings: Settings) -> Iterator[Hub]:
    with stand_in.running() as running:
        settings.HF_ENDPOINT = running.url
        running.shows(model(REPOSITORY))
        yield running


@pytest.fixture
def acme() -> Organization:
    return make_model("acme/rocket-7b").organization


@pytest.fixture
def ada() -> User:
    return make_user("ada")


def now() -> datetime:
    return timezone.now()


def put_file(hub: Hub, claim: Claim, text: str | None = None) -> None:
    name = proof_file.file_name(claim.code)
    hub.files[f"{REPOSITORY}/{name}"] = (claim.token if text is None else text).encode()


def claimed(hub: Hub, acme: Organization, by: User) -> MakerLink:
    """The person's link, proved by the file."""
    claim = claims.begin(acme, by=make_actor(by), now=now())
    put_file(hub, claim)
    claims.look(claim, repository=REPOSITORY, by=make_actor(by), now=now())
    do_jobs()
    return MakerLink.objects.get(user=by, ended_at__isnull=True)


def test_a_file_on_the_hub_makes_a_maker_and_nothing_before_the_job_has_read_it(
    hub: Hub, acme: Organization, ada: User
) -> None:
    claim = claims.begin(acme, by=make_actor(ada), now=now())
    assert claims.begin(acme, by=make_actor(ada), now=now()) == claim
    put_file(hub, claim)
    claims.look(claim, repository=REPOSITORY, by=make_actor(ada), now=now())
    assert hub.paths() == []
    assert not speakers.is_maker(ada.pk, acme.pk, now=now())
    do_jobs()
    assert speakers.is_maker(ada.pk, acme.pk, now=now())
    assert speakers.speakers(acme.pk, now=now()) == [ada]
    assert speakers.linked_organizations([ada.pk]) == {ada.pk: {acme.pk}}
    assert Claim.objects.get().outcome == Claim.Outcome.VERIFIED
    assert [event.verb for event in Event.objects.order_by("pk")] == ["claim.begun", "maker.linked"]
    told = Notification.objects.get(user=ada)
    assert (told.kind, told.must, told.target) == ("maker_linked", True, "acme")


@pytest.mark.parametrize("text", ["", "something else", "{} and more", "{}\n{}", " {}"])
def test_a_file_that_says_anything_else_makes_nobody_a_maker(
    hub: Hub, acme: Organization, ada: User, text: str
) -> None:
    claim = claims.begin(acme, by=make_actor(ada), now=now())
    put_file(hub, claim, text.replace("{}", claim.token))
    claims.look(claim, repository=REPOSITORY, by=make_actor(ada), now=now())
    do_jobs()
    assert Claim.objects.get().trouble == "differs"
    assert not MakerLink.objects.exists()
    put_file(hub, claim)
    claims.look(claim, repository=REPOSITORY, by=make_actor(ada), now=now())
    do_jobs()
    assert speakers.is_maker(ada.pk, acme.pk, now=now())


def test_the_file_of_one_person_proves_nothing_for_another(hub: Hub, acme: Organization, ada: User) -> None:
    bob = make_user("bob")
    hers = claims.begin(acme, by=make_actor(ada), now=now())
    his = claims.begin(acme, by=make_actor(bob), now=now())
    put_file(hub, hers)
    put_file(hub, his, hers.token)
    claims.look(his, repository=REPOSITORY, by=make_actor(bob), now=now())
    do_jobs()
    assert not speakers.is_maker(bob.pk, acme.pk, now=now())
    with pytest.raises(NotAllowed):
        claims.look(hers, repository=REPOSITORY, by=make_actor(bob), now=now())


@pytest.mark.parametrize(
    "repository", ["", "acme", "evil/rocket", "acme/", "acme/a/b", "acmee/rocket", "acme/" + "x" * 100]
)
def test_only_a_repository_of_the_organization_itself_is_looked_at(
    acme: Organization, ada: User, repository: str
) -> None:
    claim = claims.begin(acme, by=make_actor(ada), now=now())
    with pytest.raises(NotYet):
        claims.look(claim, repository=repository, by=make_actor(ada), now=now())
    assert not Job.objects.exists()


def test_a_repository_that_went_to_another_organization_proves_nothing(
    hub: Hub, acme: Organization, ada: User
) -> None:
    claim = claims.begin(acme, by=make_actor(ada), now=now())
    put_file(hub, claim)
    hub.renames(REPOSITORY, "evil/Rocket-7B")
    claims.look(claim, repository=REPOSITORY, by=make_actor(ada), now=now())
    do_jobs()
    assert Claim.objects.get().trouble == "not_visible"
    assert not MakerLink.objects.exists()


def test_a_proof_that_was_not_seen_for_a_day_gives_no_right_and_still_ties(
    hub: Hub, acme: Organization, ada: User
) -> None:
    claimed(hub, acme, ada)
    later = now() + DAY
    assert not speakers.is_maker(ada.pk, acme.pk, now=later)
    assert speakers.linked_organizations([ada.pk]) == {ada.pk: {acme.pk}}
    assert jobs.ask_again(now=later) == 1
    do_jobs()
    MakerLink.objects.update(checked_at=now())
    assert speakers.is_maker(ada.pk, acme.pk, now=now())


def test_a_proof_that_is_gone_ends_the_link_and_says_so(hub: Hub, acme: Organization, ada: User) -> None:
    link = claimed(hub, acme, ada)
    hub.files.clear()
    jobs.look_soon(link)
    do_jobs()
    link.refresh_from_db()
    assert link.ended_because == MakerLink.Ending.LOST
    assert not speakers.is_maker(ada.pk, acme.pk, now=now())
    assert speakers.linked_organizations([ada.pk]) == {}
    assert Notification.objects.filter(user=ada, kind="maker_ended", must=True).count() == 1
    assert Event.objects.filter(verb="maker.ended", about=ada).count() == 1


def test_an_outage_of_the_hub_takes_nothing_and_proves_nothing(
    hub: Hub, acme: Organization, ada: User
) -> None:
    link = claimed(hub, acme, ada)
    hub.break_with(stand_in.status(503))
    jobs.look_soon(link)
    waiting = Job.objects.get(kind=jobs.RECHECK, state=Job.State.WAITING)
    do_one(waiting)
    link.refresh_from_db()
    assert link.ended_at is None
    assert speakers.is_maker(ada.pk, acme.pk, now=now())
    waiting.refresh_from_db()
    assert (waiting.state, waiting.attempts) == (Job.State.WAITING, 1)


def do_one(job: Job) -> None:
    from registry.jobs import tasks  # noqa: PLC0415 - only here

    tasks.work(job.pk)


def test_with_the_model_go_the_rights_of_its_old_maker_and_come_those_of_the_new(
    hub: Hub, acme: Organization, ada: User
) -> None:
    claimed(hub, acme, ada)
    rocket = AIModel.objects.get()
    assert speakers.is_maker(ada.pk, rocket.organization_id, now=now())
    rocket.organization = make_model("zeta/glider").organization
    rocket.save()
    assert not speakers.is_maker(ada.pk, rocket.organization_id, now=now())
    assert rocket.organization_id not in speakers.linked_organizations([ada.pk])[ada.pk]


def test_others_who_speak_for_the_organization_are_told_of_a_new_one(
    hub: Hub, acme: Organization, ada: User
) -> None:
    claimed(hub, acme, ada)
    claimed(hub, acme, make_user("mallory"))
    assert Notification.objects.filter(user=ada, kind="maker_joined").count() == 1


def test_whoever_resigns_or_is_ended_by_a_curator_speaks_no_more(
    hub: Hub, acme: Organization, ada: User
) -> None:
    first = claimed(hub, acme, ada)
    with pytest.raises(NotAllowed):
        claims.resign(first, by=make_actor(make_user()), now=now())
    claims.resign(first, by=make_actor(ada), now=now())
    with pytest.raises(WrongState):
        claims.resign(first, by=make_actor(ada), now=now())
    second = claimed(hub, acme, ada)
    curator = make_user("cleo", curator=True)
    reason = "The repository was taken over by somebody else."
    for refused in (make_actor(curator, mfa=False), make_actor(make_user(reviewer=True)), make_actor(ada)):
        with pytest.raises(NotAllowed):
            claims.end_by_curator(second, because=reason, by=refused, now=now())
    claims.end_by_curator(second, because=reason, by=make_actor(curator), now=now())
    assert not speakers.is_maker(ada.pk, acme.pk, now=now())
    assert Event.objects.filter(verb="maker.ended").order_by("-pk")[0].because == reason


@pytest.mark.parametrize("slug", ["~acme/rocket", "_/rocket"])
def test_what_is_no_account_on_the_hub_cannot_be_claimed(ada: User, slug: str) -> None:
    organization = make_model(slug).organization
    with pytest.raises(WrongState):
        claims.begin(organization, by=make_actor(ada), now=now())
    with pytest.raises(NotAllowed):
        claims.prove_by_membership(organization, by=make_actor(ada), now=now())


def test_only_people_with_a_verified_address_claim_and_not_without_end(
    hub: Hub, acme: Organization, ada: User
) -> None:
    for actor in (Actor(None), make_actor(make_user(verified=False))):
        with pytest.raises(NotAllowed):
            claims.begin(acme, by=actor, now=now())
    for number in range(claims.MOST_OPEN):
        claims.begin(make_model(f"org{number}/m").organization, by=make_actor(ada), now=now())
    with pytest.raises(WrongState):
        claims.begin(acme, by=make_actor(ada), now=now())
    Claim.objects.update(closed_at=now(), outcome="withdrawn")
    claim, at = claims.begin(acme, by=make_actor(ada), now=now()), now()
    for _ in range(claims.LOOKS):
        claims.look(claim, repository=REPOSITORY, by=make_actor(ada), now=at)
    with pytest.raises(TooMany):
        claims.look(claim, repository=REPOSITORY, by=make_actor(ada), now=at)


def test_a_claim_that_was_withdrawn_or_is_old_leads_nowhere(hub: Hub, acme: Organization, ada: User) -> None:
    claim = claims.begin(acme, by=make_actor(ada), now=now())
    put_file(hub, claim)
    claims.look(claim, repository=REPOSITORY, by=make_actor(ada), now=now())
    claims.withdraw(claim, by=make_actor(ada), now=now())
    do_jobs()
    assert not MakerLink.objects.exists()
    claims.begin(acme, by=make_actor(ada), now=now())
    assert claims.expire(now=now() + claims.EXPIRES_AFTER + timedelta(minutes=1)) == 1


def told(**profile: Any) -> dict[str, Any]:
    return {"userinfo": profile, "id_token": {"preferred_username": "someone-else"}}


@pytest.mark.parametrize(
    ("said", "names"),
    [
        (told(preferred_username="Ada", orgs=[{"preferred_username": "Acme"}]), {"ada", "acme"}),
        (told(preferred_username="ada", orgs=[{"name": "acme"}]), {"ada"}),
        (told(preferred_username="ada", name="acme", website="acme"), {"ada"}),
        (told(preferred_username="ada", orgs={"preferred_username": "acme"}), {"ada"}),
        (told(preferred_username="ada", orgs=[{"preferred_username": ["acme"]}, "acme", None, 7]), {"ada"}),
        (told(preferred_username="ada", orgs=[{"preferred_username": "аcme"}]), {"ada"}),  # a Cyrillic letter
        (told(preferred_username="ada", orgs=[{"preferred_username": "a" * 200}]), {"ada"}),
        ({"preferred_username": "ada", "orgs": [{"preferred_username": "acme"}]}, {"ada", "acme"}),
        ({"userinfo": {}, "id_token": {"preferred_username": "ada"}}, {"ada"}),
        ({}, set()),
        ([], set()),
        (None, set()),
    ],
)
def test_only_account_names_of_the_hub_count(said: Any, names: set[str]) -> None:
    assert names_in(said) == names


def signs_in_with_hub(user: User, *organizations: str, provider: str = "huggingface") -> None:
    rows = [{"preferred_username": name, "sub": name} for name in organizations]
    SocialAccount.objects.update_or_create(
        user=user,
        provider=provider,
        uid=f"{provider}-{user.pk}",
        defaults={"extra_data": told(preferred_username=user.username, orgs=rows)},
    )
    SocialAccount.objects.filter(user=user).update(last_login=now())


def test_membership_proves_it_for_a_day_and_no_longer_than_the_hub_says_so(
    acme: Organization, ada: User
) -> None:
    with pytest.raises(NotAllowed):
        claims.prove_by_membership(acme, by=make_actor(ada), now=now())
    signs_in_with_hub(ada, "Acme", "other")
    link = claims.prove_by_membership(acme, by=make_actor(ada), now=now())
    assert claims.prove_by_membership(acme, by=make_actor(ada), now=now()) == link
    assert speakers.is_maker(ada.pk, acme.pk, now=now())
    assert not speakers.is_maker(ada.pk, acme.pk, now=now() + DAY)
    signs_in_with_hub(ada, "other")
    assert not speakers.is_maker(ada.pk, acme.pk, now=now())
    jobs.look_soon(link)
    do_jobs()
    link.refresh_from_db()
    assert link.ended_because == MakerLink.Ending.LOST


def test_membership_counts_only_from_the_provider_that_is_the_hub(acme: Organization, ada: User) -> None:
    signs_in_with_hub(ada, "acme", provider="oidc")
    assert membership_of(ada.pk) == Membership()
    with pytest.raises(Refused):
        claims.prove_by_membership(acme, by=make_actor(ada), now=now())


def test_a_member_is_tied_to_the_maker_without_having_claimed_anything(acme: Organization, ada: User) -> None:
    signs_in_with_hub(ada, "acme")
    assert speakers.linked_organizations([ada.pk]) == {ada.pk: {acme.pk}}
    assert not speakers.is_maker(ada.pk, acme.pk, now=now())
