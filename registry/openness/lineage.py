"""What a derivative takes from its base, and where the base limits it (rules, A.4).

Three rules, for every relation:

- A component the derivative did not make and says nothing of is the base's (`TAKEN`).
- Its `base-weights` are the base's `final-weights`.
- Its own word on what the base was trained on counts only as far as the base is as open (`pretraining-data`).

A merge and a quantization train nothing, so what tuned their bases is theirs as well (`TUNING`), taken and
limited in the same way. An adapter and a finetune bring tuning of their own. Whoever is not certain of a
relation says "finetune", from which the least follows.

Several bases count as parts of one whole: the least open per component (`merge.least_open`), so that a base
of which nothing is known leaves the whole unknown. A base's facts are its effective ones: chains work link by
link. Pure; no order of bases changes a result.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from registry.openness import license_expressions, licenses
from registry.openness.facts import NOASSERTION, Fact, Facts
from registry.openness.license_expressions import Single
from registry.openness.logic import Kleene, known
from registry.openness.merge import least_open

TAKEN = (
    "pretraining-data",
    "data-labels",
    "data-information",
    "data-source-list",
    "data-acquisition-code",
    "data-processing-code",
    "training-code",
    "architecture-code",
    "architecture-description",
    "tokenizer",
    "hyperparameters",
    "training-code-version",
)
TUNING = ("finetuning-data", "preference-data", "synthetic-data", "posttraining-code")
TRAINS_NOTHING = frozenset({"merge", "quantized"})
HANDED_DOWN = frozenset({*TAKEN, *TUNING, "final-weights"})  # what of a base can matter to a derivative

# A license with one of these asks that whoever passes the work on passes its terms on.
PASSED_ON = frozenset({"pass_on_restrictions", "share_alike"})


class Base(NamedTuple):
    """A base as its derivative sees it. Facts of a base that is not listed are empty, which is unknown."""

    path: str
    facts: Facts
    relation: str  # finetune, adapter, merge or quantized


def with_base(own: Facts, bases: Iterable[Base]) -> Facts:
    """The facts of a derivative, given its own and the effective ones of its bases."""
    ordered = sorted(bases, key=lambda base: (base.path, base.relation))
    found = own
    for component in (*TAKEN, *TUNING):
        givers = [base for base in ordered if component in TAKEN or base.relation in TRAINS_NOTHING]
        parts = [_part(base, component) for base in givers]
        if not any(row.is_known for row in found.rows(component)):
            found = _taken(found, component, parts)
        elif component in ("pretraining-data", *TUNING):
            found = _limited(found, component, parts)
    return _with_base_weights(found, ordered)


def _part(base: Base, component: str) -> Fact:
    """One base's component as one part, its sub-models' taken together; unknown where nothing is known."""
    fact = least_open(base.facts.rows(component)) or Fact(component)
    return replace(fact, qualifier="", inherited_from=base.path)


def _taken(own: Facts, component: str, parts: Sequence[Fact]) -> Facts:
    whole = least_open(parts)
    if whole is None or not whole.is_known:
        return own
    return _with_rows(own, component, [replace(whole, component=component, inherited_from=_names(parts))])


def _limited(own: Facts, component: str, parts: Sequence[Fact]) -> Facts:
    """The component's rows, none more open than any base; a base of unknown availability limits nothing."""
    known = [part for part in parts if part.is_known]
    return _with_rows(own, component, [_lesser(row, known) for row in own.rows(component)]) if known else own


def _lesser(row: Fact, parts: Sequence[Fact]) -> Fact:
    if not row.is_known:
        return row
    least = least_open([replace(row, qualifier=""), *parts]) or row
    least = replace(least, component=row.component, qualifier=row.qualifier, inherited_from="")
    return least if least == _beside(row, least) else replace(least, inherited_from=_names(parts))


def _beside(row: Fact, least: Fact) -> Fact:
    """The row with what only names sources taken over, to see whether any facet moved."""
    return replace(row, proofs=least.proofs, source=least.source, origin=least.origin)


def _with_base_weights(own: Facts, bases: Sequence[Base]) -> Facts:
    """The bases' final weights are what was built on; an own row counts only while those are unknown."""
    parts = [replace(_part(base, "final-weights"), component="base-weights") for base in bases]
    whole = least_open(parts)
    if whole is None or not whole.is_known:
        return _limited(own, "base-weights", parts)
    return _taken(own, "base-weights", parts)


def _with_rows(own: Facts, component: str, rows: Iterable[Fact]) -> Facts:
    others = [fact for fact in own if fact.component != component]
    return Facts.of([*others, *rows], own.release.values())


def _names(parts: Iterable[Fact]) -> str:
    """The bases of which something is known, as `inherited_from` names them: paths joined by a comma."""
    return ", ".join(dict.fromkeys(part.inherited_from for part in parts if part.is_known))


@dataclass(frozen=True, slots=True)
class LicenseConflict:
    """A base's license asks to be passed on, and the derivative states another. Reported, not resolved."""

    base: str
    base_license: str
    own_license: str


def license_conflicts(own: Facts, bases: Iterable[Base]) -> tuple[LicenseConflict, ...]:
    """Where the license stated for the derivative's weights leaves out one that a base passes on."""
    stated = _weights_license(own)
    if stated == NOASSERTION:
        return ()
    licensed = sorted((base.path, _weights_license(base.facts)) for base in bases)
    return tuple(
        LicenseConflict(path, expression, stated)
        for path, expression in dict.fromkeys(licensed)
        if _leaves_out(stated, expression)
    )


def _weights_license(facts: Facts) -> str:
    weights = least_open(facts.rows("final-weights"))
    return weights.license if weights else NOASSERTION


def _leaves_out(stated: str, required: str) -> bool:
    """Whether every way to read `required` asks for a license that `stated` does not name."""
    own, base = license_expressions.read(stated), license_expressions.read(required)
    if own is None or base is None:
        return False
    named = [str(single) for single in license_expressions.singles(own)]

    def is_left_out(single: Single) -> Kleene:
        record = licenses.find(single.id)
        asks = bool(record and record.flags & PASSED_ON)
        return known(asks and not any(licenses.same(name, str(single)) for name in named))

    return license_expressions.fold(base, is_left_out, negative=True) is Kleene.TRUE


def weakest(bases: Iterable[Base]) -> str:
    """The base whose weights are the least open of those that are known, by availability; "" for none known.

    The link that most limits a derivative; of several alike the first by path.
    """
    weights = {base.path: least_open(base.facts.rows("final-weights")) for base in bases}
    known = [(fact.availability.rung, path) for path, fact in weights.items() if fact and fact.is_known]
    return min(known, default=(0, ""))[1]
