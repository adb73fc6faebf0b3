from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "registry.accounts"
    label = "accounts"

    def ready(self) -> None:
        from registry.accounts import tokens, visibility  # noqa: PLC0415 - models load from here on only

        visibility.register(tokens.KINDS, tokens.may_see)
