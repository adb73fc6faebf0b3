"""What programs ask a site for: robots.txt, a sitemap, llms.txt, who to tell of a hole, oEmbed."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.templatetags.static import static
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from registry.openness import components, definitions, licenses
from registry.scorecards import queries
from registry.web.caching import public_page
from registry.web.templatetags.facts import model_url
from registry.web.templatetags.fingerprint import counted

PLAIN = "text/plain; charset=utf-8"
BADGE_HEIGHT = 20  # px
BADGE_WIDTH = 220  # px, no badge is wider


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    """Everything may be read. Endless combinations of filters need not be."""
    lines = [
        "User-agent: *",
        "Disallow: /compare/?",
        "Disallow: /*?*after=",
        "Disallow: /*?*below=",
        f"Sitemap: {settings.SITE_URL}{reverse('web:sitemap')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type=PLAIN)


@public_page
def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116. Without a contact in the settings, the page that names the operator."""
    contact = settings.SECURITY_CONTACT or settings.SITE_URL + reverse("web:legal")
    # The first day of a month half a year ahead: the file changes twelve times a year, not every day.
    expires = (timezone.now() + timedelta(days=200)).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: {contact}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
        "Preferred-Languages: en, de, fr",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type=PLAIN)


@public_page
def llms(request: HttpRequest) -> HttpResponse:
    """What there is here, for programs that read text."""
    site = settings.SITE_URL
    listed = "\n".join(
        f"- [{row.title}]({site}{reverse('web:definition', args=[row.id])}): {row.summary}"
        for row in definitions.ordered()
    )
    text = f"""# Sourceform

> A public registry of what AI models release: one record of facts with proof per model, and the result of
> every published definition of openness computed from it.

Words: "meets" is an evaluation of recorded facts on the date shown. "Cannot tell" means that facts are
missing; "not assessed" that only a machine has read the hub. Unknown never means no.
The record is CC BY 4.0: name Sourceform, the model, the revision and its address.

## Data
- [API]({site}/api/v1/docs/): every scorecard, verdict, trace and license as JSON
- [OpenAPI schema]({site}/api/v1/schema/)
- One model: {site}/api/v1/models/ORG/NAME/
- A frozen revision: {site}/models/ORG/NAME/r/N/

## Definitions
{listed}

## Method
- [How a fact becomes a verdict]({site}{reverse("web:method")})
- [What counts as each part]({site}{reverse("web:components")})
- [Licenses]({site}{reverse("web:licenses")})
"""
    return HttpResponse(text, content_type=PLAIN)


@public_page
def favicon(request: HttpRequest) -> HttpResponse:
    return HttpResponsePermanentRedirect(static("mark.svg"))


@public_page
def oembed(request: HttpRequest) -> HttpResponse:
    """The card of a scorecard for sites that embed links (oembed.com, type rich): a link with its badge."""
    if request.GET.get("format", "json") != "json":
        return JsonResponse({"detail": "Only format=json is given."}, status=501)
    path = _model_in(request.GET.get("url", ""))
    page = queries.scorecard_page(path) if path else None
    if page is None or page.hidden:
        return JsonResponse({"detail": "This address is no scorecard of this site."}, status=404)
    address = settings.SITE_URL + model_url(page.path)
    badge = f"{settings.SITE_URL}/badge/{page.path}/source-form-1.svg"
    title = f"{page.name} ({page.organization})"
    return JsonResponse(
        {
            "version": "1.0",
            "type": "rich",
            "provider_name": "Sourceform",
            "provider_url": settings.SITE_URL,
            "title": title,
            "description": counted(page.fingerprint),
            "cache_age": 300,
            "width": BADGE_WIDTH,
            "height": BADGE_HEIGHT,
            # Paths hold no character that means anything in HTML.
            "html": f'<a href="{address}"><img src="{badge}" alt="Sourceform: {page.path}"></a>',
        }
    )


def _model_in(address: str) -> str | None:
    """The path of the model whose scorecard is at this address of ours; None for anything else."""
    try:
        split = urlsplit(address[:2000])
        match = resolve(split.path)
    except (ValueError, Resolver404):
        return None
    ours = f"{split.scheme}://{split.netloc}" == settings.SITE_URL
    if not ours or match.view_name not in ("web:model", "web:revision"):
        return None
    return queries.resolve(f"{match.kwargs['organization']}/{match.kwargs['name']}")


class Models(Sitemap):  # type: ignore[type-arg] # takes none while it runs
    """The scorecards that people or imports have spoken on; drafts by machine are not to be indexed."""

    limit = 10_000

    def items(self) -> Any:  # a query that is cut into pages before it is asked
        return queries.paths_with_dates()

    def location(self, item: tuple[str, datetime]) -> str:
        return model_url(item[0])

    def lastmod(self, item: tuple[str, datetime]) -> datetime:
        return item[1]


class Pages(Sitemap):  # type: ignore[type-arg]
    """Everything that is no scorecard."""

    def items(self) -> list[str]:
        named = ["home", "models", "datasets", "definitions", "licenses", "components", "method", "about"]
        return [
            *(reverse(f"web:{name}") for name in named),
            *(reverse("web:definition", args=[row.id]) for row in definitions.ordered()),
            *(reverse("web:license", args=[slug]) for slug in licenses.LICENSES),
            *(reverse("web:component", args=[row.slug]) for row in components.HEADLINES),
        ]

    def location(self, item: str) -> str:
        return item


SITEMAPS = {"models": Models, "pages": Pages}
