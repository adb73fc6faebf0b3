"""The ways to a page on PostgreSQL: each gives what the plain query gives."""

import random
from datetime import UTC, datetime

import pytest
from django.db import connection

from registry.scorecards.generate import NotEmpty, generate
from registry.scorecards.models import Scorecard
from registry.scorecards.queries import Filters, cells, lists, model_list, narrowing, strategies
from registry.scorecards.queries.searched import everywhere
from registry.scorecards.queries.strategies import FIRST, Sought
from tests.build import import_facts, make_model, released

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, tzinfo=UTC)


def test_made_up_models_never_stand_beside_real_ones():
    import_facts(make_model("acme/rocket"), released("final-weights"))
    with pytest.raises(NotEmpty):
        generate(10, 2, 1, now=NOW)
    assert Scorecard.objects.count() == 1


def filters(chance: random.Random) -> Filters:
    """What some model has, so that something is found; sometimes what none has."""
    card = chance.choice(list(Scorecard.objects.select_related("model")))
    has = [each for each, profiles in sorted(cells.kept.results.by.items()) if card.profile_id in profiles]
    slugs = {*narrowing.SLUGS, "disagree"}
    verdicts = dict(chance.sample([each for each in has if each[0] not in slugs], chance.randint(0, 2)))
    parts = dict(chance.sample([each for each in has if each[0] in narrowing.SLUGS], chance.randint(0, 1)))
    return Filters(
        q=chance.choice(["", "", card.model.name[:4], card.model.name[3:9], "ba", "nowhere"]),
        verdicts=verdicts,
        components=parts,
        license=chance.choice(["", card.license]),
        modality=chance.choice(["", card.modality or "none"]),
        year=chance.choice(["", "", card.released_on[:4] or "none"]),
        drafts=chance.random() < 0.5,
    )


def test_every_list_is_that_of_the_plain_query(monkeypatch):
    monkeypatch.setattr("registry.scorecards.generate._settle", lambda: None)  # not within a transaction
    generate(400, 60, 7, now=NOW)
    monkeypatch.setattr(strategies, "FEW", 5)
    monkeypatch.setattr(strategies, "READ", 60)
    monkeypatch.setattr(strategies, "WIDE", 80)
    monkeypatch.setattr("registry.scorecards.queries.searched.MOST", 30)
    monkeypatch.setattr("registry.scorecards.queries.searched.MANY", 27)
    chance = random.Random(3)
    cells.kept.cells()
    for _ in range(60):
        asked = filters(chance)
        narrowed = narrowing.narrow(cells.kept.cells(), asked, counted=False)
        plain = list(
            lists.matching(asked, narrowed, everywhere(asked))
            .order_by("-rank")
            .values_list("model__path", flat=True)
        )
        after, seen, first = "", [], model_list(asked, limit=7)
        if first.partial:
            continue
        for _ in range(5):
            page = model_list(asked, after=after, limit=7)
            seen += [row.path for row in page.rows]
            after = page.next_cursor
            if not after:
                break
        assert seen == plain[: len(seen)], asked
        assert after or len(seen) == len(plain), asked
        assert first.total == len(plain) or (first.capped and first.total <= len(plain)), asked


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite takes the plain query")
def test_each_way_alone_finds_the_same(monkeypatch):
    monkeypatch.setattr("registry.scorecards.generate._settle", lambda: None)
    generate(400, 60, 8, now=NOW)
    cards = list(Scorecard.objects.order_by("-rank"))
    profiles = sorted({card.profile_id for card in cards})[::2]
    word = "7b"
    expected = [card.pk for card in cards if card.profile_id in profiles and word in card.model.name.lower()]
    sought = Sought(profiles, {}, (word,), drafts=True)
    for way in (strategies.walk, strategies.members, strategies.by_names):
        assert way(sought, below=FIRST, limit=20) == expected[:20], way
    plain = [card.pk for card in cards if card.profile_id in profiles]
    bare = Sought(profiles, {}, (), drafts=True)
    for way in (strategies.walk, strategies.heads):
        assert (
            way(bare, below=cards[40].rank, limit=20)
            == [pk for pk in plain if pk in {c.pk for c in cards[41:]}][:20]
        )
