"""License predicates: three-valued questions about a license expression (definitions reference, C.2)."""

from collections.abc import Callable, Mapping
from functools import lru_cache

from registry.openness import mof_table
from registry.openness.facts import NOASSERTION, NONE
from registry.openness.license_expressions import Single, fold, read
from registry.openness.license_records import NO_LICENSE, License, find
from registry.openness.logic import Kleene, all_of, any_of, known

BREAKING = frozenset(
    (
        "nc",
        "research_only",
        "nd",
        "mau_cap",
        "revenue_cap",
        "royalty",
        "territory_excluded",
        "output_training_ban",
        "computational_use_only",
        "hosting_restricted",
        "field_of_use",
        "use_policy",
        "guardrail_clause",
    )
)
SAFETY = frozenset(("field_of_use", "use_policy", "guardrail_clause", "license_may_change", "remote_disable"))
_EU_CLOSED = BREAKING - SAFETY
_USE_RESTRICTED = BREAKING - {"nd"}
_DOUBTFUL = frozenset(("attribution_ui", "license_may_change", "remote_disable", "revocable"))

# Questions whose TRUE is the bad news: all licenses of an AND are asked with "or", those of an OR with "and".
NEGATIVE = frozenset(("use_restricted",))
CONTENTS_NOT_COVERED = "contents_not_covered"


def _value(record: License, field: str) -> Kleene:
    """The base rule for one value of a record."""
    match getattr(record, field):
        case "yes":
            return Kleene.UNKNOWN if record.confidence == "low" else Kleene.TRUE
        case "no":
            return Kleene.FALSE
        case "conditional" if record.flags & BREAKING:
            return Kleene.FALSE
    return Kleene.UNKNOWN


def _osi(record: License) -> Kleene:
    return _value(record, "osi")


def _fsf(record: License) -> Kleene:
    return _value(record, "fsf")


def _osi_or_fsf(record: License) -> Kleene:
    return any_of((_osi(record), _fsf(record)))


def _dfsg(record: License) -> Kleene:
    return _value(record, "dfsg")


def _open_data(record: License) -> Kleene:
    return _value(record, "open_data")


def _public_domain_or_osi(record: License) -> Kleene:
    return Kleene.TRUE if record.kind == "public domain" else _osi(record)


def _free4(record: License) -> Kleene:
    rights = ("any_use", "commercial", "modify", "redistribute_verbatim", "redistribute_modified")
    return all_of(_value(record, right) for right in rights)


def _osd_conformant(record: License) -> Kleene:
    free = _free4(record)
    if record.flags & (BREAKING | {"registration"}):
        free = Kleene.FALSE
    if free is Kleene.TRUE and record.flags & _DOUBTFUL:
        free = Kleene.UNKNOWN
    return any_of((_osi(record), free))


def _any_open(record: License) -> Kleene:
    return any_of((_osi(record), _fsf(record), _open_data(record), _osd_conformant(record)))


def _open_data_or_osd(record: License) -> Kleene:
    return any_of((_open_data(record), _osd_conformant(record)))


def _use_restricted(record: License) -> Kleene:
    """A restriction is known from a flag; that there is none only from a text that was read."""
    if record.flags & _USE_RESTRICTED:
        return Kleene.TRUE
    read = record.record == "license" and record.confidence != "low"
    # The Open Source Definition allows no limits on use.
    return Kleene.FALSE if read or (record.record == "listed" and record.osi == "yes") else Kleene.UNKNOWN


def _eu_free_open(record: License) -> Kleene:
    if record.flags & _EU_CLOSED:
        return Kleene.FALSE
    if record.flags & (SAFETY | {"registration"}):
        return Kleene.UNKNOWN
    return _free4(record)


_OF_RECORD: Mapping[str, Callable[[License], Kleene]] = {
    "osi": _osi,
    "fsf": _fsf,
    "osi_or_fsf": _osi_or_fsf,
    "dfsg": _dfsg,
    "open_data": _open_data,
    "public_domain_or_osi": _public_domain_or_osi,
    "free4": _free4,
    "osd_conformant": _osd_conformant,
    "any_open": _any_open,
    "open_data_or_osd": _open_data_or_osd,
    "use_restricted": _use_restricted,
    "eu_free_open": _eu_free_open,
}
PREDICATES: frozenset[str] = frozenset({*_OF_RECORD, "mof_open", "any"})
_MOF_OPEN = frozenset(id.casefold() for id in mof_table.OPEN)


@lru_cache(maxsize=32768)
def predicate(name: str, expression: str) -> Kleene:
    """Whether the licenses of an expression have this property; KeyError for a name not in PREDICATES."""
    return predicate_with_contents(name, expression, Kleene.TRUE)


@lru_cache(maxsize=32768)
def predicate_with_contents(name: str, expression: str, contents: Kleene) -> Kleene:
    """The predicate where a license may cover a database but not what it contains (C.3, `contents_rights`).

    `contents` is what is known of the rights in the contents; "and" joins it to each license that covers the
    database only. Raises KeyError for a name not in PREDICATES.
    """
    if name == "any":
        return Kleene.TRUE
    node = read(expression)
    if node is None:
        return Kleene.UNKNOWN
    if name == "mof_open":
        return listed_in(expression, _MOF_OPEN)
    of_record = _OF_RECORD[name]

    def test(single: Single) -> Kleene:
        record = record_of(single)
        value = of_record(record) if record else Kleene.UNKNOWN
        return min(value, contents) if record and CONTENTS_NOT_COVERED in record.flags else value

    return fold(node, test, negative=name in NEGATIVE)


def record_of(single: Single) -> License | None:
    """The record that speaks for one license of an expression, or None."""
    if not single.placed and single.exception:
        return None
    if single.id == NONE:
        return NO_LICENSE
    return find(single.id.removesuffix("+"))


def listed_in(expression: str, ids: frozenset[str]) -> Kleene:
    """Whether the licenses of an expression are among these ids (lower case), as the MOF definitions ask it.

    A slug is judged by its `spdx`: families and unresolved tags are unknown, a LicenseRef-* is not listed.
    """
    node = read(expression)
    if node is None:
        return Kleene.UNKNOWN

    def test(single: Single) -> Kleene:
        record = record_of(single)
        if single.id == NOASSERTION or (single.exception and not single.placed):
            return Kleene.UNKNOWN
        if record and record.spdx == NOASSERTION:
            return Kleene.UNKNOWN
        return known(single.id.removesuffix("+").casefold() in ids)

    return fold(node, test)
