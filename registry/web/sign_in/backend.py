"""Whose password it is. An account that nobody confirmed answers as if it did not exist."""

from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.models import EmailAddress
from django.contrib.auth.base_user import AbstractBaseUser


class Backend(AuthenticationBackend):
    def _check_password(self, user: AbstractBaseUser | None, password: str) -> AbstractBaseUser | None:
        found = super()._check_password(user, password)
        if found and EmailAddress.objects.filter(user_id=found.pk, verified=True).exists():
            return found
        self.unstash_authenticated_user()  # nor tells its page that it was shut
        return None
