"""What the two import commands have in common: a path, a commit, a summary."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from registry.imports import report
from registry.imports.run import run
from registry.imports.sources import READERS, NothingToRead, batch_of


class SourceCommand(BaseCommand):
    """Import a copy of one published source. A second run changes nothing."""

    origin = ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "paths", nargs="+", type=Path, metavar="PATH", help="a copy of the source, or record files"
        )
        parser.add_argument(
            "--commit", default="", help="the commit of the copy; read from .git where there is one"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        reader = READERS[self.origin]
        if len(options["commit"]) > 64:
            raise CommandError("--commit is expected to have at most 64 characters.")
        try:
            batch, refused = batch_of(reader, options["paths"], commit=options["commit"])
        except (NothingToRead, OSError) as error:
            raise CommandError(str(error)) from error
        quiet = options["verbosity"] == 0
        target = f"{reader.source.project}@{batch.commit}"
        summary = run([batch], verb=f"import {self.origin}", target=target, refused=refused, quiet=quiet)
        if not quiet:
            self.stdout.write(f"{reader.source.attribution}")
            self.stdout.write(f"{reader.source.project}, commit {batch.commit}")
            for line in report.lines(summary, notes=options["verbosity"] > 1):
                self.stdout.write(line)
