"""A finding as the record has it and as it is proposed, side by side: line by line, word by word."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from registry.assessments.proposals.proposed import Cited, Proposed, Row
from registry.openness import licenses
from registry.openness.facts import NOASSERTION, NONE, Fact, ReleaseFact
from registry.openness.logic import Kleene
from registry.web import license_words, word_diff
from registry.web.assessing import fields
from registry.web.templatetags.facts import AVAILABILITY, GATE, inherited, license_of, release_value
from registry.web.word_diff import Piece


@dataclass(frozen=True, slots=True)
class Line:
    """One facet in words, before and after; what differs is marked on the side where it stands."""

    label: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]

    @property
    def differs(self) -> bool:
        return any(kind != "same" for kind, _ in (*self.before, *self.after))


@dataclass(frozen=True, slots=True)
class Link:
    """One proof; `kind` is "same", "gone" or "new"."""

    cited: Cited
    kind: str


@dataclass(frozen=True, slots=True)
class Sides:
    """Both sides of one finding. `before` and `after` are the facts, None for a side that has none."""

    before: Fact | None
    after: Fact | None
    lines: tuple[Line, ...]
    links_before: tuple[Link, ...]
    links_after: tuple[Link, ...]


def sides(now: Row | None, proposed: Proposed) -> Sides:
    after = None if proposed.retract else proposed.row()
    cited_before = [Cited(proof.url, proof.quote, proof.accessed_on) for proof in now.proofs] if now else []
    said = dict(_stated(now)), dict(_stated(after))
    labels = dict.fromkeys([*said[1], *said[0]])
    return Sides(
        now if isinstance(now, Fact) else None,
        after if isinstance(after, Fact) else None,
        tuple(_line(label, said[0].get(label, ""), said[1].get(label, "")) for label in labels),
        tuple(_links(cited_before, proposed.citations, "gone")),
        tuple(_links(proposed.citations, cited_before, "new")),
    )


def _line(label: str, before: str, after: str) -> Line:
    found = list(word_diff.pieces(before, after)) if before and after else _whole(before, after)
    return Line(
        label,
        tuple(_joined(piece for piece in found if piece[0] != "new")),
        tuple(_joined(piece for piece in found if piece[0] != "gone")),
    )


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Words that differ one after the other as one piece, the spaces between them included."""
    joined: list[Piece] = []
    for kind, text in pieces:
        if len(joined) > 1 and kind != "same" and joined[-2][0] == kind and not joined[-1][1].strip():
            space = joined.pop()[1]
            joined[-1] = (kind, joined[-1][1] + space + text)
        else:
            joined.append((kind, text))
    return joined


def _whole(before: str, after: str) -> list[Piece]:
    return [(kind, text) for kind, text in (("gone", before), ("new", after)) if text]


def _links(cited: Sequence[Cited], others: Sequence[Cited], kind: str) -> Iterator[Link]:
    there = {(row.url, row.quote) for row in others}
    for row in cited:
        yield Link(row, "same" if (row.url, row.quote) in there else kind)


def _stated(row: Row | None) -> Iterator[tuple[str, str]]:
    """(label, words) of what a side says, in the order of reading; what is not said is left out."""
    if isinstance(row, ReleaseFact):
        yield gettext("Value"), release_value(row)
    elif row is not None:
        yield from ((label, words) for label, words in _facets(row) if words)


def _facets(fact: Fact) -> Iterator[tuple[str, str]]:
    yield gettext("Released"), str(AVAILABILITY[fact.availability])
    yield gettext("Behind"), str(GATE.get(fact.gate, ""))
    yield gettext("How much"), _choice(fields.COVERAGE, fact.coverage)
    yield gettext("License"), _license(fact)
    yield gettext("It allows"), allows(fact.license)
    yield gettext("Quality"), _choice(fields.QUALITY, fact.quality)
    yield gettext("Rights"), _choice(fields.RIGHTS, fact.rights)
    yield gettext("Why not shared"), _choice(fields.RIGHTS_REASON, fact.rights_reason)
    yield gettext("Rights in the contents"), _choice(fields.CONTENTS_RIGHTS, fact.contents_rights)
    yield gettext("Covers"), _covers(fact)
    yield gettext("Peer reviewed"), _choice(fields.PEER_REVIEWED, fact.peer_reviewed)
    yield gettext("Published in"), fact.venue
    yield gettext("Lasting id"), fact.persistent_id
    yield gettext("Why it does not apply"), fact.reason
    yield gettext("Note"), fact.note


def _choice(choices: Iterable[fields.Choice], value: str) -> str:
    """The words of a facet; none for one that is not stated."""
    return next((str(one.name) for one in choices if one.value == value and value != "unknown"), "")


def _license(fact: Fact) -> str:
    title = license_of(fact)
    stated_for = inherited(fact)
    return (
        gettext("%(license)s, stated for %(part)s") % {"license": title, "part": stated_for}
        if (title and stated_for)
        else title
    )


def _covers(fact: Fact) -> str:
    if fact.covers is None:
        return ""
    named = ", ".join(str(fields.TOPICS[topic]) for topic in sorted(fact.covers))
    return named or gettext("none of what is asked for")


def allows(expression: str) -> str:
    """What a license expression allows, in a few words; "" where none is stated."""
    if expression in ("", NOASSERTION):
        return ""
    record = licenses.find(expression)
    if expression == NONE:
        return gettext("Nothing: without a license nobody but the author may use it.")
    match licenses.predicate("free4", expression):
        case Kleene.TRUE:
            return gettext("Use, change and share, for any purpose")
        case Kleene.FALSE:
            return license_words.limits(record) if record else gettext("Not all of it to everyone")
    return gettext("Cannot tell")
