"""The operators' door: shut unless asked for, open to admins with a second factor, a way round nothing."""

from collections.abc import Iterator

import pytest
from django.test import Client, override_settings
from django.urls import path
from django.utils import timezone

from registry import urls
from registry.accounts import flags
from registry.accounts.models import Event, Grant, User
from registry.jobs.models import Job
from registry.scorecards.models import Evidence
from registry.web.admin import site
from tests.build import import_facts, make_model, make_user, released, sign_in

pytestmark = pytest.mark.django_db
urlpatterns = [*urls.urlpatterns, path("desk/", site.urls)]
JOBS, SWITCHES = "/desk/jobs/job/", "/desk/accounts/switch/"


@pytest.fixture(autouse=True)
def door() -> Iterator[None]:
    with override_settings(ROOT_URLCONF=__name__):
        yield


@pytest.fixture
def operator(client: Client) -> Client:
    return sign_in(client, make_user("the-operator", admin=True), mfa=True)


def a_job(state: str = "waiting", key: str = "refresh:1") -> Job:
    ended = {"finished_at": timezone.now(), "error": "no luck"} if state == "parked" else {}
    return Job.objects.create(kind="refresh", key=key, state=state, **ended)


def act(client: Client, action: str, *rows: object, because: str = "", place: str = JOBS) -> str:
    chosen = [row.pk for row in rows]
    sent = {"action": action, "_selected_action": chosen, "because": because}
    return client.post(place, sent, follow=True).content.decode()


def state(job: Job) -> str:
    return Job.objects.get(pk=job.pk).state


@pytest.mark.parametrize("address", ["/admin/", "/admin/login/", "/desk/"])
def test_there_is_no_door_unless_it_is_asked_for(client: Client, address: str) -> None:
    with override_settings(ROOT_URLCONF="registry.urls"):
        assert client.get(address).status_code == 404


def test_a_stranger_is_sent_to_where_everybody_signs_in(client: Client) -> None:
    answer = client.get(JOBS, follow=True)
    assert answer.redirect_chain[-1][0] == "/account/sign-in/?next=/desk/"
    assert client.post("/desk/login/", {"username": "x", "password": "y"}).status_code == 302


@pytest.mark.parametrize(
    ("who", "mfa", "says"),
    [
        ({}, True, "does not have the role"),
        ({"curator": True, "reviewer": True}, True, "does not have the role"),
        ({"admin": True}, False, "Show the second factor"),
        ({"admin": True, "mfa": False}, False, "Set up a second factor"),
    ],
)
def test_only_an_admin_with_a_second_factor_comes_in(
    client: Client, who: dict[str, bool], mfa: bool, says: str
) -> None:
    sign_in(client, make_user("somebody", **who), mfa=mfa)
    answer = client.get(JOBS, follow=True)
    assert answer.status_code == 403
    assert says in answer.text


def test_flags_that_django_knows_open_nothing(client: Client) -> None:
    user = make_user("somebody")
    User.objects.filter(pk=user.pk).update(is_staff=True, is_superuser=True)
    sign_in(client, user, mfa=True)
    assert client.get(JOBS, follow=True).status_code == 403


def test_a_role_that_was_taken_opens_nothing_at_the_next_request(operator: Client) -> None:
    assert operator.get(JOBS).status_code == 200
    Grant.objects.update(revoked_at=timezone.now())
    assert operator.get(JOBS, follow=True).status_code == 403


@pytest.mark.parametrize("row", sorted(site._registry, key=lambda model: model._meta.label))
def test_what_the_admin_shows_can_be_looked_at_and_nothing_else(operator: Client, row: type) -> None:
    import_facts(make_model(), released("final-weights"))
    a_job()
    name = f"{row._meta.app_label}/{row._meta.model_name}"
    assert operator.get(f"/desk/{name}/").status_code == 200
    assert operator.post(f"/desk/{name}/add/", {}).status_code == 403
    found = row._default_manager.first()
    if found is None:
        return
    before = row._default_manager.filter(pk=found.pk).values().get()
    for address in (f"/desk/{name}/{found.pk}/change/", f"/desk/{name}/{found.pk}/delete/"):
        assert operator.post(address, {"post": "yes"}).status_code == 403
    act(operator, "delete_selected", found, place=f"/desk/{name}/")
    assert row._default_manager.filter(pk=found.pk).values().get() == before


def test_the_record_offers_no_verbs() -> None:
    verbs = {model._meta.label: shown.actions for model, shown in site._registry.items() if shown.actions}
    assert set(verbs) == {"jobs.Job", "accounts.Switch"}
    assert Evidence in site._registry


def test_jobs_are_listed_with_counts_and_ages_on_top(operator: Client) -> None:
    a_job()
    job = a_job("parked", "<script>alert(1)</script>")
    shown = operator.get(JOBS).content.decode()
    assert "Open and parked" in shown
    assert "no luck" in shown
    assert "<script>alert" not in shown
    assert operator.get(f"{JOBS}{job.pk}/change/").status_code == 200
    assert "Nothing waits" not in shown


def test_a_parked_job_is_retried_and_a_waiting_one_parked_with_a_reason(operator: Client) -> None:
    parked, waiting = a_job("parked", "a"), a_job("waiting", "b")
    assert "Retry: 1 done, 1 in another state." in act(operator, "retry", parked, waiting)
    assert state(parked) == "waiting"
    assert "Say why" in act(operator, "park", waiting, because="  ")
    assert state(waiting) == "waiting"
    act(operator, "park", waiting, because="the hub asked us")
    assert Job.objects.get(pk=waiting.pk).error == "the hub asked us"
    told = Event.objects.order_by("pk").values_list("verb", "target", "actor__username")
    assert list(told) == [
        ("jobs.retry", f"job {parked.pk}", "the-operator"),
        ("jobs.park", f"job {waiting.pk}", "the-operator"),
    ]


def test_a_switch_is_turned_with_a_reason_and_also_off_again(operator: Client) -> None:
    shown = operator.get(SWITCHES).text
    assert "read_only" in shown
    row = next(row for row in site._registry if row._meta.label == "accounts.Switch")
    read_only = row.objects.get(pk="read_only")
    assert "Say why" in act(operator, "turn_on", read_only, place=SWITCHES)
    act(operator, "turn_on", read_only, because="a move", place=SWITCHES)
    assert flags.is_on("read_only")
    act(operator, "turn_off", read_only, because="moved", place=SWITCHES)
    assert not flags.is_on("read_only"), "a site that is not written to can be opened again"
    assert Event.objects.filter(verb__startswith="switch.", actor__username="the-operator").count() == 2


@pytest.mark.parametrize("address", ["/desk/", "/desk/login/", JOBS, SWITCHES])
def test_the_admin_runs_under_the_policy_of_the_site(operator: Client, address: str) -> None:
    answer = operator.get(address, follow=True)
    assert "unsafe" not in answer["Content-Security-Policy"]
    shown = answer.content.decode()
    assert "style=" not in shown
    assert "<style" not in shown
    assert "<script>" not in shown
    assert "onclick" not in shown
