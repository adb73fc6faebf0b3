"""manage.py crawl HUB --sweep | --tail: one pass over a hub's list, in the foreground.

Interrupted at any point, the same command goes on where it was. Exit code 0: the pass is over, or as many
models as asked for were read. 1: it failed, or was interrupted.
"""

import time
from dataclasses import dataclass, field
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from registry.hubs.huggingface_wire import Oversized
from registry.hubs.snapshot import HubError, RateLimited, Unauthorized
from registry.refresh import crawl, hub_state
from registry.refresh.models import Crawl

LONGEST_WAIT = 3600.0  # seconds, of any one wait
MOST_TROUBLE = 6  # failed requests in a row
COUNTED = ("pages", "requests", "seen", "new", "changed", "set_aside")


class Command(BaseCommand):
    help = "Read what a hub lists: all of it (--sweep), or what changed lately (--tail)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("hub", choices=crawl.HUBS)
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--sweep", action="store_const", dest="kind", const="sweep", help="everything")
        which.add_argument("--tail", action="store_const", dest="kind", const="tail", help="what changed")
        parser.add_argument("--limit", type=_positive, metavar="N", help="read N models at most, then pause")
        parser.add_argument("--anew", action="store_true", help="leave an unfinished pass and begin anew")

    def handle(self, *args: Any, hub: str, kind: str, limit: int | None, anew: bool, **options: Any) -> None:
        at = crawl.begin(hub, kind, now=timezone.now())
        if anew and at.pages:
            crawl.stop(at, now=timezone.now())
            at = crawl.begin(hub, kind, now=timezone.now())
        if at.pages:
            self.stderr.write(f"Going on with {kind} {at.number}, which has seen {at.seen:,} models.")
        run = Pass(at, limit, self)
        try:
            run.follow()
        except KeyboardInterrupt:
            raise CommandError("Interrupted. The same command goes on from here.", returncode=130) from None
        except (HubError, crawl.Taken) as error:
            raise CommandError(f"{error} The same command goes on from here.") from error
        finally:
            self.stdout.write(run.summary())
        if run.at.state == Crawl.State.FAILED:
            raise CommandError(run.at.error)


@dataclass
class Pass:
    """One pass as a person watches it: with a bar, waits told with their length, and a summary."""

    at: Crawl
    limit: int | None
    command: Command
    before: Crawl = field(init=False)
    began: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.before = self.at

    def follow(self) -> None:
        """To its end, or to the limit. Raises Taken, Unauthorized, and what goes on too long."""
        troubles = 0
        with tqdm(unit=" models", disable=None, initial=self.at.seen) as bar:
            while self.at.state == Crawl.State.RUNNING and self.room > 0:
                try:
                    self.at = crawl.step(self.at, now=timezone.now(), most=self.room)
                    troubles = 0
                except (RateLimited, Oversized) as error:
                    if isinstance(error, hub_state.Resting) and error.needs_person:
                        raise
                    self._wait(error, _stated(error))
                except Unauthorized:
                    raise
                except HubError as error:
                    troubles += 1
                    if troubles == MOST_TROUBLE:
                        raise
                    self._wait(error, hub_state.patience(self.at.hub))
                bar.update(self.at.seen - bar.n)

    @property
    def room(self) -> int:
        if self.limit is None:
            return crawl.LARGEST
        return min(self.limit - (self.at.seen - self.before.seen), crawl.LARGEST)

    def _wait(self, error: HubError, seconds: float) -> None:
        seconds = min(seconds, LONGEST_WAIT)
        if seconds:
            tqdm.write(f"{error} Waiting {seconds:,.0f} s.", file=self.command.stderr)
        time.sleep(seconds)

    def summary(self) -> str:
        """What this run did, not what the pass did before."""
        at = Crawl.objects.get(pk=self.at.pk)
        seconds = time.monotonic() - self.began
        done = {name: getattr(at, name) - getattr(self.before, name) for name in COUNTED}
        counted = ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in done.items())
        return f"{at}: {counted}, {seconds:,.1f} s ({done['seen'] / max(seconds, 0.001):,.0f} models/s)"


def _stated(error: HubError) -> float:
    return error.retry_after or 60.0 if isinstance(error, RateLimited) else 0.0


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number
