"""Forms of django-allauth in our words: labels above, and nothing inside the fields."""

from django.forms import BaseForm, PasswordInput
from django.utils.translation import gettext_lazy as _

PASSWORD_HELP = _("At least 10 characters; several words are fine. Neither common nor like your name.")
PASSKEY_ALONE = _("Without a password: the device then asks for a PIN, a finger or a face.")
LABELS = {
    "passwordless": _("Let this passkey sign in alone"),
    "login": _("Name or e-mail address"),
    "username": _("Name"),
    "email": _("E-mail address"),
    "password": _("Password"),
    "password1": _("Password"),
    "password2": _("The new password again"),
    "oldpassword": _("Your password until now"),
    "code": _("Code"),
    "name": _("Name of this passkey"),
}


def dress(form: BaseForm) -> None:
    """Labels above in our words, and nothing inside the fields."""
    form.__dict__["_bound_fields_cache"].clear()  # what was checked remembers the labels of before
    for name, field in form.fields.items():
        field.widget.attrs.pop("placeholder", None)
        field.label = LABELS.get(name, field.label)
        if isinstance(field.widget, PasswordInput):
            field.help_text = PASSWORD_HELP if name == "password1" else ""
        if name == "passwordless":
            field.help_text = PASSKEY_ALONE
