"""What the Open Source Initiative published of the systems it tried its definition on: not certifications."""

import hashlib
import tomllib
from importlib import resources

from registry.imports.quotes import Quote, QuoteBatch
from registry.imports.records import Rating, Source

SOURCE = Source(
    origin="osi",
    project="Open Source Initiative, validation phase of the Open Source AI Definition",
    url="https://opensource.org/ai",
    license="facts only",
    attribution=(
        "Open Source Initiative (https://opensource.org/ai): outcomes of the validation phase of the Open "
        "Source AI Definition, not certifications of any kind. Names and outcomes only"
    ),
)
OUTCOMES = ("passed", "license_issue", "did_not_pass")
_FILE = "osi.toml"


def batch() -> QuoteBatch:
    """The outcomes, which come with the program; the commit is a digest of their file."""
    content = resources.files("registry.imports").joinpath(_FILE).read_bytes()
    table = tomllib.loads(content.decode("utf-8"))
    source = table["source"]
    quotes = tuple(_quote(row, source["url"]) for row in table["outcome"])
    digest = hashlib.sha256(content).hexdigest()[:40]
    return QuoteBatch(SOURCE, digest, quotes, as_of=source["published_on"])


def _quote(row: dict[str, object], url: str) -> Quote:
    outcome = str(row["outcome"])
    if outcome not in OUTCOMES:
        raise ValueError(f"{_FILE}: expected one of {', '.join(OUTCOMES)}, not {outcome!r}")
    hub_ids = row["hub_ids"]
    return Quote(
        file=_FILE,
        subject=str(row["name"]),
        name=str(row["name"]),
        about="family",
        makers=(str(row["maker"]),),
        hub_ids=tuple(map(str, hub_ids)) if isinstance(hub_ids, list) else (),
        ratings=(Rating("validation", outcome, (url,)),),
    )
