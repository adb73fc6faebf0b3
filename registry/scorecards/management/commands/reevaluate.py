"""Bring what is derived up to date, for instance after an upgrade: verdicts, searched names, list columns."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from tqdm import tqdm

from registry.catalog import search_docs
from registry.scorecards import judge, listed


class Command(BaseCommand):
    help = (
        "Judge every profile that lacks a verdict under the loaded definitions. Can be stopped and run again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        search_docs.complete()
        listed.follow()
        missing = judge.unjudged(now)
        if not missing:
            self.stdout.write("Nothing to judge: every profile has its verdicts.")
            return
        with tqdm(total=missing, unit="verdict", disable=None) as bar:
            judged = judge.reevaluate(now, progress=bar.update)
        self.stdout.write(f"Judged {judged} verdicts.")
