"""Identical drifts over many models: one person answers, another judges, each model by itself."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from registry.assessments.models import Assessment, Review
from registry.scorecards.models import Drift, Evidence
from tests.build import make_entry, make_model, make_user, released, review_facts, see, sign_in
from tests.proposing import trusted

pytestmark = pytest.mark.django_db
NAMES = ("one", "two", "three")


@pytest.fixture
def now():
    return timezone.now() - timedelta(hours=3)


@pytest.fixture(autouse=True)
def drifts(now):
    for name in NAMES:
        model = make_model(f"acme/{name}", name=name.title())
        entry = make_entry(model, repo_id=f"Acme/{name.title()}")
        review_facts(model, released("final-weights"), now=now)
        see(entry, now=now)
        see(entry, license="mit", now=now + timedelta(minutes=5))
    return list(Drift.objects.order_by("pk"))


def reviewer(name: str, now) -> Client:
    return sign_in(Client(), trusted(make_user(name, reviewer=True), now=now), mfa=True)


def words(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return " ".join(answer.content.decode().split())


def propose(client: Client, drifts, **sent):
    usual = {"way": "take", "quote": "license: mit", "accessed_on": "2026-11-01"}
    chosen = {"chosen": [str(drift.pk) for drift in drifts]}
    return client.post(f"/review/drift/{drifts[0].pk}/", usual | chosen | sent)


def chosen(assessments) -> list[str]:
    return [f"{row.pk}:{row.content_sha}" for row in assessments]


def test_the_hubs_value_is_taken_for_all_and_accepted_by_somebody_else(drifts, now):
    amara, liang = reviewer("amara", now), reviewer("liang", now)
    body = words(amara, "/review/drift/")
    assert "3 models" in body
    assert "<del>Apache License 2.0</del> <ins>MIT License</ins>" in body
    answer = propose(amara, drifts)
    assert answer.content.decode().count("Waits for review") == 3
    rows = list(Assessment.objects.all())
    assert {row.origin for row in rows} == {"drift"}
    assert {row.facts.get().fact["license"] for row in rows} == {"MIT"}
    cited = rows[0].facts.get().citations[0]["url"]
    assert cited.startswith("https://huggingface.co/Acme/")
    assert cited.endswith("/README.md")
    assert "Nothing waits that you could judge." in words(amara, "/review/drift/")
    refused = amara.post("/review/drift/", {"mark": "accept", "chosen": chosen(rows)})
    assert not Review.objects.exists()
    assert refused.status_code == 422
    assert "Final weights: Released" in words(liang, "/review/drift/")
    liang.post("/review/drift/", {"mark": "accept", "chosen": chosen(rows)})
    assert Review.objects.count() == 3
    while Assessment.objects.filter(state="submitted").exists():
        another = reviewer(f"r{Review.objects.count()}", now)
        left = Assessment.objects.filter(state="submitted")
        another.post("/review/drift/", {"mark": "accept", "chosen": chosen(left)})
    assert Evidence.objects.filter(source="review", retired=None, license="MIT").count() == 3
    assert not Drift.objects.filter(state="open").exists()


def test_one_that_is_refused_stops_no_other(drifts, now):
    amara = reviewer("amara", now)
    propose(amara, drifts)
    rows = list(Assessment.objects.order_by("pk"))
    liang = reviewer("liang", now)
    stale = [f"{rows[0].pk}:{'0' * 64}", *chosen(rows[1:])]
    answer = liang.post(
        "/review/drift/", {"mark": "reject", "text": "The hub is wrong, see the talk.", "chosen": stale}
    )
    body = " ".join(answer.content.decode().split())
    assert body.count("refused") == 1
    assert [row.state for row in Assessment.objects.order_by("pk")] == ["submitted", "rejected", "rejected"]


def test_the_record_is_kept_with_an_address_that_shows_it(drifts, now):
    amara = reviewer("amara", now)
    lacks = propose(amara, drifts[:2], way="keep")
    assert lacks.status_code == 422
    assert "name the address where it can be seen" in lacks.content.decode()
    propose(
        amara, drifts[:2], way="keep", url="https://acme.example/licenses", quote="All weights: Apache 2.0"
    )
    rows = list(Assessment.objects.all())
    assert len(rows) == 2
    assert {row.facts.get().fact["license"] for row in rows} == {"Apache-2.0"}


def test_nobody_answers_twice_what_is_under_way(drifts, now):
    amara = reviewer("amara", now)
    propose(amara, drifts[:1])
    assert "an assessment of it is under way" in words(amara, f"/review/drift/{drifts[1].pk}/")


@pytest.mark.parametrize("sent", [{"chosen": []}, {"quote": " "}, {"way": "other"}])
def test_an_answer_that_lacks_something_says_what(drifts, now, sent):
    answer = propose(reviewer("amara", now), drifts, **sent)
    assert answer.status_code == 422
    assert not Assessment.objects.exists()


def test_a_group_that_is_not_there(now):
    assert reviewer("amara", now).get("/review/drift/999/").status_code == 404
