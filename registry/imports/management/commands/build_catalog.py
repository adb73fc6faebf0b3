"""manage.py build_catalog --mot PATH --osai PATH: write the catalog that comes with the program."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from registry.imports import shipped
from registry.imports.sources import READERS, UNKNOWN, NothingToRead, batch_of


class Command(BaseCommand):
    help = "Write the shipped catalog from copies of its sources: facts and figures, no sentences of others."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        for origin, reader in READERS.items():
            project = reader.source.project
            parser.add_argument(
                f"--{origin}", type=Path, required=True, metavar="PATH", help=f"a copy of {project}"
            )
            parser.add_argument(
                f"--{origin}-commit", default="", help="its commit; read from .git where there is one"
            )
        parser.add_argument(
            "--out", type=Path, default=shipped.FOLDER, help="where to write (default: the package)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        batches = []
        for origin, reader in READERS.items():
            try:
                batch, refused = batch_of(reader, [options[origin]], commit=options[f"{origin}_commit"])
            except (NothingToRead, OSError) as error:
                raise CommandError(str(error)) from error
            if batch.commit == UNKNOWN:
                raise CommandError(f"Say which commit {options[origin]} is, with --{origin}-commit.")
            batches.append(batch)
            self.stdout.write(f"{reader.source.project}@{batch.commit}: {len(batch.records)} records")
            for case in refused:
                self.stdout.write(f"  set aside: {case}")
        self.stdout.write(f"Catalog {shipped.write(batches, options['out'])} written to {options['out']}.")
