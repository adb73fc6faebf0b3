from django.apps import AppConfig


class RefreshConfig(AppConfig):
    name = "registry.refresh"
    label = "refresh"
