"""Jobs of this floor, by the clock: trust is read anew, and what must not be kept is forgotten."""

from django.utils import timezone

from registry.accounts import once, security, trust
from registry.jobs.claims import Claim
from registry.jobs.handlers import handler


@handler("read-trust")
def read_trust(held: Claim) -> None:
    trust.recompute(now=timezone.now())


@handler("forget-addresses")
def forget_addresses(held: Claim) -> None:
    with held.finishing():
        security.forget_old(now=timezone.now())


@handler("forget-answered")
def forget_answered(held: Claim) -> None:
    with held.finishing():
        once.forget_old(now=timezone.now())
