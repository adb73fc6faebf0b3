"""The license field: what was typed means, what that allows, and which licenses match a few letters."""

from dataclasses import dataclass

from django.utils.translation import gettext

from registry.openness import licenses
from registry.openness.facts import NOASSERTION, NONE
from registry.openness.licenses import LICENSES, License
from registry.openness.logic import Kleene
from registry.web import license_words
from registry.web.assessing.reading import license_in

MOST_MATCHES = 12


@dataclass(frozen=True, slots=True)
class Meaning:
    """One license in a sentence; `sign` is y (free), n (not free) or u (cannot tell), `slug` of its page."""

    id: str
    name: str
    sign: str
    said: str
    slug: str = ""


def meaning(text: str) -> Meaning | None:
    """What a license as typed allows; None for nothing, or for what cannot be read."""
    expression, problem = license_in(text)
    if problem or expression == NOASSERTION:
        return None
    if expression == NONE:
        return Meaning(NONE, gettext("No license"), "n", gettext("Nobody but the author may use it."))
    record = licenses.find(expression)
    if record is not None:
        return of_record(record)
    sign = _SIGNS[licenses.predicate("free4", expression)]
    return Meaning(expression, licenses.title(expression), sign, _of_expression(sign))


_SIGNS = {Kleene.TRUE: "y", Kleene.FALSE: "n", Kleene.UNKNOWN: "u"}


def of_record(record: License) -> Meaning:
    """The same of one record: free or what it limits, and whether the OSI approved it."""
    sign = _SIGNS[license_words.free(record)]
    lead, text = license_words.answer(record)
    said = gettext("Free to use, study, change and share.") if sign == "y" else f"{lead} {text}"
    if record.osi == "yes":
        said = gettext("%(said)s OSI-approved.") % {"said": said}
    return Meaning(record.id, record.name, sign, said, record.slug)


def _of_expression(sign: str) -> str:
    match sign:
        case "y":
            return gettext("Free to use, study, change and share.")
        case "n":
            return gettext("Not free: one of its parts limits use, change or sharing.")
    return gettext("Whether it is free cannot be told from its name.")


def matches(text: str) -> tuple[Meaning, ...]:
    """Licenses whose name, id or spelling holds these letters, the shortest names first."""
    wanted = text.casefold().strip()
    if len(wanted) < 2:
        return ()
    found = [row for row in LICENSES.values() if _names(row, wanted)]
    found.sort(key=lambda row: (not row.id.casefold().startswith(wanted), len(row.name), row.name))
    return tuple(of_record(row) for row in found[:MOST_MATCHES])


def _names(row: License, wanted: str) -> bool:
    return any(wanted in name.casefold() for name in (row.id, row.name, row.slug, *row.hub_tags))


def listed() -> tuple[tuple[str, str], ...]:
    """(id, name) of every license, for the list that browsers offer while one types."""
    rows = sorted(LICENSES.values(), key=lambda row: row.name.casefold())
    return tuple((row.id, row.name) for row in rows if row.record == "license")
