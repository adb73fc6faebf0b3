"""Collects, merges and compiles; with --check only looks."""

import os
import sys
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str]) -> int:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "registry.settings")
    django.setup()
    # Both read modules that ask for Django's settings as soon as they are loaded.
    from translations import catalog, sources  # noqa: PLC0415

    found = sources.collected()
    if "--check" not in arguments:
        for language in catalog.PLURALS:
            made = catalog.made(language, found)
            made.save(str(catalog.path(language)))
            catalog.path(language).with_suffix(".mo").write_bytes(made.to_binary())
    left = [problem for language in catalog.PLURALS for problem in catalog.problems(language, found)]
    print("\n".join(left) or f"{len(found)} messages, in English and {len(catalog.PLURALS)} more languages.")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
