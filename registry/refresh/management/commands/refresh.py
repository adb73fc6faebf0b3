"""manage.py refresh ORG/NAME: read models from their hub now, in the foreground; --hub for other hubs."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from registry.catalog.hub_entries import by_name
from registry.catalog.models import OF_MODELS, AIModel, HubEntry
from registry.hubs import known
from registry.hubs.repository import Repository
from registry.hubs.snapshot import HubError, RateLimited, Snapshot
from registry.refresh import cited, due
from registry.refresh.drafts import draft
from registry.refresh.outcome import Refreshed
from registry.refresh.refresh import refresh
from registry.scorecards.models import Drift


class Command(BaseCommand):
    help = (
        "Read models from their hub and record what it says; a model not listed yet is drafted. With --hub, "
        "read the repositories there that sources cite for these models, or all that are due."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("names", nargs="*", metavar="ORG/NAME", help="path of a model, or its hub id")
        parser.add_argument("--hub", choices=sorted(known.CITED), help="another hub than that of the models")

    def handle(self, *args: Any, names: list[str], hub: str | None, **options: Any) -> None:
        if hub and not names:
            self._all_due(hub)
            return
        if not names:
            raise CommandError("Which models? Give at least one ORG/NAME, or --hub alone.")
        failed = [name for name in names if not self._one(name, hub or OF_MODELS)]
        if failed:
            raise CommandError(f"{len(failed)} of {len(names)} not refreshed: {', '.join(failed)}")

    def _one(self, name: str, hub: str) -> bool:
        try:
            outcomes = list(_refresh(name) if hub == OF_MODELS else _refresh_cited(name, hub))
        except HubError as error:
            self.stderr.write(f"{name}: {error}")
            return False
        for outcome in outcomes:
            self._tell(outcome)
        return not any(outcome.trouble for outcome in outcomes)

    def _all_due(self, hub: str) -> None:
        """Find what is cited, and read what is due, until all is read or the hub wants us to wait."""
        listed = cited.list_entries([hub])[hub]
        entries = due.due(hub, now=timezone.now())
        self.stdout.write(f"{hub}: {listed:,} entries new, {len(entries):,} repositories due")
        for number, entry in enumerate(entries):
            try:
                self._tell(refresh(entry.pk, now=timezone.now()))
            except RateLimited as error:
                wait = f" Again in {error.retry_after:.0f} s." if error.retry_after else ""
                raise CommandError(f"{number:,} of {len(entries):,} read. {error}{wait}") from error
            except HubError as error:
                self.stderr.write(f"{entry.repo_id}: {error}")

    def _tell(self, outcome: Refreshed) -> None:
        if outcome.seen:
            said = _said(outcome.seen) if isinstance(outcome.seen, Snapshot) else _shown(outcome.seen)
            self.stdout.write(said)
        if outcome.trouble:
            self.stderr.write(f"{outcome.path}: {outcome.trouble}")
            return
        self.stdout.write(f"{outcome.path}: {_came_of(outcome)}")
        for drift in Drift.objects.filter(model__path=outcome.path, state=Drift.State.OPEN):
            self.stdout.write(f"  drift since {drift.opened_at:%Y-%m-%d}: {drift}")


def _refresh(name: str) -> Iterator[Refreshed]:
    """Read every hub entry of the model with this path, old path or hub id; or draft it."""
    now = timezone.now()
    model = _model(name)
    listed = HubEntry.objects.filter(hub=OF_MODELS, model=model) if model else by_name(OF_MODELS, [name])
    entries = list(listed)
    if not entries and name.startswith("~"):
        raise CommandError(f"{name} is on no hub." if model else f"{name} is not listed.")
    for entry in entries:
        yield refresh(entry.pk, now=now)
    if not entries:
        yield draft(name, now=now)


def _refresh_cited(name: str, hub: str) -> Iterator[Refreshed]:
    """Read what sources cite there for the model with this path, or the cited repository of this name."""
    cited.list_entries([hub])
    model = _model(name)
    if model:
        entries = list(HubEntry.objects.filter(hub=hub, model=model).order_by("pk"))
    else:
        entries = list(by_name(hub, [name]).order_by("pk")[:1])
    if not entries:
        raise CommandError(f"No source cites anything at {hub} for {name}.")
    for entry in entries:
        yield refresh(entry.pk, now=timezone.now())


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


def _shown(seen: Repository) -> str:
    states = ("private", "disabled", "archived", "has_code", "has_files")
    words = [name.replace("_", " ") for name in states if getattr(seen, name)]
    license, gate = seen.license or "not stated", seen.gated or "none"
    details = [f"license {license}", f"gate {gate}", *words, *seen.marks]
    return f"{seen.page}: {', '.join(details)}"


def _came_of(outcome: Refreshed) -> str:
    recorded = outcome.recorded
    words = ["drafted" if recorded.created else "changed" if recorded.changed else "unchanged"]
    words += ["follows its repository to a new path"] if outcome.moved else []
    words += [f"{recorded.drifts_opened} drift opened"] if recorded.drifts_opened else []
    words += [f"{recorded.drifts_closed} drift closed"] if recorded.drifts_closed else []
    return ", ".join(words)
