"""What the badge builder offers, what was chosen, and the text to copy for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from django.utils.translation import gettext

from registry.badges.answers import said
from registry.badges.strip import counted
from registry.badges.svg import STYLES
from registry.openness import definitions
from registry.scorecards.queries import ScorecardPage
from registry.web.languages import in_english
from registry.web.templatetags.facts import model_url, revision_url

SHOWS = ("verdict", "both", "fingerprint")
FOLLOWS = ("latest", "pinned")


@dataclass(frozen=True, slots=True)
class Choice:
    """One state of the builder; each value is one of those offered."""

    definition: str
    show: str
    style: str
    follow: str
    src: str  # path of the image
    alt: str
    target: str  # path of the page it links to


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Field:
    """One question of the form with its answers."""

    name: str
    label: str
    options: tuple[Option, ...]
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Snippet:
    name: str
    key: str
    text: str


def choice(parameters: Mapping[str, str], page: ScorecardPage) -> Choice:
    """What was asked, with the first offer wherever it was not one of them."""
    definition = _one_of(parameters.get("definition", ""), [row.definition for row in page.verdicts])
    show = _one_of(parameters.get("show", ""), SHOWS)
    style = _one_of(parameters.get("style", ""), tuple(STYLES))
    follow = _one_of(parameters.get("follow", ""), FOLLOWS) if page.revision else "latest"
    return Choice(
        definition,
        show,
        style,
        follow,
        src=_src(page, definition, show, style, follow),
        alt=_alt(page, definition, show, follow),
        target=_target(page, follow),
    )


def _target(page: ScorecardPage, follow: str) -> str:
    with in_english():
        return revision_url(page.path, page.revision) if follow == "pinned" else model_url(page.path)


def _one_of(value: str, offered: tuple[str, ...] | list[str]) -> str:
    return value if value in offered else next(iter(offered), "")


def _src(page: ScorecardPage, definition: str, show: str, style: str, follow: str) -> str:
    parts = ["badge", page.path]
    parts += [f"r{page.revision}"] if follow == "pinned" else []
    if show == "fingerprint":
        parts += ["strip", "fingerprint"]
    else:
        parts += ["strip", definition] if show == "both" else [definition]
    query = "" if style == "flat" else f"?style={style}"
    return f"/{'/'.join(parts)}.svg{query}"


def _alt(page: ScorecardPage, definition: str, show: str, follow: str) -> str:
    """What the image says, word for word; of a pinned one also the day of its revision."""
    day = f", {page.revisions[0].at:%Y-%m-%d}" if follow == "pinned" else ""
    row = next((row for row in page.verdicts if row.definition == definition), None)
    if show == "fingerprint" or row is None:
        return f"Sourceform: {counted(page.fingerprint)}{day}"
    return f"{row.short}: {said(row, drift=bool(page.drifts) and not day)}{day}"


def fields(chosen: Choice, page: ScorecardPage) -> list[Field]:
    """The form. A machine draft has no revision that could be pinned."""
    shorts = {row.id: gettext(row.short) for row in definitions.ordered()}
    listed = [(row.definition, shorts.get(row.definition, row.definition)) for row in page.verdicts]
    shows = (gettext("Verdict"), gettext("Verdict with fingerprint"), gettext("Fingerprint only"))
    styles = (gettext("Flat"), gettext("Flat, square"), gettext("Large"))
    made = [
        _field("definition", gettext("Definition"), listed, chosen.definition),
        _field("show", gettext("Show"), list(zip(SHOWS, shows, strict=True)), chosen.show),
        _field("style", gettext("Shape"), list(zip(STYLES, styles, strict=True)), chosen.style),
    ]
    if page.revision:
        pin = gettext("Pinned to revision %(number)d") % {"number": page.revision}
        follows = list(zip(FOLLOWS, (gettext("Latest revision"), pin), strict=True))
        hint = gettext("A pinned badge shows its date and never changes.")
        made.append(_field("follow", gettext("Follow"), follows, chosen.follow, hint))
    return made


def labels(chosen: Choice, offered: list[Field]) -> list[str]:
    """What was chosen, in the words of the form; of the fingerprint alone no definition decides."""
    asked = [one for one in offered if one.name != "definition" or chosen.show != "fingerprint"]
    return [option.label for one in asked for option in one.options if option.chosen]


def _field(name: str, label: str, offered: list[tuple[str, str]], chosen: str, hint: str = "") -> Field:
    return Field(name, label, tuple(Option(value, text, value == chosen) for value, text in offered), hint)


def snippets(chosen: Choice, page: ScorecardPage, site: str) -> list[Snippet]:
    """The text to copy, in the forms READMEs and pages take."""
    src, target, alt = site + chosen.src, site + chosen.target, chosen.alt
    html = f'<a href="{escape(target)}"><img src="{escape(src)}" alt="{escape(alt)}"></a>'
    made = [
        Snippet("Markdown", "markdown", f"[![{alt}]({src})]({target})"),
        Snippet("HTML", "html", html),
        Snippet("reStructuredText", "rst", f".. image:: {src}\n   :target: {target}\n   :alt: {alt}"),
        Snippet("AsciiDoc", "asciidoc", f'image:{src}["{alt}",link="{target}"]'),
    ]
    if chosen.show == "verdict" and chosen.follow == "latest":
        endpoint = f"{site}/badge/{page.path}/{chosen.definition}.json"
        made.append(Snippet(gettext("Endpoint for shields.io"), "shields", endpoint))
    return made
