"""The scorecard as linked data (schema.org), for search engines and harvesters."""

from typing import Any

from registry.badges import words
from registry.scorecards.queries import ScorecardPage, VerdictRow
from registry.web import cite
from registry.web.languages import in_english

LICENSE = "https://creativecommons.org/licenses/by/4.0/"


def scorecard(page: ScorecardPage, *, url: str, site: str) -> dict[str, Any]:
    """A Dataset about the model, with each result as a measured property; unknown ones say so. In English."""
    with in_english():
        return _scorecard(page, url=url, site=site)


def _scorecard(page: ScorecardPage, *, url: str, site: str) -> dict[str, Any]:
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": url,
        "url": url,
        "name": cite.title(page),
        "version": cite.version(page),
        "dateModified": page.changed_at.isoformat(),
        "license": LICENSE,
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": cite.PUBLISHER, "url": site},
        "about": {
            "@type": "SoftwareApplication",
            "name": page.name,
            "author": {"@type": "Organization", "name": page.organization},
        },
        "variableMeasured": [_measured(row) for row in page.verdicts],
        "distribution": {
            "@type": "DataDownload",
            "encodingFormat": "application/json",
            "contentUrl": f"{site}/api/v1/models/{page.path}/",
        },
    }


def _measured(row: VerdictRow) -> dict[str, str]:
    return {
        "@type": "PropertyValue",
        "propertyID": row.definition,
        "name": row.title,
        "value": words.label(row),
    }
