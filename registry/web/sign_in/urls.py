"""Addresses of signing in, under the names that django-allauth knows them by.

Listed one by one: what it brings and we do not need has no address.
"""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.github.views import oauth2_callback as github_callback
from allauth.socialaccount.providers.openid_connect.views import callback as openid_callback
from django.urls import URLPattern, URLResolver, path, re_path
from django.views.generic import RedirectView

from registry.web.sign_in.confirm import confirm
from registry.web.sign_in.elsewhere import back, cancelled, connect, leave
from registry.web.sign_in.last_factor import losing_one
from registry.web.sign_in.pages import for_owner, page, renews
from registry.web.sign_in.views import signup

pages: list[URLPattern | URLResolver] = [
    path("sign-in/", page(account.login), name="account_login"),
    path("sign-out/", page(account.logout), name="account_logout"),
    path("sign-up/", page(signup), name="account_signup"),
    path("inactive/", page(account.account_inactive), name="account_inactive"),
    path("confirm/", page(account.email_verification_sent), name="account_email_verification_sent"),
    re_path(r"^confirm/(?P<key>[-:\w]{1,200})/$", page(confirm), name="account_confirm_email"),
    path("email/", for_owner(account.email), name="account_email"),
    path("prove/", renews(account.reauthenticate), name="account_reauthenticate"),
    path("password/", for_owner(account.password_change), name="account_change_password"),
    path("password/set/", for_owner(account.password_set), name="account_set_password"),
    path("password/reset/", page(account.password_reset), name="account_reset_password"),
    path("password/reset/sent/", page(account.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]{1,13})-(?P<key>[-\w]{1,100})/$",
        page(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/done/",
        page(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("factors/", page(factors.index), name="mfa_index"),
    path("factors/show/", page(factors.authenticate), name="mfa_authenticate"),
    path("factors/prove/", renews(factors.reauthenticate), name="mfa_reauthenticate"),
    path("factors/app/", for_owner(totp.activate_totp), name="mfa_activate_totp"),
    path("factors/app/off/", for_owner(losing_one(totp.deactivate_totp)), name="mfa_deactivate_totp"),
    path("factors/codes/", for_owner(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("factors/codes/new/", for_owner(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("factors/passkeys/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"),
    path("factors/passkeys/add/", for_owner(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path(
        "factors/passkeys/prove/",
        renews(passkeys.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("factors/passkeys/sign-in/", page(passkeys.login_webauthn), name="mfa_login_webauthn"),
    path(
        "factors/passkeys/<int:pk>/off/",
        for_owner(losing_one(passkeys.remove_webauthn)),
        name="mfa_remove_webauthn",
    ),
    path("factors/passkeys/<int:pk>/name/", for_owner(passkeys.edit_webauthn), name="mfa_edit_webauthn"),
    path("elsewhere/", for_owner(social.connections), name="socialaccount_connections"),
    path("elsewhere/sign-up/", page(social.signup), name="socialaccount_signup"),
    path("elsewhere/cancelled/", cancelled, name="socialaccount_login_cancelled"),
    path("elsewhere/<slug:provider>/", leave, name="social_leave"),
    path("elsewhere/<slug:provider>/connect/", connect, name="social_connect"),
]

# Where other sites send people back to: registered there, so they have one address and no language.
files: list[URLPattern | URLResolver] = [
    path("elsewhere/github/back/", back(github_callback), name="github_callback"),
    path("elsewhere/<slug:provider_id>/back/", back(openid_callback), name="openid_connect_callback"),
]
