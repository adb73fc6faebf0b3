"""manage.py build_catalog --mot PATH --osai PATH ...: write the catalog that comes with the program."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from registry.imports import shipped
from registry.imports.load import Batch
from registry.imports.management.commands._source_command import day
from registry.imports.quotes import QuoteBatch
from registry.imports.sources import QUOTE_READERS, READERS, UNKNOWN, NothingToRead, batch_of, quotes_of


class Command(BaseCommand):
    help = "Write the shipped catalog from copies of its sources: facts and figures, no sentences of others."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        for origin, reader in (READERS | QUOTE_READERS).items():
            project = reader.source.project
            parser.add_argument(
                f"--{origin}",
                type=Path,
                required=origin in READERS,
                metavar="PATH",
                help=f"a copy of {project}",
            )
            parser.add_argument(
                f"--{origin}-commit", default="", help="its commit; read from .git where there is one"
            )
            parser.add_argument(f"--{origin}-date", type=day, default="", help="the day of that copy")
        parser.add_argument(
            "--out", type=Path, default=shipped.FOLDER, help="where to write (default: the package)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        batches = [
            self._read(origin, options) for origin in (*READERS, *QUOTE_READERS) if _option(options, origin)
        ]
        self.stdout.write(f"Catalog {shipped.write(batches, options['out'])} written to {options['out']}.")

    def _read(self, origin: str, options: dict[str, Any]) -> Batch | QuoteBatch:
        path = _option(options, origin)
        dated = {"commit": _option(options, f"{origin}-commit"), "as_of": _option(options, f"{origin}-date")}
        batch: Batch | QuoteBatch
        try:
            if origin in READERS:
                batch, refused = batch_of(READERS[origin], [path], **dated)
            else:
                batch, refused = quotes_of(QUOTE_READERS[origin], [path], **dated)
        except (NothingToRead, OSError) as error:
            raise CommandError(str(error)) from error
        if batch.commit == UNKNOWN:
            raise CommandError(f"Say which commit {path} is, with --{origin}-commit.")
        count = len(batch.records) if isinstance(batch, Batch) else len(batch.quotes)
        self.stdout.write(f"{batch.source.project}@{batch.commit}: {count} records")
        for case in refused:
            self.stdout.write(f"  set aside: {case}")
        return batch


def _option(options: dict[str, Any], name: str) -> Any:
    return options[name.replace("-", "_")]
