"""manage.py events seal|verify: the chain of digests over everything that was done.

Exit code 0: the chain holds. 1: something in it is not as it was sealed; each such thing is a line.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from registry.accounts import seal
from registry.accounts.models import Event, Seal


class Command(BaseCommand):
    help = "Check that no event was changed since it was sealed; seal what is new, as a job does too."

    def add_arguments(self, parser: CommandParser) -> None:
        verb = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        verb.add_parser("seal", help="seal the events that are not sealed yet")
        verb.add_parser("verify", help="compare every event with its seal, every seal with the one before")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        if verb == "seal":
            self.stdout.write(f"{seal.seal_all(now=timezone.now())} events sealed.")
            return
        wrong = list(seal.verify())
        for line in wrong:
            self.stderr.write(line)
        if wrong:
            raise CommandError(f"The chain is broken in {len(wrong)} places.")
        head = Seal.objects.order_by("-number").first()
        open_ones = Event.objects.filter(seal__isnull=True).count()
        self.stdout.write(f"The chain holds: {_said(head)}; {open_ones} events are not sealed yet.")


def _said(head: Seal | None) -> str:
    return f"{head.number} seals, the newest {head.sha}" if head else "nothing is sealed"
