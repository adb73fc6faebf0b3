"""The sentence at the top of a scorecard, made of the verdicts and the fingerprint."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from registry.badges.verdict_words import VerdictLike, is_draft, unreviewed
from registry.openness import definitions
from registry.openness.headlines import HeadlineState
from registry.openness.verdict import Outcome


@dataclass(frozen=True, slots=True)
class Answer:
    """The sentence at the top of a scorecard: the verdict in bold, then what a reader can and cannot get."""

    lead: str
    text: str


class PageLike(Protocol):
    @property
    def verdicts(self) -> Sequence[VerdictLike]: ...
    @property
    def headlines(self) -> Sequence[HeadlineState]: ...


# The two definitions that speak of the whole system; the answer names them and decides between none.
_ASKED = ("source-form-1", "osaid-1.0")
_DECIDED = (Outcome.MEETS, Outcome.DOES_NOT_MEET)


def answer(page: PageLike) -> Answer:
    """At most 40 words, made of the verdicts and the fingerprint."""
    states = {headline.slug: headline for headline in page.headlines}
    asked = [verdict for verdict in page.verdicts if verdict.definition in _ASKED]
    shown = [verdict for verdict in asked if not is_draft(verdict)]
    lead = _lead(shown)
    if any(unreviewed(verdict.basis) for verdict in shown if verdict.outcome in _DECIDED):
        lead = f"{lead} {_('Unreviewed.')}"
    return Answer(lead, " ".join(_text(states)))


def _lead(shown: Sequence[VerdictLike]) -> str:
    met = [_title(verdict) for verdict in shown if verdict.outcome == Outcome.MEETS]
    unmet = [_title(verdict) for verdict in shown if verdict.outcome == Outcome.DOES_NOT_MEET]
    if len(met) > 1:
        return _("Meets %(one)s and %(other)s.") % {"one": met[0], "other": met[1]}
    if met and unmet:
        return _("Meets %(one)s, not %(other)s.") % {"one": met[0], "other": unmet[0]}
    if len(unmet) > 1:
        return _("Meets neither %(one)s nor %(other)s.") % {"one": unmet[0], "other": unmet[1]}
    if met:
        return _("Meets %(one)s.") % {"one": met[0]}
    if unmet:
        return _("Does not meet %(one)s.") % {"one": unmet[0]}
    return _("Cannot tell yet.") if shown else _("Not assessed.")


def _title(verdict: VerdictLike) -> str:
    rules = definitions.shipped().get(verdict.definition)
    return _(rules.short) if rules else verdict.definition


_WEIGHTS: dict[str, Promise] = {
    "open": lazy("The weights can be downloaded under a free license."),
    "restricted": lazy("The weights can be downloaded, but a gate or their license limits who may use them."),
    "partial": lazy("The weights are not released in full."),
    "closed": lazy("The weights are not released."),
    "unassessed": lazy("Nobody has assessed the weights."),
    "not_applicable": lazy("There are no weights to release."),
}
_UNCLEAR_WEIGHTS = lazy("The weights can be downloaded; their license is unclear.")
# What is said of the training corpus, of the training program, and of both together.
_TRAINING: dict[str, tuple[Promise, Promise, Promise]] = {
    "open": (
        lazy("The training corpus can be copied and changed."),
        lazy("The training program can be copied and changed."),
        lazy("The training corpus and the training program can be copied and changed."),
    ),
    "restricted": (
        lazy("The training corpus is released, on limited terms."),
        lazy("The training program is released, on limited terms."),
        lazy("The training corpus and the training program are released, on limited terms."),
    ),
    "unclear": (
        lazy("The training corpus is released; its license is unclear."),
        lazy("The training program is released; its license is unclear."),
        lazy("The training corpus and the training program are released; their licenses are unclear."),
    ),
    "partial": (
        lazy("The training corpus is not released in full."),
        lazy("The training program is not released in full."),
        lazy("The training corpus and the training program are not released in full."),
    ),
    "closed": (
        lazy("The training corpus is not released."),
        lazy("The training program is not released."),
        lazy("The training corpus and the training program are not released."),
    ),
    "unassessed": (
        lazy("Nobody has assessed the training corpus."),
        lazy("Nobody has assessed the training program."),
        lazy("Nobody has assessed the training corpus and the training program."),
    ),
}


def _text(states: dict[str, HeadlineState]) -> Iterable[str]:
    weights = states.get("final-weights")
    if weights:
        yield str(
            _UNCLEAR_WEIGHTS
            if weights.state == "restricted" and weights.license_unclear
            else _WEIGHTS[weights.state]
        )
    corpus, program = _terms(states.get("training-corpus")), _terms(states.get("training-program"))
    if corpus and corpus == program:
        yield str(_TRAINING[corpus][2])
        return
    for said, place in ((corpus, 0), (program, 1)):
        if said:
            yield str(_TRAINING[said][place])


def _terms(headline: HeadlineState | None) -> str:
    """The key of what is said of a headline, or "" when nothing is."""
    if headline is None or headline.state not in _TRAINING:
        return ""
    return "unclear" if headline.state == "restricted" and headline.license_unclear else headline.state
