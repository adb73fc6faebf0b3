"""manage.py licenses check: which license strings of the database no table explains yet."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from registry.imports.unmapped import Unmapped, unmapped

_KINDS = {
    "spelling": "Spellings to place in openness/license_aliases.toml, [spelling] or, for an address, [link]",
    "unread": "Ids without a record: their texts are to be read for openness/licenses.toml",
}


class Command(BaseCommand):
    help = "Report license strings in the database that the tables cannot place, with counts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["check"])
        parser.add_argument("--json", action="store_true", help="one JSON list instead of text")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = unmapped()
        if options["json"]:
            self.stdout.write(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=2))
            return
        if not rows:
            self.stdout.write("Every license string is placed.")
        for kind, title in _KINDS.items():
            self._list(title, [row for row in rows if row.kind == kind])

    def _list(self, title: str, rows: list[Unmapped]) -> None:
        if not rows:
            return
        self.stdout.write(f"{title}:")
        for row in rows:
            # As a line of the table, to be completed.
            self.stdout.write(
                f'{json.dumps(row.text, ensure_ascii=False)} = ""  # {row.count} in {row.source}'
            )
