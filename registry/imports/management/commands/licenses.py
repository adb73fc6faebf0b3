"""manage.py licenses check: which license strings and texts of the database no table explains yet.

manage.py licenses digest FILE...: the digests under which texts are placed.
"""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from registry.imports.unmapped import Unmapped, unmapped
from registry.openness import license_texts, licenses

_KINDS = {
    "spelling": "Spellings to place in openness/license_aliases.toml, [spelling] or, for an address, [link]",
    "text": "Texts to place in openness/license_aliases.toml, [text], once somebody has read them",
    "unread": "Ids without a record: their texts are to be read for openness/licenses.toml",
}


class Command(BaseCommand):
    help = "Report license strings and texts in the database that the tables cannot place, with counts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["check", "digest"])
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="license texts, for digest")
        parser.add_argument("--json", action="store_true", help="one JSON list instead of text")

    def handle(self, *args: Any, **options: Any) -> None:
        if bool(options["files"]) != (options["action"] == "digest"):
            raise CommandError("digest needs the files to read; check takes none.")
        if options["action"] == "digest":
            self._digests(options["files"])
        else:
            self._check(as_json=options["json"])

    def _digests(self, files: list[Path]) -> None:
        for file in files:
            try:
                digest = license_texts.digest(file.read_text("utf-8-sig", errors="replace"))
            except OSError as error:
                raise CommandError(f"{file} cannot be read ({error.strerror}).") from error
            self.stdout.write(f'"{digest}" = "{licenses.of_text(digest)}"  # {file.name}')

    def _check(self, *, as_json: bool) -> None:
        rows = unmapped()
        if as_json:
            self.stdout.write(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=2))
            return
        if not rows:
            self.stdout.write("Every license string and text is placed.")
        for kind, title in _KINDS.items():
            self._list(title, [row for row in rows if row.kind == kind])

    def _list(self, title: str, rows: list[Unmapped]) -> None:
        if not rows:
            return
        self.stdout.write(f"{title}:")
        for row in rows:
            # As a line of the table, to be completed.
            where = f"{row.source}: {row.example}" if row.example else row.source
            self.stdout.write(f'{json.dumps(row.text, ensure_ascii=False)} = ""  # {row.count} in {where}')
