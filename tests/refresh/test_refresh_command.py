"""`manage.py refresh`: what it prints, and when it fails."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from registry.catalog.models import AIModel, HubEntry
from tests.build import import_facts, make_entry, make_model, released
from tests.hubs import stand_in
from tests.hubs.stand_in import Hub, model

pytestmark = pytest.mark.django_db


@pytest.fixture
def hub(settings) -> Iterator[Hub]:
    with stand_in.running() as running:
        settings.HF_ENDPOINT, settings.HF_TOKEN = running.url, ""
        running.shows(model())
        yield running


@pytest.fixture
def entry(hub) -> HubEntry:
    listed = make_model()
    import_facts(listed, released("final-weights"))
    return make_entry(listed, repo_id="acme/Rocket-7B")


def run(*names: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("refresh", *names, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def failing(*names: str) -> tuple[str, str]:
    """What goes to stderr, and the closing sentence."""
    err = StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("refresh", *names, stdout=StringIO(), stderr=err)
    return err.getvalue(), str(caught.value)


@pytest.mark.parametrize("name", ["acme/rocket-7b", "acme/Rocket-7B", "ACME/ROCKET-7B"])
def test_a_listed_model_is_found_by_path_or_hub_id_in_any_case(entry, name):
    out, err = run(name)
    assert "license apache-2.0, gate none, 5 files, 1,200 downloads" in out
    assert err == ""


def test_a_drift_is_told_as_long_as_it_is_open(entry, hub):
    hub.shows(model(cardData={"license": "mit"}))
    out, _ = run("acme/rocket-7b")
    assert "1 drift opened" in out
    again, _ = run("acme/rocket-7b")
    assert "acme/rocket-7b: unchanged" in again
    assert "final-weights license: Apache-2.0 -> MIT" in again


def test_an_unlisted_model_is_drafted(hub):
    out, _ = run("acme/Rocket-7B")
    assert "acme/rocket-7b: drafted" in out


def test_an_outage_is_told_in_a_sentence_and_fails(entry, hub):
    hub.break_with(stand_in.status(503))
    err, closing = failing("acme/rocket-7b")
    assert err == "acme/rocket-7b: The hub answered with status 503.\n"
    assert "1 of 1 not refreshed" in closing


def test_a_missing_repository_is_told_and_lists_nothing(hub):
    err, _ = failing("acme/nothing")
    assert "missing, private or deleted" in err
    assert not AIModel.objects.exists()


def test_the_others_are_read_though_one_fails(entry):
    err, closing = failing("acme/nothing", "acme/rocket-7b", "not a name!")
    assert "2 of 3 not refreshed: acme/nothing, not a name!" in closing
    assert "'not a name!' is not the name of a repository" in err
    assert HubEntry.objects.get().checked_at is not None


def test_a_model_that_is_on_no_hub_is_told_so(hub):
    make_model("~acme/secret")
    _, closing = failing("~acme/secret")
    assert closing == "~acme/secret is on no hub."
