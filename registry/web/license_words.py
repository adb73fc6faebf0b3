"""A license record in words: who approves it, what it permits, on which conditions.

All of it is our reading of the text or of somebody's list, and says so; none of it is legal advice.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_noop as noop

from registry.openness import license_places, licenses
from registry.openness.license_terms import BREAKING
from registry.openness.licenses import License
from registry.openness.logic import Kleene

# The outline of the sign for an answer: tick, cross, half disc, question mark.
SIGNS = {"yes": "y", "no": "n", "conditional": "c", "unknown": "u"}

FLAGS: Mapping[str, str] = {
    "attribution": noop("The author must be named."),
    "attribution_ui": noop("A prescribed notice must be shown to users."),
    "computational_use_only": noop(
        "Only computation on it is allowed, not showing or passing on its contents."
    ),
    "contents_not_covered": noop("It covers the collection only; the contents may be under other rights."),
    "copyright_termination": noop("It ends for whoever sues over copyright in it."),
    "field_of_use": noop("A list of uses is forbidden."),
    "guardrail_clause": noop("Safeguards that come with it must be kept in place."),
    "hosting_restricted": noop("Offering it to others as a service is limited."),
    "license_may_change": noop("The licensor may change the terms later."),
    "mau_cap": noop("Companies with more users than a stated number need another license."),
    "name_prefix": noop("What is made from it must carry a prescribed name."),
    "nc": noop("Commercial use is not allowed."),
    "nd": noop("Changed versions may not be passed on."),
    "notice": noop("The license and its notices must be passed along."),
    "output_training_ban": noop("Its output may not be used to train other models."),
    "pass_on_restrictions": noop("Its restrictions must be laid on everybody who receives it."),
    "patent_termination": noop("It ends for whoever sues over patents in it."),
    "registration": noop("The user has to register first."),
    "remote_disable": noop("The licensor keeps the right to restrict its use from afar."),
    "research_only": noop("Only research is allowed."),
    "revenue_cap": noop("Companies above a stated revenue need another license."),
    "revocable": noop("The licensor may withdraw it."),
    "royalty": noop("A payment is due for some uses."),
    "share_alike": noop("What is made from it must be under the same license."),
    "territory_excluded": noop("It gives no rights in some countries."),
    "use_policy": noop("A separate policy on acceptable use is part of it."),
    "use_policy_mutable": noop("That policy can be changed by the licensor at any time."),
}
RIGHTS = (
    ("any_use", gettext_lazy("Use it for any purpose")),
    ("commercial", gettext_lazy("Use it commercially")),
    ("modify", gettext_lazy("Change it")),
    ("redistribute_verbatim", gettext_lazy("Pass it on unchanged")),
    ("redistribute_modified", gettext_lazy("Pass on changed versions")),
)
DENIED = (
    ("any_use", gettext_lazy("use for any purpose")),
    ("commercial", gettext_lazy("commercial use")),
    ("modify", gettext_lazy("changing it")),
    ("redistribute_verbatim", gettext_lazy("passing it on")),
    ("redistribute_modified", gettext_lazy("passing on changed versions")),
)
# What each of them says of licenses, for readers to look it up.
LISTS = {
    "osi": "https://opensource.org/licenses",
    "fsf": "https://www.gnu.org/licenses/license-list.html",
    "dfsg": "https://www.debian.org/social_contract#guidelines",
    "open_data": "https://opendefinition.org/licenses/",
    "osd": "https://opensource.org/osd",
}
ANSWERS = {
    "yes": gettext_lazy("Yes"),
    "no": gettext_lazy("No"),
    "conditional": gettext_lazy("With conditions"),
    "unknown": gettext_lazy("Cannot tell"),
}
KINDS: Mapping[str, str] = {
    "permissive": noop("permissive"),
    "community": noop("community license of a maker"),
    "copyleft": noop("copyleft"),
    "non-commercial": noop("non-commercial"),
    "research": noop("research only"),
    "family": noop("name of several licenses"),
    "RAIL": noop("responsible AI license"),
    "open content": noop("open content"),
    "open data": noop("open data"),
    "unknown": noop("not known"),
    "use policy": noop("use policy"),
    "non-commercial, no derivatives": noop("non-commercial, no changed versions"),
    "public domain": noop("public domain"),
    "open content copyleft": noop("open content, copyleft"),
    "no derivatives": noop("no changed versions"),
    "open data copyleft": noop("open data, copyleft"),
    "permissive model": noop("permissive, made for models"),
    "none": noop("no license"),
    "restricted data": noop("restricted data"),
    "royalty": noop("with royalty"),
    "non-production": noop("not for production"),
    "permissive-like": noop("almost permissive"),
    "badgeware": noop("with a prescribed notice"),
    "distribution": noop("terms of a distribution"),
    "listed": noop("on the SPDX list"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One question about a license: its sign (y, n, c, u), the answer, whose it is and where it stands."""

    name: str
    sign: str
    answer: str
    ours: bool = False
    place: str = ""
    url: str = ""


