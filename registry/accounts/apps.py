from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "registry.accounts"
    label = "accounts"

    def ready(self) -> None:
        # Here, because these need the tables, which are not there before.
        from registry.accounts import belongings, grants, own, tokens, visibility  # noqa: PLC0415

        belongings.register(*own.PARTS)
        visibility.register("role_", grants.may_see)
        visibility.register(tokens.KINDS, tokens.may_see)
