"""What the import commands have in common: a path, a commit, a date, a summary."""

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from registry.imports import report
from registry.imports.load import Batch
from registry.imports.quotes import QuoteBatch
from registry.imports.run import run, run_quotes
from registry.imports.sources import QUOTE_READERS, READERS, NothingToRead, batch_of, quotes_of


def day(text: str) -> str:
    """A day in ISO form, as options take it; "" where none is given."""
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError as error:
        raise argparse.ArgumentTypeError("expected a day such as 2026-06-12") from error


class SourceCommand(BaseCommand):
    """Import a copy of one published source. A second run changes nothing."""

    origin = ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "paths", nargs="+", type=Path, metavar="PATH", help="a copy of the source, or its files"
        )
        parser.add_argument(
            "--commit", default="", help="the commit of the copy; read from .git where there is one"
        )
        parser.add_argument(
            "--date", type=day, default="", help="the day of that copy, for ratings that carry none"
        )

    def origin_of(self, options: dict[str, Any]) -> str:
        """Which source, or which edition of it, these options ask for."""
        return self.origin

    def handle(self, *args: Any, **options: Any) -> None:
        if len(options["commit"]) > 64:
            raise CommandError("--commit is expected to have at most 64 characters.")
        quiet = options["verbosity"] == 0
        try:
            batch, refused = self._read(self.origin_of(options), options)
        except (NothingToRead, OSError) as error:
            raise CommandError(str(error)) from error
        source = batch.source
        verb, target = f"import {source.origin}", f"{source.project}@{batch.commit}"
        if isinstance(batch, Batch):
            summary = run([batch], verb=verb, target=target, refused=refused, quiet=quiet)
        else:
            summary = run_quotes([batch], verb=verb, target=target, refused=refused, quiet=quiet)
        if quiet:
            return
        self.stdout.write(source.attribution)
        self.stdout.write(f"{source.project}, commit {batch.commit}")
        lines = report.lines if isinstance(batch, Batch) else report.quote_lines
        for line in lines(summary, notes=options["verbosity"] > 1):
            self.stdout.write(line)

    def _read(self, origin: str, options: dict[str, Any]) -> tuple[Batch | QuoteBatch, list[str]]:
        dated = {"commit": options["commit"], "as_of": options["date"]}
        if origin in READERS:
            return batch_of(READERS[origin], options["paths"], **dated)
        return quotes_of(QUOTE_READERS[origin], options["paths"], **dated)
