from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "registry.web"
    label = "web"

    def ready(self) -> None:
        from registry.web import notices  # noqa: PLC0415 - models load from here on only

        notices.discover()
