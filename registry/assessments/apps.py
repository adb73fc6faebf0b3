from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "registry.assessments"
    label = "assessments"
