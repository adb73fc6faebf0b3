"""manage.py refresh ORG/NAME: read models from their hub now, in the foreground."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from registry.catalog.models import AIModel, HubEntry
from registry.hubs.huggingface import HUB
from registry.hubs.snapshot import HubError, Snapshot
from registry.refresh.drafts import draft
from registry.refresh.refresh import Refreshed, refresh
from registry.scorecards.models import Drift


class Command(BaseCommand):
    help = "Read models from their hub and record what it says; a model not listed yet is drafted."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("names", nargs="+", metavar="ORG/NAME", help="path of a model, or its hub id")

    def handle(self, *args: Any, names: list[str], **options: Any) -> None:
        failed = [name for name in names if not self._one(name)]
        if failed:
            raise CommandError(f"{len(failed)} of {len(names)} not refreshed: {', '.join(failed)}")

    def _one(self, name: str) -> bool:
        try:
            outcomes = list(_refresh(name))
        except HubError as error:
            self.stderr.write(f"{name}: {error}")
            return False
        for outcome in outcomes:
            self._tell(outcome)
        return not any(outcome.trouble for outcome in outcomes)

    def _tell(self, outcome: Refreshed) -> None:
        if outcome.seen:
            self.stdout.write(_said(outcome.seen))
        if outcome.trouble:
            self.stderr.write(f"{outcome.path}: {outcome.trouble}")
            return
        self.stdout.write(f"{outcome.path}: {_came_of(outcome)}")
        for drift in Drift.objects.filter(model__path=outcome.path, state=Drift.State.OPEN):
            self.stdout.write(f"  drift since {drift.opened_at:%Y-%m-%d}: {drift}")


def _refresh(name: str) -> Iterator[Refreshed]:
    """Read every hub entry of the model with this path, old path or hub id; or draft it."""
    now = timezone.now()
    listed = HubEntry.objects.filter(hub=HUB)
    model = _model(name)
    entries = list(listed.filter(model=model)) if model else list(listed.filter(repo_id__iexact=name))
    if not entries and name.startswith("~"):
        raise CommandError(f"{name} is on no hub." if model else f"{name} is not listed.")
    for entry in entries:
        yield refresh(entry.pk, now=now)
    if not entries:
        yield draft(name, now=now)


def _model(name: str) -> AIModel | None:
    path = name.lower()
    named = AIModel.objects.filter(path=path).first()
    return named or AIModel.objects.filter(aliases__path=path).first()


def _said(seen: Snapshot) -> str:
    license = seen.license if isinstance(seen.license, str) else ", ".join(seen.license)
    details = [
        f"license {license or 'not declared'}" + (f" ({seen.license_name})" if seen.license_name else ""),
        f"gate {seen.gated or 'none'}",
        f"{seen.file_count:,} files",
        f"{seen.downloads:,} downloads",
        *seen.marks,
    ]
    return f"{seen.page} at {seen.commit[:12] or 'an unknown commit'}: {', '.join(details)}"


def _came_of(outcome: Refreshed) -> str:
    recorded = outcome.recorded
    words = ["drafted" if recorded.created else "changed" if recorded.changed else "unchanged"]
    words += ["follows its repository to a new path"] if outcome.moved else []
    words += [f"{recorded.drifts_opened} drift opened"] if recorded.drifts_opened else []
    words += [f"{recorded.drifts_closed} drift closed"] if recorded.drifts_closed else []
    return ", ".join(words)
