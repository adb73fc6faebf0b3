"""manage.py record_dataset FILE...: record what somebody found out about datasets (docs/datasets.md)."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from registry.imports.report import effect_lines
from registry.imports.told import File, by_operator, record_datasets
from registry.openness import dataset_document, syntax


class Command(BaseCommand):
    help = "Record facts of datasets from TOML or JSON files, with proof, as imported and unreviewed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="see docs/datasets.md")

    def handle(self, *args: Any, files: list[Path], **options: Any) -> None:
        try:
            texts = [(file, syntax.text_of(file)) for file in files]
            documents = [
                (
                    File.of(file.name, text.encode()),
                    dataset_document.parse(text, suffix=file.suffix, name=str(file)),
                )
                for file, text in texts
            ]
        except syntax.DocumentError as error:
            raise CommandError(str(error)) from error
        for file, document in documents:
            source = by_operator(document.assessor, document.assessed_on)
            effect = record_datasets(document, file=file, source=source, now=timezone.now())
            of_all = f"{effect.changed} of {len(document.datasets) + len(effect.retired)} datasets changed"
            for line in effect_lines(f"{file.name}: {of_all}", effect, everything=options["verbosity"] > 1):
                self.stdout.write(line)
