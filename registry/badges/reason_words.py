"""What a reason says, as part of a sentence: what was found of which component."""

from collections.abc import Callable, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from registry.openness import licenses
from registry.openness.facts import NOASSERTION, NONE
from registry.openness.verdict import Reason

_SPELLED = {
    "eu": "EU",
    "gpai": "general-purpose AI",
    "posttraining": "post-training",
    "pretraining": "pretraining",
    "flop": "compute",
}


def part_name(component: str, qualifier: str = "") -> str:
    """A component as it is called inside a sentence: "training code", "final weights (vae)"."""
    name = _(spelled(component))
    return f"{name} ({qualifier})" if qualifier else name


def spelled(component: str) -> str:
    """The same in English, as catalogs of translations have it."""
    return " ".join(_SPELLED.get(word, word) for word in component.replace("_", "-").split("-"))


def values(words: str) -> str:
    """A list of words of the vocabulary, such as the topics a document covers, in the reader's language."""
    return ", ".join(_(word.strip().replace("_", " ")) for word in words.split(",") if word.strip())


def joined(names: Sequence[str], most: int = 4) -> str:
    """ "a, b and c", or "a, b, c, d and 3 more"."""
    shown, more = list(names[:most]), len(names) - most
    if more > 0:
        text = ", ".join(shown)
        return ngettext("%(names)s and %(count)d more", "%(names)s and %(count)d more", more) % {
            "names": text,
            "count": more,
        }
    if len(shown) < 2:
        return "".join(shown)
    return _("%(names)s and %(last)s") % {"names": ", ".join(shown[:-1]), "last": shown[-1]}


def reason(row: Reason) -> str:
    """One reason in words, without a full stop."""
    speak = _SPEAK.get(row.code, _plain)
    return speak(row, part_name(row.component, row.qualifier))


def _plain(row: Reason, part: str) -> str:
    """A code without words of its own still names its component and what was found."""
    found = ", ".join(value for value in row.params.values() if value)
    return f"{part}: {found}" if part and found else part or row.code


_AVAILABILITY: dict[str, Promise] = {
    "released": lazy("%(part)s: released"),
    "released_gated": lazy("%(part)s: released behind a gate"),
    "reconstructible": lazy("%(part)s: not released, but can be rebuilt"),
    "enumerated": lazy("%(part)s: not released, only listed"),
    "described": lazy("%(part)s: not released, only described"),
    "mentioned": lazy("%(part)s: not released, only mentioned"),
    "withheld": lazy("%(part)s: not released"),
    "unknown": lazy("%(part)s: not assessed"),
    "not_applicable": lazy("%(part)s: does not apply"),
}


def _availability(row: Reason, part: str) -> str:
    return str(_AVAILABILITY[row.params["found"]]) % {"part": part}


def _present(row: Reason, part: str) -> str:
    text = str(_AVAILABILITY[row.params["availability"]]) % {"part": part}
    expression = row.params["license"]
    if expression in ("", NOASSERTION):
        return text
    return _("%(text)s under %(license)s") % {"text": text, "license": licenses.title(expression)}


def _not_assessed(row: Reason, part: str) -> str:
    return _("%(part)s: not assessed") % {"part": part}


def _coverage(row: Reason, part: str) -> str:
    match row.params["found"]:
        case "unknown":
            return _("%(part)s: how much of it is released is not known") % {"part": part}
        case "all":
            return _("%(part)s: complete") % {"part": part}
    return _("%(part)s: released in part only") % {"part": part}


_GATES: dict[str, Promise] = {
    "none": lazy("%(part)s: open to anyone"),
    "clickthrough": lazy("%(part)s: terms must be accepted before the download"),
    "registration": lazy("%(part)s: a registration is asked before the download"),
    "approval": lazy("%(part)s: an approval is needed before the download"),
    "payment": lazy("%(part)s: a payment is asked before the download"),
    "unknown": lazy("%(part)s: what stands before the download is not known"),
}


def _gate(row: Reason, part: str) -> str:
    return str(_GATES[row.params["found"]]) % {"part": part}


# What a license is, or is not, for each predicate.
_PREDICATES: dict[str, Promise] = {
    "osi": lazy("approved by the OSI"),
    "fsf": lazy("listed as free by the FSF"),
    "osi_or_fsf": lazy("approved by the OSI or listed as free by the FSF"),
    "dfsg": lazy("free by the Debian guidelines, as far as sourced"),
    "open_data": lazy("an open data license"),
    "public_domain_or_osi": lazy("public domain or approved by the OSI"),
    "free4": lazy("a permission to use, change and share for any purpose"),
    "osd_conformant": lazy("in line with the Open Source Definition, by our reading"),
    "any_open": lazy("open by any of the lists"),
    "open_data_or_osd": lazy("an open data license, or in line with the Open Source Definition"),
    "mof_open": lazy("open by the framework's list"),
    "mof_strict": lazy("open by the framework's paper"),
    "eu_free_open": lazy("free and open in the sense of the AI Act, by our reading"),
    "use_restricted": lazy("without limits on use"),
}


def _license(row: Reason, part: str) -> str:
    found = row.params["found"]
    if found == NOASSERTION:
        return _("%(part)s: no license is known") % {"part": part}
    if found == NONE:
        return _("%(part)s: no license is given") % {"part": part}
    words = {
        "part": part,
        "license": licenses.title(found),
        "asked": _PREDICATES.get(row.params["needed"], row.params["needed"]),
    }
    match row.value:
        case "T":
            return _("%(part)s: %(license)s is %(asked)s") % words
        case "F":
            return _("%(part)s: %(license)s is not %(asked)s") % words
    return _("%(part)s: whether %(license)s is %(asked)s is not known") % words


