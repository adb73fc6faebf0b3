from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "registry.catalog"
    label = "catalog"

    def ready(self) -> None:
        # Here, because these need the tables, which are not there before.
        from registry.accounts import belongings  # noqa: PLC0415
        from registry.catalog.models import Watch  # noqa: PLC0415

        belongings.register(belongings.Part("watches", Watch, "user"))
