"""An installation always keeps somebody who can run it."""

from allauth.mfa.models import Authenticator

from registry.accounts import factors
from registry.accounts.addresses import has_verified
from registry.accounts.factors import has_factor
from registry.accounts.models import Grant, User
from registry.accounts.refusals import NotReady
from registry.accounts.roles import Role


def keep_one(*, without: User) -> None:
    """Make sure that an admin with a second factor is left without this person. Part of the transaction.

    Holds the rows of all admins until its end, so that of two admins who go at once one stays. Raises
    NotReady for the last.
    """
    rows = Grant.objects.filter(role=Role.ADMIN, revoked_at__isnull=True)
    held = list(rows.order_by("pk").select_for_update().values_list("user", flat=True))
    if without.pk not in held or not factors.of(without).exists():
        return
    others = User.objects.filter(pk__in=held, is_active=True, deleted_at__isnull=True).exclude(pk=without.pk)
    if not others.filter(has_factor("pk"), has_verified("pk")).exists():
        raise NotReady("last_admin")


def may_lose(factor: Authenticator) -> bool:
    """Whether this second factor may go: not the only one of the last admin. Part of the transaction."""
    if factors.of(factor.user).exclude(pk=factor.pk).exists():
        return True
    if factor.type not in factors.KINDS:
        return True
    try:
        keep_one(without=factor.user)
    except NotReady:
        return False
    return True
