"""Who proposed and who accepted a finding, wherever the finding is shown."""

import re
from datetime import timedelta

import pytest
from django.db.models import Value
from django.test import Client

from registry.accounts.models import User
from registry.openness.facts import Fact, Facts
from registry.scorecards import history
from registry.scorecards.models import Acceptance, Evidence
from registry.scorecards.queries import scorecard_page
from registry.scorecards.record import Cause, Stated, record
from tests.build import NOON, import_facts, make_model, proved, released, withheld
from tests.tampering import without_triggers

pytestmark = pytest.mark.django_db
PATH = "acme/rocket-7b"


def accept(model, *rows: Fact, by: str = "jonas", accepted_by: tuple[str, ...] = ("amara", "liang")) -> None:
    """A review accepted these facts, all that people say of the model."""
    people = [User.objects.get_or_create(username=name)[0] for name in (by, *accepted_by)]
    statement = Stated(model.pk, Facts.of(proved(row) for row in rows), Evidence.Source.REVIEW, "review")
    now = NOON + timedelta(days=3)
    record(statement, cause=Cause.REVIEW, now=now, actor=people[0], accepted_by=people[1:])


@pytest.fixture(autouse=True)
def model():
    listed = make_model(PATH)
    import_facts(listed, released("final-weights"), released("inference-code"))
    accept(listed, released("final-weights"), withheld("training-code"))
    return listed


def words(client: Client, address: str) -> str:
    """What a reader reads: without the links."""
    return " ".join(re.sub("</?a[^>]*>", "", client.get(address).content.decode()).split())


def test_the_scorecard_names_them_beside_the_finding_and_in_the_record(client):
    body = words(client, f"/models/{PATH}/")
    assert body.count("reviewed by amara, liang, 4 Nov 2026, proposed by jonas") == 2
    assert "<dt>Assessed by</dt><dd>jonas</dd>" in body
    assert "<dt>Reviewed by</dt><dd>amara, liang</dd>" in body


def test_a_frozen_revision_names_those_of_its_time(client, model):
    accept(model, withheld("final-weights"), withheld("training-code"), by="amara", accepted_by=("jonas",))
    assert "reviewed by jonas, 4 Nov 2026, proposed by amara" in words(client, f"/models/{PATH}/")
    then = words(client, f"/models/{PATH}/r/2/")
    assert then.count("reviewed by amara, liang, 4 Nov 2026, proposed by jonas") == 2
    assert "reviewed by" not in words(client, f"/models/{PATH}/r/1/")


def test_history_difference_and_api_name_them(client):
    assert "accepted by amara, liang" in words(client, f"/models/{PATH}/history/")
    assert "accepted by amara, liang" in words(client, f"/models/{PATH}/diff/1..2/")
    said = client.get(f"/api/v1/models/{PATH}/").json()
    assert said["revisions"][0]["accepted_by"] == ["amara", "liang"]
    found = {row["key"]: row["reviewed"] for row in said["components"]}
    assert found["inference-code"] is None
    assert found["final-weights"]["author"] == "jonas"
    assert found["final-weights"]["accepted_by"] == ["amara", "liang"]
    assert found["final-weights"]["revision"] == 2


def test_a_name_that_is_gone_from_the_chain_shows(model):
    assert history.broken_link(model.pk) is None
    with without_triggers():
        Acceptance.objects.all()[0].delete()
    broken = history.broken_link(model.pk)
    assert broken is not None
    assert broken.number == 2


def test_a_floor_above_may_ask_for_more_of_the_model_in_the_same_query(django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        page = scorecard_page(PATH, beside={"waiting": Value(3)})
    assert page.beside == {"waiting": 3}
