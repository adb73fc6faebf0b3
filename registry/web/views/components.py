"""What counts: the parts of a release as the fingerprint shows them, and who asks for each."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from registry.openness import components as vocabulary
from registry.openness import definitions
from registry.openness.asks import components_asked
from registry.openness.components import Component, Headline
from registry.openness.definitions import Definition
from registry.web.caching import public_page
from registry.web.component_words import GUIDES
from registry.web.views.errors import unknown


@dataclass(frozen=True, slots=True)
class Part:
    """One bar of the fingerprint with the components behind it and what counts as it."""

    headline: Headline
    counts: str
    not_enough: str
    core: tuple[Component, ...]
    conditional: tuple[Component, ...]
    stand_in: tuple[Component, ...]


@dataclass(frozen=True, slots=True)
class AskedOf:
    """A component and the definitions that look at it."""

    component: Component
    by: tuple[Definition, ...]


@public_page
def components(request: HttpRequest) -> HttpResponse:
    parts = [_part(headline) for headline in vocabulary.HEADLINES]
    outside = [row for row in vocabulary.ALL.values() if not row.headline and row.record_as == "evidence"]
    context = {"here": "components", "parts": parts, "outside": _asked(outside)}
    return render(request, "web/components.html", context)


@public_page
def component(request: HttpRequest, slug: str) -> HttpResponse:
    """One bar of the fingerprint."""
    headline = next((row for row in vocabulary.HEADLINES if row.slug == slug), None)
    if headline is None:
        return unknown(
            request,
            gettext("No part of a release has this name."),
            gettext("What counts"),
            reverse("web:components"),
        )
    part = _part(headline)
    context = {
        "here": "components",
        "part": part,
        "asked": _asked((*part.core, *part.conditional, *part.stand_in)),
    }
    return render(request, "web/component.html", context)


def _part(headline: Headline) -> Part:
    guide = GUIDES[headline.slug]
    members = [row for row in vocabulary.ALL.values() if row.headline == headline.slug]
    return Part(
        headline,
        gettext(guide.counts),
        gettext(guide.not_enough),
        core=tuple(row for row in members if row.headline_role.startswith("core")),
        conditional=tuple(row for row in members if row.headline_role == "conditional"),
        stand_in=tuple(row for row in members if row.headline_role == "stand-in"),
    )


def _asked(rows: Iterable[Component]) -> list[AskedOf]:
    ordered = definitions.ordered()
    return [
        AskedOf(row, tuple(each for each in ordered if row.slug in components_asked(each))) for row in rows
    ]
