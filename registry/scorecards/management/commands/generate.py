"""manage.py generate: made-up models in an empty database, to try lists and searches at scale."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from registry.scorecards.generate import NotEmpty, generate
from registry.scorecards.models import Scorecard


class Command(BaseCommand):
    help = (
        "Fill an EMPTY database with made-up models in made-up profiles, the same ones for the same numbers. "
        "Refuses a database that holds any model."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--models", type=int, required=True)
        parser.add_argument("--profiles", type=int, default=5_000)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        models, profiles, seed = options["models"], options["profiles"], options["seed"]
        try:
            with tqdm(total=models, unit=" models", disable=None) as bar:
                generate(models, profiles, seed, now=timezone.now(), progress=bar.update)
        except NotEmpty:
            raise CommandError(_refusal()) from None
        except ValueError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Made up {models} models in {profiles} profiles.")


def _refusal() -> str:
    stated = Scorecard.objects.exclude(state=Scorecard.State.DRAFT).count()
    return (
        f"This database holds models already, {stated} of them with facts that people or imports stated. "
        "Made-up models never stand beside real ones: name an empty database by DATABASE_URL or DATA_DIR."
    )
