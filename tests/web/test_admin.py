"""The operators' door: shut unless asked for, and a way round nothing."""

import logging

import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.test import Client, override_settings
from django.urls import path
from django.utils import timezone

from registry import urls
from registry.accounts.models import Event, User
from registry.jobs.models import Job
from registry.web import admin
from registry.web.admin import site

pytestmark = pytest.mark.django_db
urlpatterns = [*urls.urlpatterns, path("desk/", site.urls)]
JOBS = "/desk/jobs/job/"


@pytest.fixture(autouse=True)
def door() -> object:
    admin.Logins.cache.clear()
    quick = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with override_settings(ROOT_URLCONF=__name__, PASSWORD_HASHERS=quick):
        yield


@pytest.fixture
def operator(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("operator", password="x"))
    return client


def a_job(state: str = "waiting", key: str = "refresh:1") -> Job:
    ended = {"finished_at": timezone.now(), "error": "no luck"} if state == "parked" else {}
    return Job.objects.create(kind="refresh", key=key, state=state, **ended)


def act(client: Client, action: str, *jobs: Job, because: str = "") -> str:
    chosen = [job.pk for job in jobs]
    sent = {"action": action, "_selected_action": chosen, "because": because}
    return client.post(JOBS, sent, follow=True).content.decode()


def state(job: Job) -> str:
    return Job.objects.get(pk=job.pk).state


@pytest.mark.parametrize("address", ["/admin/", "/admin/login/", "/desk/"])
def test_there_is_no_door_unless_it_is_asked_for(client: Client, address: str) -> None:
    with override_settings(ROOT_URLCONF="registry.urls"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("staff", [False, True])
def test_only_staff_with_the_right_to_see_jobs_sees_them(client: Client, staff: bool) -> None:
    assert client.get(JOBS).headers["Location"].startswith("/desk/login/")
    client.force_login(User.objects.create_user("somebody", is_staff=staff))
    assert client.get(JOBS).status_code == (403 if staff else 302)


def test_the_admin_shows_jobs_and_nothing_of_the_record(operator: Client) -> None:
    assert {model._meta.label for model in site._registry} == {"jobs.Job"}
    assert operator.get("/desk/").status_code == 200
    assert operator.get("/desk/scorecards/evidence/").status_code == 404


def test_jobs_are_listed_with_counts_and_ages_on_top(operator: Client) -> None:
    a_job()
    job = a_job("parked", "<script>alert(1)</script>")
    shown = operator.get(JOBS).content.decode()
    assert "Open and parked" in shown
    assert "no luck" in shown
    assert "<script>alert" not in shown
    assert operator.get(f"{JOBS}{job.pk}/change/").status_code == 200
    assert "Nothing waits" not in shown


def test_a_job_is_read_only(operator: Client) -> None:
    job = a_job()
    for address in (f"{JOBS}{job.pk}/change/", f"{JOBS}{job.pk}/delete/", f"{JOBS}add/"):
        assert operator.post(address, {"state": "done", "key": "x", "post": "yes"}).status_code == 403
    act(operator, "delete_selected", job)
    assert state(job) == "waiting"


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
        ("jobs.retry", f"job {parked.pk}", "operator"),
        ("jobs.park", f"job {waiting.pk}", "operator"),
    ]


def test_who_may_only_look_may_do_nothing(client: Client) -> None:
    from django.contrib.auth.models import Permission  # noqa: PLC0415 - apps are loaded by now

    looker = User.objects.create_user("looker", is_staff=True)
    looker.user_permissions.add(Permission.objects.get(codename="view_job"))
    client.force_login(looker)
    job = a_job("parked")
    assert client.get(JOBS).status_code == 200
    act(client, "retry", job)
    assert state(job) == "parked"


def test_passwords_cannot_be_tried_without_end(client: Client) -> None:
    User.objects.create_superuser("operator", password="the right one")
    tries = [
        client.post("/desk/login/", {"username": "operator", "password": "wrong"}).status_code
        for _ in range(11)
    ]
    assert tries == [200] * 10 + [429]
    right = {"username": "operator", "password": "the right one"}
    assert client.post("/desk/login/", right).status_code == 429
    forged = client.post("/desk/login/", right, headers={"X-Forwarded-For": "192.0.2.9"})
    assert forged.status_code == 429
    assert client.post("/desk/login/", right, REMOTE_ADDR="192.0.2.9").status_code == 302


def test_passwords_cannot_be_tried_from_everywhere_either(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admin.Logins, "cache", LocMemCache("login-test", {}))
    wrong = {"username": "operator", "password": "wrong"}
    for number in range(60):
        client.post("/desk/login/", wrong, REMOTE_ADDR=f"192.0.2.{number}")
    assert client.post("/desk/login/", wrong, REMOTE_ADDR="192.0.2.99").status_code == 429


def test_a_password_reaches_no_log(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    client.post("/desk/login/", {"username": "canary-name", "password": "canary-password"})
    assert "canary" not in caplog.text


@pytest.mark.parametrize("address", ["/desk/", "/desk/login/", JOBS])
def test_the_admin_runs_under_the_policy_of_the_site(operator: Client, address: str) -> None:
    answer = operator.get(address, follow=True)
    assert "unsafe" not in answer["Content-Security-Policy"]
    shown = answer.content.decode()
    assert "style=" not in shown
    assert "<style" not in shown
    assert "<script>" not in shown
    assert "onclick" not in shown
