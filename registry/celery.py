"""The Celery app. It executes; what is due stands in the database (registry.jobs)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "registry.settings")
app = Celery("sourceform")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["registry.jobs"])
