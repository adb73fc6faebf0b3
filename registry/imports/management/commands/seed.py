"""manage.py seed: load the catalog that comes with the program."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from registry.accounts.actors import OPERATOR
from registry.accounts.events import note
from registry.accounts.models import Event
from registry.imports import osi, report, shipped
from registry.imports.run import run, run_quotes
from registry.imports.told import record_datasets


class Command(BaseCommand):
    help = "Load the shipped catalog of published assessments. Can be repeated: a second run changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-needed",
            action="store_true",
            help="do nothing when this version of the catalog was loaded before",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        version = shipped.version()
        loaded = Event.objects.filter(verb="seed", target=version)
        quiet = options["verbosity"] == 0
        if options["if_needed"] and loaded.exists():
            if not quiet:
                self.stdout.write(f"Catalog {version} is already loaded.")
            return
        document, file = shipped.datasets()
        record_datasets(document, file=file, source=shipped.OF_DATASETS, now=timezone.now())
        summary = run(shipped.batches(), verb="seed", target=version, quiet=quiet)
        quoted = run_quotes([*shipped.quote_batches(), osi.batch()], verb="seed", target=version, quiet=quiet)
        if not loaded.exists():  # it changed nothing, and still has been loaded
            note("seed", by=OPERATOR, target=version, now=timezone.now())
        if not quiet:
            self.stdout.write(f"Loaded catalog {version}.")
            read, quotes = (
                list(report.lines(summary, notes=True)),
                list(report.quote_lines(quoted, notes=True)),
            )
            everything = options["verbosity"] > 1
            for line in [*read, *quotes] if everything else [*read[:1], *quotes[:1], read[1]]:
                self.stdout.write(line)
            if not everything:
                self.stdout.write("manage.py seed -v 2 lists what was set aside or kept apart, and why.")