def _license_inherited(row: Reason, part: str) -> str:
    return _("%(part)s: the license of the whole release does not reach it, and it states none") % {
        "part": part
    }


_CONTENTS: dict[str, Promise] = {
    "known_open": lazy("%(part)s: %(license)s covers the database, and its contents are open"),
    "mixed": lazy("%(part)s: %(license)s covers the database; rights in its contents are mixed"),
    "known_restricted": lazy(
        "%(part)s: %(license)s covers the database; rights in its contents are restricted"
    ),
    "unknown": lazy("%(part)s: %(license)s covers the database; rights in its contents are not known"),
}


def _contents(row: Reason, part: str) -> str:
    words = {"part": part, "license": licenses.title(row.params["license"])}
    return str(_CONTENTS[row.params["found"]]) % words


_QUALITY: dict[str, Promise] = {
    "comprehensive": lazy("%(part)s: comprehensive"),
    "partial": lazy("%(part)s: incomplete"),
    "stub": lazy("%(part)s: only a stub"),
    "unknown": lazy("%(part)s: how complete it is has not been assessed"),
}


def _quality(row: Reason, part: str) -> str:
    return str(_QUALITY[row.params["found"]]) % {"part": part}


def _covers(row: Reason, part: str) -> str:
    if row.value == "U":
        return _("%(part)s: what it covers has not been assessed") % {"part": part}
    topics = values(row.params["missing"])
    return _("%(part)s: does not cover %(topics)s") % {"part": part, "topics": topics} if topics else part


_RIGHTS: dict[str, Promise] = {
    "open": lazy("%(part)s: may be shared by anyone"),
    "public": lazy("%(part)s: can be had from public sources"),
    "obtainable": lazy("%(part)s: can be had from third parties"),
    "unshareable": lazy("%(part)s: cannot be shared"),
    "unknown": lazy("%(part)s: whether it may be shared is not known"),
}
_WHY: dict[str, Promise] = {
    "privacy": lazy("%(part)s: not shared for reasons of privacy"),
    "copyright": lazy("%(part)s: not shared for reasons of copyright"),
    "contract": lazy("%(part)s: not shared because of a contract"),
    "indigenous": lazy("%(part)s: not shared because of Indigenous rights"),
    "technical": lazy("%(part)s: not shared for technical reasons"),
    "none_given": lazy("%(part)s: not shared, no reason given"),
    "unknown": lazy("%(part)s: why it is not shared is not known"),
}
_PEER: dict[str, Promise] = {
    "yes": lazy("%(part)s: peer-reviewed"),
    "no": lazy("%(part)s: not peer-reviewed"),
    "unknown": lazy("%(part)s: whether it was peer-reviewed is not known"),
}


def _applies(row: Reason, part: str) -> str:
    if row.params["found"] == "not_applicable":
        return _("%(part)s: does not apply") % {"part": part}
    return _("%(part)s: applies") % {"part": part}


def _release_fact(row: Reason, part: str) -> str:
    if row.value == "U":
        return _("%(part)s: not known") % {"part": part}
    if row.component == "training_flop":
        return _presumed(row, part)
    found = values(row.params["found"] or row.params["needed"])
    return _("%(part)s: %(found)s") % {"part": part, "found": found}


def _presumed(row: Reason, part: str) -> str:
    """Compute only stands in for what nobody has stated: what follows from it is presumed."""
    words = {"part": part, "figure": row.params["needed"].lstrip(">").replace("e+", "e")}
    if row.params["found"] == "above":
        return _("%(part)s: above %(figure)s FLOP, from which it is presumed") % words
    return _("%(part)s: not above %(figure)s FLOP, from which it is presumed") % words


def _guard(row: Reason, part: str) -> str:
    if row.value == "F":
        return _("the definition does not speak of a model like this")
    return _("whether the definition applies is not known")


def _mof_unlicensed(row: Reason, part: str) -> str:
    return _("%(part)s: no license is given") % {"part": part}


def _mof_spelling(row: Reason, part: str) -> str:
    return _("%(part)s: %(license)s, spelled as the framework's tool does not read it") % _licensed(row, part)


def _mof_untyped(row: Reason, part: str) -> str:
    return _("%(part)s: %(license)s is unusual for its kind") % _licensed(row, part)


def _licensed(row: Reason, part: str) -> dict[str, str]:
    return {"part": part, "license": licenses.title(row.params["found"])}


def _mof_inherited(row: Reason, part: str) -> str:
    return _("%(part)s: the license is stated for the whole release") % {"part": part}


_SPEAK: dict[str, Callable[[Reason, str], str]] = {
    "present": _present,
    "not_assessed": _not_assessed,
    "availability": _availability,
    "coverage": _coverage,
    "gate": _gate,
    "license": _license,
    "license_inherited": _license_inherited,
    "contents_rights": _contents,
    "quality": _quality,
    "covers": _covers,
    "rights": lambda row, part: str(_RIGHTS[row.params["found"]]) % {"part": part},
    "rights_reason": lambda row, part: str(_WHY[row.params["found"]]) % {"part": part},
    "peer_reviewed": lambda row, part: str(_PEER[row.params["found"]]) % {"part": part},
    "applies": _applies,
    "release_fact": _release_fact,
    "guard": _guard,
    "mof_unlicensed": _mof_unlicensed,
    "mof_spelling": _mof_spelling,
    "mof_untyped": _mof_untyped,
    "mof_inherited": _mof_inherited,
    "mof_gate": _gate,
}
