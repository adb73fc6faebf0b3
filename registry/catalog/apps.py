from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "registry.catalog"
    label = "catalog"

    def ready(self) -> None:
        # Models load from here on only.
        from registry.accounts import belongings  # noqa: PLC0415
        from registry.catalog.models import Watch  # noqa: PLC0415

        belongings.register(belongings.Part("watches", Watch, "user"))
