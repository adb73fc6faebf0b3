from django.apps import AppConfig


class RefreshConfig(AppConfig):
    name = "registry.refresh"
    label = "refresh"

    def ready(self) -> None:
        # Models load from here on only.
        from registry.accounts import belongings  # noqa: PLC0415
        from registry.refresh.models import Wanted  # noqa: PLC0415

        belongings.register(belongings.Part("models-asked-for", Wanted, "asked_by"))
