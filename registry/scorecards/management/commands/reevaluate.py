"""Judge what the rules in force have not judged yet, for instance after an upgrade."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from tqdm import tqdm

from registry.scorecards import judge


class Command(BaseCommand):
    help = (
        "Judge every profile that lacks a verdict under the loaded definitions. Can be stopped and run again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        missing = judge.unjudged(now)
        if not missing:
            self.stdout.write("Nothing to judge: every profile has its verdicts.")
            return
        with tqdm(total=missing, unit="verdict", disable=None) as bar:
            judged = judge.reevaluate(now, progress=bar.update)
        self.stdout.write(f"Judged {judged} verdicts.")