def kind(license: License) -> str:
    return gettext(KINDS.get(license.kind, license.kind))


def free(license: License) -> Kleene:
    """Whether it gives all four freedoms to everybody, as the fingerprint asks."""
    return licenses.predicate("free4", license.id)


def answer(license: License) -> tuple[str, str]:
    """The sentence on top: a verdict, and what follows from it."""
    if license.record in ("family", "unresolved"):
        return (
            gettext("Names no one license."),
            gettext("Several texts go by this name, and they differ, so nothing is read from it alone."),
        )
    if license.slug in ("none", "no-license") or license.spdx == "NONE":
        return (
            gettext("No license."),
            gettext("Without a license nobody but the author may use, change or share it."),
        )
    match free(license):
        case Kleene.TRUE:
            return (
                gettext("A free license."),
                gettext("Anyone may use, study, change and share what is under it, for any purpose."),
            )
        case Kleene.FALSE:
            return gettext("Not a free license."), limits(license)
    return (
        gettext("Cannot tell."),
        gettext("Whether it gives everyone the four freedoms is not known here yet."),
    )


def limits(license: License) -> str:
    """What it denies, in one sentence."""
    denied = [str(name) for field, name in DENIED if getattr(license, field) == "no"]
    capped = [str(name) for field, name in DENIED if getattr(license, field) == "conditional"]
    parts = []
    if denied:
        parts.append(gettext("Not allowed to everyone: %(what)s.") % {"what": ", ".join(denied)})
    if capped:
        parts.append(gettext("Allowed on conditions only: %(what)s.") % {"what": ", ".join(capped)})
    return " ".join(parts) or gettext("It attaches conditions that the four freedoms do not allow.")


def effect(license: License) -> tuple[str, str]:
    """The letter of the state a fully released component has under it, and a sentence on it."""
    match free(license):
        case Kleene.TRUE:
            return "o", gettext("A component released in full under this license shows as open.")
        case Kleene.FALSE:
            return "r", gettext(
                "A component under this license shows as restricted at best, and no definition that asks "
                "for a free license is met by it."
            )
    return "r", gettext(
        "A component under it shows as restricted with the words “license unclear”, and definitions that ask "
        "for a free license cannot tell."
    )


def approvals(license: License) -> tuple[Line, ...]:
    """Who lists or approves it. What nobody has ruled on is our reading."""
    listed = {"yes": gettext("Approved"), "no": gettext("Not approved")}
    fsf = {"yes": gettext("Free"), "no": gettext("Not free")}
    data = {"yes": gettext("Listed"), "no": gettext("Not listed")}
    osd = licenses.predicate("osd_conformant", license.id)
    osd_words = {"yes": gettext("Meet it"), "no": gettext("Do not meet it")}
    return (
        _line("osi", gettext("Open Source Initiative"), license.osi, listed),
        _line("fsf", gettext("Free Software Foundation"), license.fsf, fsf),
        # Debian keeps no list of its own: its archive team decides case by case.
        _line("dfsg", gettext("Debian guidelines"), license.dfsg, fsf, ours=True),
        _line("open_data", gettext("Open data lists"), license.open_data, data),
        _line("osd", gettext("Terms of the Open Source Definition"), _value(osd), osd_words, ours=True),
    )


def _line(key: str, name: str, value: str, words: Mapping[str, str], *, ours: bool = False) -> Line:
    answer = words.get(value, gettext("Cannot tell"))
    return Line(name, SIGNS.get(value, "u"), answer, ours, url=LISTS[key])


def _value(truth: Kleene) -> str:
    return {Kleene.TRUE: "yes", Kleene.FALSE: "no"}.get(truth, "unknown")


def rights(license: License) -> tuple[Line, ...]:
    """What it permits. A "yes" read with low confidence is said to be unknown, as verdicts read it."""
    said = license_places.places(license)
    return tuple(_right(license, field, str(name), said.get(field, "")) for field, name in RIGHTS)


def _right(license: License, field: str, name: str, place: str) -> Line:
    value = getattr(license, field)
    if value == "yes" and license.confidence == "low":
        value = "unknown"
    return Line(name, SIGNS.get(value, "u"), str(ANSWERS.get(value, ANSWERS["unknown"])), place=place)


def conditions(license: License) -> tuple[Line, ...]:
    """Conditions and restrictions, those that keep it from being free first."""
    breaking = sorted(license.flags & BREAKING)
    others = sorted(license.flags - BREAKING)
    said = license_places.places(license)
    return tuple(
        Line(
            flag,
            "n" if flag in BREAKING else "c",
            gettext(FLAGS.get(flag, flag)),
            place=said.get(flag, ""),
        )
        for flag in (*breaking, *others)
    )
