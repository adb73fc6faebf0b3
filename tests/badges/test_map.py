"""The map in memory follows the record."""

from collections.abc import Collection, Iterable, Mapping

import pytest

from registry.badges.answers import Badge
from registry.badges.map import LATE, OVERLAP, RETRY, Map
from registry.openness import definitions
from registry.scorecards.queries import BadgeRow, VerdictBrief

WHOLE = tuple(definitions.shipped())


def said(outcome: str, *, of: Collection[str] = WHOLE) -> dict[str, VerdictBrief]:
    return {slug: VerdictBrief(slug, outcome, "", "", None, "reviewed") for slug in of}


class Record:
    """Models, changes and verdicts, as the tables would hold them."""

    def __init__(self) -> None:
        self.profile: dict[str, int] = {}
        self.aliases: dict[str, tuple[str, ...]] = {}
        self.changes: dict[int, str] = {}
        self.codes: dict[int, dict[str, VerdictBrief]] = {}
        self.reads: list[str] = []

    def change(self, path: str, profile: int, *, number: int | None = None) -> None:
        self.profile[path] = profile
        self.changes[number or self.latest_change() + 1] = path

    def latest_change(self) -> int:
        return max(self.changes, default=0)

    def badge_rows(self, *, after: int = 0) -> Iterable[BadgeRow]:
        self.reads.append(f"rows after {after}")
        changed = {path for number, path in self.changes.items() if number > after}
        for path in changed if after else self.profile:
            yield BadgeRow(path, self.aliases.get(path, ()), self.profile[path], "reviewed", False, False)

    def profile_codes(self, profile_ids: Collection[int]) -> Mapping[int, Mapping[str, VerdictBrief]]:
        self.reads.append(f"profiles {sorted(profile_ids)}")
        return {profile: self.codes[profile] for profile in profile_ids if profile in self.codes}


def shown(badges: Map, path: str) -> str:
    """The message of a model's OSAID badge."""
    found: Mapping[str, Badge] | None = badges.badges(path)
    assert found is not None
    return found["osaid-1.0"]["json"].body[0].decode().split('"message": "')[1].split('"')[0]


def test_a_change_reaches_the_map() -> None:
    record = Record()
    record.codes = {1: said("meets"), 2: said("does_not_meet")}
    record.change("acme/one", 1)
    badges = Map(record)
    badges.look(now=0)
    assert shown(badges, "acme/one") == "Meets"
    record.change("acme/one", 2)
    record.change("acme/two", 1)
    badges.look(now=1)
    assert shown(badges, "acme/one") == "Does not meet"
    assert shown(badges, "acme/two") == "Meets"
    assert badges.badges("acme/three") is None


def test_a_change_that_commits_late_under_a_lower_number_is_not_missed() -> None:
    record = Record()
    record.codes = {1: said("meets"), 2: said("does_not_meet")}
    record.change("acme/one", 1, number=10)
    badges = Map(record)
    badges.look(now=0)
    record.change("acme/two", 1, number=12)
    badges.look(now=1)
    record.change("acme/one", 2, number=11)
    badges.look(now=2)
    badges.look(now=8)
    assert shown(badges, "acme/one") == "Does not meet"


def test_a_quiet_record_is_not_read_again_and_again() -> None:
    record = Record()
    record.codes = {1: said("meets")}
    record.change("acme/one", 1)
    badges = Map(record)
    for now in range(int(LATE) + 2):
        badges.look(now=now)
    record.reads.clear()
    for now in range(int(LATE) + 2, int(LATE) + 20):
        badges.look(now=now)
    assert record.reads == []


def test_only_what_changed_lately_is_read() -> None:
    record = Record()
    record.codes = {1: said("meets")}
    record.change("acme/one", 1, number=3 * OVERLAP)
    badges = Map(record)
    badges.look(now=0)
    assert record.reads == ["rows after 0", "profiles [1]"]
    record.change("acme/two", 1)
    badges.look(now=1)
    assert record.reads[2:] == [f"rows after {2 * OVERLAP}"]
    badges.look(now=LATE + 1)
    record.change("acme/three", 1)
    badges.look(now=LATE + 2)
    assert record.reads[-1] == f"rows after {3 * OVERLAP + 1}"


def test_verdicts_that_were_missing_are_asked_for_again() -> None:
    record = Record()
    record.codes = {1: said("meets", of=("osaid-1.0",))}
    record.change("acme/one", 1)
    badges = Map(record)
    badges.look(now=0)
    assert list(badges.badges("acme/one") or ()) == ["osaid-1.0"]
    record.codes = {1: said("meets")}
    badges.look(now=RETRY + 1)
    assert list(badges.badges("acme/one") or ()) == list(WHOLE)


def test_a_profile_without_verdicts_is_a_model_without_badges() -> None:
    record = Record()
    record.change("acme/one", 7)
    badges = Map(record)
    badges.look(now=0)
    assert badges.badges("acme/one") == {}


def test_another_database_is_read_from_its_start() -> None:
    record = Record()
    record.codes = {1: said("meets")}
    record.change("acme/gone", 1, number=500)
    badges = Map(record)
    badges.look(now=0)
    record.__init__()  # type: ignore[misc]
    record.codes = {1: said("does_not_meet")}
    record.change("acme/one", 1)
    badges.look(now=1)
    assert badges.badges("acme/gone") is None
    assert shown(badges, "acme/one") == "Does not meet"


def test_an_old_path_never_hides_a_model_that_has_it_now() -> None:
    record = Record()
    record.codes = {1: said("meets"), 2: said("does_not_meet")}
    record.aliases = {"acme/one": ("acme/Two", "acme/older")}
    record.change("acme/one", 1)
    record.change("acme/two", 2)
    badges = Map(record)
    badges.look(now=0)
    assert shown(badges, "acme/two") == "Does not meet"
    assert shown(badges, "acme/older") == "Meets"


class Stop(BaseException):
    """Ends the follower's loop."""


def test_an_outage_keeps_the_values_and_the_follower_goes_on() -> None:
    class Unsteady(Record):
        away = False

        def latest_change(self) -> int:
            if self.away:
                raise RuntimeError("the database is away")
            return super().latest_change()

    record = Unsteady()
    record.codes = {1: said("meets"), 2: said("does_not_meet")}
    record.change("acme/one", 1)
    moments: list[str] = []

    def pause(seconds: float) -> None:
        moments.append(shown(badges, "acme/one"))
        if len(moments) == 1:
            record.change("acme/one", 2)
        record.away = len(moments) == 1
        if len(moments) == 3:
            raise Stop

    badges = Map(record, pause=pause)
    with pytest.raises(Stop):
        badges.follow()
    assert moments == ["Meets", "Meets", "Does not meet"]
