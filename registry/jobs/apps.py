from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "registry.jobs"
    label = "jobs"

    def ready(self) -> None:
        from registry.jobs.start import start  # noqa: PLC0415 - models load from here on only

        start()
