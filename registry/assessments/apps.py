from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "registry.assessments"
    label = "assessments"

    def ready(self) -> None:
        # Here, because what they read is not there before the tables are.
        from registry.accounts import belongings, visibility  # noqa: PLC0415
        from registry.assessments import belongings as own  # noqa: PLC0415
        from registry.assessments import notice_visibility  # noqa: PLC0415

        belongings.register(*own.PARTS)
        belongings.register_blank(own.blank)
        for prefix, check in notice_visibility.CHECKS.items():
            visibility.register(prefix, check)
