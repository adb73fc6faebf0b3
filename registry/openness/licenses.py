"""What licenses say: one door to the records, to expressions, to declared strings and to the predicates.

`license_records` holds what each license permits, `license_expressions` reads SPDX expressions,
`license_strings` places what people typed, `license_match` compares, `license_terms` asks the questions of
the definitions.
"""

import hashlib
from functools import cache
from importlib import resources

from registry.openness.license_expressions import spdx_exceptions, spdx_ids
from registry.openness.license_match import both, same, title
from registry.openness.license_records import LICENSES, License, find, versions
from registry.openness.license_strings import (
    Declared,
    from_hub,
    is_mapped,
    normalize,
    not_released,
    of_text,
    resolve,
    spellings_of,
)
from registry.openness.license_terms import (
    BREAKING,
    NEGATIVE,
    PREDICATES,
    SAFETY,
    listed_in,
    predicate,
    predicate_with_contents,
)

__all__ = [
    "BREAKING",
    "LICENSES",
    "NEGATIVE",
    "PREDICATES",
    "SAFETY",
    "Declared",
    "License",
    "both",
    "find",
    "from_hub",
    "is_mapped",
    "listed_in",
    "normalize",
    "not_released",
    "of_text",
    "predicate",
    "predicate_with_contents",
    "resolve",
    "rules_digest",
    "same",
    "spdx_ids",
    "spellings_of",
    "title",
    "versions",
]

_TABLES = ("licenses.toml", "license_aliases.toml", "mof_licenses.toml")


@cache
def rules_digest() -> str:
    """sha256 (hex) over the license tables: part of the digest of every definition."""
    digest = hashlib.sha256()
    for name in _TABLES:
        digest.update(resources.files("registry.openness").joinpath(name).read_bytes())
    # The lists of SPDX ids and exceptions come with a library and change with its releases.
    digest.update("\n".join(sorted([*spdx_ids(), *spdx_exceptions()])).encode())
    return digest.hexdigest()
