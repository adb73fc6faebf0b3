from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "registry.assessments"
    label = "assessments"

    def ready(self) -> None:
        # Here, because what they read is not there before the tables are.
        from registry.accounts import visibility  # noqa: PLC0415
        from registry.assessments import notice_checks  # noqa: PLC0415

        for prefix, check in notice_checks.CHECKS.items():
            visibility.register(prefix, check)
