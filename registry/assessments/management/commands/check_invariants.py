"""Ask the database whether everything holds that must hold of people, assessments and the record."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from registry.assessments import auditing


class Command(BaseCommand):
    help = "Check the invariants of the workflow (docs/review.md) by queries; fails if one does not hold."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("only", nargs="*", metavar="I7", help="Only these; all by default.")
        parser.add_argument(
            "--full", action="store_true", help="Work out every verdict and profile again, not only some."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        broken = 0
        for found in auditing.run(full=options["full"], only=options["only"]):
            word = "holds" if not found.violations else self.style.ERROR("DOES NOT HOLD")
            self.stdout.write(f"{found.name:<32} {word} ({found.seconds:.2f} s)")
            for sentence in found.violations:
                self.stdout.write(f"    {sentence}")
            broken += bool(found.violations)
        if broken:
            raise CommandError(f"{broken} of the invariants do not hold.")
