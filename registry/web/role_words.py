"""Roles, trust and what happens to accounts, in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from registry.accounts.roles import Role

ROLES: Mapping[str, Promise] = {
    Role.VISITOR: _("visitor"),
    Role.CONTRIBUTOR: _("contributor"),
    Role.MAKER: _("maker"),
    Role.REVIEWER: _("reviewer"),
    Role.CURATOR: _("curator"),
    Role.ADMIN: _("administrator"),
}
# Why something about roles and accounts is not done; by the codes of accounts.refusals.
REFUSALS: Mapping[str, Promise] = {
    "may_not_give": _("You may not give this role."),
    "may_not_take": _("You may not take this role from somebody."),
    "not_proposed": _("Nobody is proposed for this role."),
    "needs_two": _("This role takes two curators: one proposes, another confirms."),
    "needs_role": _("This takes a curator."),
    "own_account": _("That is your own account, or one that is held to be yours."),
    "own_proposal": _("You proposed this yourself; another curator has to confirm."),
    "proposer_lost_role": _("Whoever proposed this is no curator any more. Propose it anew."),
    "proposed_already": _("This person is proposed already."),
    "closed_already": _("This proposal is closed already."),
    "no_address": _("This person has no verified address."),
    "no_factor": _("This person has not set up a second factor yet."),
    "not_trusted_yet": _(
        "This takes 25 accepted assessments, and nine of ten of those judged in the last 180 days accepted."
    ),
    "no_reason": _("Say why."),
    "held_already": _("This person has the role already."),
    "not_held": _("This person does not have the role."),
    "last_admin": _("The last administrator with a second factor has to stay."),
    "same_account": _("That is twice the same account."),
    "nobody": _("Nobody here has this name."),
    "gone": _("That is not there any more."),
}
SECURITY: Mapping[str, Promise] = {
    "login": _("signed in"),
    "login.failed": _("a try to sign in that failed"),
    "logout": _("signed out"),
    "proved": _("second factor shown"),
    "password.changed": _("password changed"),
    "password.set": _("password set"),
    "password.reset": _("password set anew by mail"),
    "email.changed": _("address changed"),
    "email.deleted": _("address removed"),
    "email.confirmed": _("address confirmed"),
    "totp.activated": _("app for codes set up"),
    "totp.deactivated": _("app for codes removed"),
    "webauthn.added": _("passkey added"),
    "webauthn.removed": _("passkey removed"),
    "recovery.codes.generated": _("recovery codes made anew"),
    "account.connected": _("account elsewhere connected"),
    "account.disconnected": _("account elsewhere disconnected"),
    "data.exported": _("all data downloaded"),
}
