"""What it would take, in words: "final weights under a license approved by the OSI"."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext, pgettext

from registry.badges.reason_words import part_name, values
from registry.badges.verdict_words import level_label
from registry.openness.cut_back import Need
from registry.openness.effort import Effort
from registry.openness.what_if import Change, WhatIf

_AVAILABILITY: Mapping[str, Promise] = {
    "released": lazy("released"),
    "released_gated": lazy("released, if only behind a gate"),
    "reconstructible": lazy("published so that it can be rebuilt"),
    "enumerated": lazy("listed in full"),
    "described": lazy("described"),
    "mentioned": lazy("mentioned"),
}
_TERMS: Mapping[str, Promise] = {
    "osi": lazy("a license approved by the OSI"),
    "fsf": lazy("a license listed as free by the FSF"),
    "osi_or_fsf": lazy("a license approved by the OSI or listed as free by the FSF"),
    "dfsg": lazy("a license that is free by the Debian guidelines"),
    "open_data": lazy("an open data license"),
    "public_domain_or_osi": lazy("public domain terms or a license approved by the OSI"),
    "free4": lazy("a license to use, change and share for any purpose"),
    "osd_conformant": lazy("a license in line with the Open Source Definition"),
    "any_open": lazy("an open license"),
    "mof_open": lazy("a license on the framework's list"),
    "mof_strict": lazy("a license that the framework's paper accepts"),
    "eu_free_open": lazy("a free and open license"),
}
_GATES: Mapping[str, Promise] = {
    "none": lazy("without a gate"),
    "registration": lazy("free of charge"),
}


def change(row: Change) -> str:
    """One change: what of which component."""
    return _("{part} {change}").format(part=part_name(row.component), change=rest(row)).strip()


def rest(row: Change) -> str:
    """The change without the name of its component."""
    between = pgettext("between the parts of a change, as in: released in full under an open license", " ")
    words = between.join(filter(None, [_need(need) for need in row.needs])).replace(" ,", ",")
    return _("%(change)s (not assessed yet)") % {"change": words} if row.effort is Effort.LOOK else words


def _need(need: Need) -> str:
    match need.facet:
        case "availability":
            return str(_AVAILABILITY.get(need.needed, need.needed))
        case "gate":
            return str(_GATES.get(need.needed, need.needed))
        case "coverage":
            return _("in full") if need.needed == "all" else _("for the most part")
        case "license":
            named = [str(_TERMS.get(name, name)) for name in need.needed.split("|") if name]
            return _("under %(terms)s") % {"terms": _(" and ").join(named)} if named else ""
        case "contents_rights":
            return _(", with contents known to be open")
        case "quality":
            return _(", comprehensive") if need.needed == "comprehensive" else _(", not only a stub")
        case "covers":
            return _(", covering %(topics)s") % {"topics": values(need.needed)}
        case "peer_reviewed":
            return _(", peer-reviewed")
    return _("known to be: %(value)s") % {"value": values(need.needed)}


def goal(row: WhatIf) -> str:
    """What would be reached: a level by its name, "Meets", or a score."""
    match row.goal:
        case "meets":
            return _("Meets")
        case "score":
            return _("A higher score")
    return level_label(row.definition, row.goal)


def how_many(row: WhatIf) -> str:
    count = len(row.changes)
    return ngettext("%(count)d change", "%(count)d changes", count) % {"count": count}


def takes(row: WhatIf) -> str:
    """One sentence: how many changes, and which."""
    if not row.possible:
        return impossible()
    return f"{how_many(row)}: {_joined(row.changes)}."


def impossible() -> str:
    return _("No release would do: what is asked does not apply to this model, or cannot be changed.")


def _joined(changes: Iterable[Change]) -> str:
    return "; ".join(change(row) for row in changes)
