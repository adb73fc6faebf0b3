"""Second factors: their secrets are kept encrypted, and what they are called says where they are for."""

import base64
import hashlib
from functools import cache
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Factors(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not right, or it was used before. Take the next one."),
        "unverified_email": _("Confirm your e-mail address first."),
        "cannot_generate_recovery_codes": _("Set up an app or a passkey first."),
        "cannot_delete_authenticator": _("This cannot be turned off."),
    }

    def encrypt(self, text: str) -> str:
        return box(settings.SECRET_KEY).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return box(settings.SECRET_KEY).decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url: str) -> str:
        """The drawing alone, so that it can stand in a page."""
        drawn = super().build_totp_svg(url)
        return SafeString(drawn[drawn.index("<svg") :])

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Any) -> str:
        return gettext("My passkey")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": settings.SITE.hostname or "", "name": "Sourceform"}


@cache
def box(key: str) -> MultiFernet:
    """What the secrets of apps and recovery codes are kept in: a copy of the database does not open them."""
    keys = [key, *map(str, settings.SECRET_KEY_FALLBACKS)]
    return MultiFernet(
        Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"second factors:{one}".encode()).digest()))
        for one in keys
    )
