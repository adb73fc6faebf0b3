"""Addresses of signing in, under the names that django-allauth knows them by."""

from allauth.account import views as account
from django.urls import URLPattern, URLResolver, path

pages: list[URLPattern | URLResolver] = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    path("sign-up/", account.signup, name="account_signup"),
]
