"""manage.py record_model FILE --model ORG/NAME --assessor NAME: record a facts document of a listed model."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from registry.catalog.models import AIModel
from registry.imports.management.commands._source_command import day
from registry.imports.report import effect_lines
from registry.imports.told import File, by_operator, record_model
from registry.openness import document, syntax


class Command(BaseCommand):
    help = "Record a facts document of a model, as `evaluate` reads it, as imported and unreviewed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", type=Path, metavar="FILE", help="a facts document: TOML, JSON or a MOF record"
        )
        parser.add_argument("--model", required=True, metavar="ORG/NAME", help="path of a listed model")
        parser.add_argument("--assessor", required=True, metavar="NAME", help="who looked")
        parser.add_argument(
            "--date", type=day, default="", help="the day of the assessment; today by default"
        )

    def handle(self, *args: Any, file: Path, model: str, assessor: str, **options: Any) -> None:
        listed = AIModel.objects.filter(path=model.lower()).first()
        if listed is None:
            raise CommandError(f"{model} is not listed; manage.py refresh {model} drafts a model of the hub.")
        now = timezone.now()
        assessed_on = options["date"] or now.date().isoformat()
        try:
            text = syntax.text_of(file)
            read = document.parse(text, suffix=file.suffix, name=str(file))
        except document.DocumentError as error:
            raise CommandError(str(error)) from error
        effect = record_model(
            listed,
            read.facts,
            file=File.of(file.name, text.encode()),
            source=by_operator(assessor, assessed_on),
            assessed_on=assessed_on,
            now=now,
        )
        state = "changed" if effect.changed else "unchanged"
        for line in effect_lines(f"{listed.path}: {state}", effect, everything=options["verbosity"] > 1):
            self.stdout.write(line)
        for note in read.notes:
            self.stdout.write(f"  {syntax.shown(note, quotes=False, most=400)}")
