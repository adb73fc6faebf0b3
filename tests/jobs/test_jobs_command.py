"""manage.py jobs: what an operator types, sees and gets back."""

import io
import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from registry.jobs import ages
from registry.jobs.models import Job

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    out = io.StringIO()
    call_command("jobs", *words, stdout=out)
    return out.getvalue()


def a_job(
    key: str, kind: str = "refresh", state: str = "waiting", hours: float = 0, **columns: object
) -> Job:
    then = timezone.now() - timedelta(hours=hours)
    ended = {"finished_at": then} if state in ("parked", "done") else {}
    return Job.objects.create(
        kind=kind, key=key, state=state, created_at=then, run_after=then, **ended, **columns
    )


@pytest.fixture
def jobs() -> None:
    a_job("old", hours=3)
    a_job("new", hours=0.5, queue="refresh")
    a_job("gave-up", state="parked", hours=50, error="bad\x1b[2J\nnews", error_class="HubError")
    a_job("over", state="done", hours=2)


@pytest.mark.usefixtures("jobs")
def test_counts_tell_state_kind_queue_and_how_old():
    lines = run("counts").splitlines()
    assert lines[0].split() == ["state", "kind", "queue", "jobs", "oldest", "due", "for"]
    assert lines[1].split() == ["parked", "refresh", "default", "1", "2", "d", "2", "h"]
    assert lines[2].split() == ["waiting", "refresh", "default", "1", "3", "h", "3", "h"]
    assert lines[3].split() == ["waiting", "refresh", "refresh", "1", "30", "min", "30", "min"]
    assert lines[4] == "done within a day: 1 refresh"


@pytest.mark.usefixtures("jobs")
def test_counts_for_programs():
    found = json.loads(run("counts", "--json"))
    assert {line["state"]: line["jobs"] for line in found["open"]} == {"parked": 1, "waiting": 1}
    assert found["done_within_a_day"] == {"refresh": 1}
    assert 3 * 3600 <= found["oldest_due"] < 3 * 3600 + 60


def test_an_empty_table_says_so():
    assert run("counts") == "Nothing waits, runs or is parked.\n"
    assert run("list") == "No such job.\n"
    assert json.loads(run("list", "--json")) == []


@pytest.mark.usefixtures("jobs")
@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ([], ["old", "new", "gave-up", "over"]),
        (["--state", "waiting"], ["old", "new"]),
        (["--queue", "refresh"], ["new"]),
        (["--kind", "no-such"], []),
        (["--older-than", "1h", "--state", "waiting"], ["old"]),
        (["--older-than", "2d"], ["gave-up"]),
        (["--limit", "1"], ["old"]),
    ],
)
def test_a_list_shows_what_matches_everything_said(words, keys):
    assert [row["key"] for row in json.loads(run("list", "--json", *words))] == keys


@pytest.mark.usefixtures("jobs")
def test_an_error_cannot_move_the_cursor_of_a_terminal():
    said = run("list", "--state", "parked")
    assert "\x1b" not in said
    assert "HubError: bad\\x1b[2J\\nnews" in said


@pytest.mark.usefixtures("jobs")
def test_parked_jobs_are_retried_one_by_one_by_kind_or_all():
    parked = Job.objects.get(state="parked")
    assert run("retry", str(parked.pk)) == "1 wait again.\n"
    assert run("retry", "--all-parked") == "0 wait again.\n"
    run("park", str(parked.pk), "--because", "stop")
    assert json.loads(run("retry", "--kind", "other", "--json"))["waiting"] == 0
    assert json.loads(run("retry", "--kind", "refresh", "--json"))["waiting"] == 1


@pytest.mark.usefixtures("jobs")
def test_what_cannot_be_done_ends_with_1_and_what_is_not_understood_with_2():
    waiting = Job.objects.filter(state="waiting").first()
    done = Job.objects.get(state="done")
    with pytest.raises(CommandError, match="is not parked") as refused:
        run("retry", str(waiting.pk))
    assert refused.value.returncode == 1
    with pytest.raises(CommandError, match="does not wait") as refused:
        run("park", str(done.pk), "--because", "stop")
    assert refused.value.returncode == 1
    with pytest.raises(CommandError, match="with a reason") as refused:
        run("park", str(waiting.pk), "--because", " ")
    assert refused.value.returncode == 2


@pytest.mark.parametrize(
    "words", [["retry"], ["park", "1"], ["list", "--limit", "0"], ["list", "--older-than", "soon"], ["drop"]]
)
def test_a_mistyped_command_is_not_guessed_at(words):
    with pytest.raises(CommandError):
        run(*words)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "0 s"), (59.9, "59 s"), (90, "1 min 30 s"), (7200, "2 h"), (93_900, "1 d 2 h"), (-5, "0 s")],
)
def test_an_age_is_said_in_two_units(seconds, said):
    assert ages.spoken(seconds) == said


@pytest.mark.parametrize(("typed", "seconds"), [("90s", 90), ("15m", 900), ("2h", 7200), (" 3d ", 259_200)])
def test_an_age_is_typed_with_one(typed, seconds):
    assert ages.typed(typed).total_seconds() == seconds


@pytest.mark.parametrize("typed", ["", "5", "h", "-1h", "1.5h", "1w", "9999999d"])
def test_what_is_no_age_is_refused(typed):
    with pytest.raises(ValueError, match="an age is"):
        ages.typed(typed)
