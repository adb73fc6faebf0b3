from django.apps import AppConfig


class ScorecardsConfig(AppConfig):
    name = "registry.scorecards"
    label = "scorecards"
