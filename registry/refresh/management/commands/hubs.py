"""manage.py hubs: how each hub answers, what may still be asked of it, and how far its list was followed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from registry.refresh import hub_state
from registry.refresh.models import Budget, Crawl, HubState, SetAside


class Command(BaseCommand):
    help = "Say how the hubs answer; let one be asked again that stopped us."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--lift", metavar="HUB", help="ask it again now, after a refused token or an outage"
        )

    def handle(self, *args: Any, lift: str | None, **options: Any) -> None:
        if lift and not hub_state.lift(lift, now=timezone.now()):
            raise CommandError(f"Nothing keeps {lift} from being asked.")
        states = HubState.objects.order_by("hub")
        if not states:
            self.stdout.write("No hub was asked yet.")
        for state in states:
            self._tell(state)

    def _tell(self, state: HubState) -> None:
        self.stdout.write(f"{state.hub}: {state.get_state_display()} since {state.since:%Y-%m-%d %H:%M}")
        for sentence in filter(None, (state.reason, state.warning)):
            self.stdout.write(f"  {sentence}")
        for budget in Budget.objects.filter(hub=state.hub).order_by("bucket", "account"):
            self.stdout.write(
                f"  {budget.bucket} ({budget.account}): {budget.remaining:,} of {budget.limit:,} left"
                f" until {budget.resets_at:%H:%M:%S}"
            )
        for crawl in Crawl.objects.filter(hub=state.hub).order_by("-number")[:4]:
            reached = f", back to {crawl.low_water:%Y-%m-%d %H:%M}" if crawl.low_water else ""
            self.stdout.write(f"  {crawl}: {crawl.seen:,} seen{reached}")
        aside = SetAside.objects.filter(hub=state.hub).count()
        self.stdout.write(f"  {aside:,} items set aside")
