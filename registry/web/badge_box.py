"""Badges of one model as its page offers them: a preview, and text to copy into a README."""

from dataclasses import dataclass

from registry.badges.answers import said
from registry.openness.definitions import HEADLINE_ORDER
from registry.scorecards.queries import ScorecardPage
from registry.web.languages import in_english
from registry.web.templatetags.facts import model_url


@dataclass(frozen=True, slots=True)
class Badge:
    definition: str
    src: str
    alt: str
    markdown: str


def badges(page: ScorecardPage, site_url: str) -> list[Badge]:
    """One badge for each headline definition, with text to copy that is the same on every page."""
    with in_english():
        target = site_url + model_url(page.path)
    made = []
    for row in page.verdicts:
        if row.definition not in HEADLINE_ORDER:
            continue
        src = f"/badge/{page.path}/{row.definition}.svg"
        alt = f"{row.short}: {said(row, drift=bool(page.drifts))}"
        markdown = f"[![{alt}]({site_url}{src})]({target})"
        made.append(Badge(row.definition, src, alt, markdown))
    return made
