"""The site as one WSGI callable: badges are answered from memory, everything else by Django."""

import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "registry.settings")
if settings.METRICS:
    # All web processes count into files of one folder, so that any of them can tell what all of them did. The
    # library looks at this once, when it is loaded.
    counts = settings.DATA_DIR / "metrics"
    counts.mkdir(parents=True, exist_ok=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(counts)
django_application = get_wsgi_application()

# Below Django's start: they read models.
from registry.badges.front import front  # noqa: E402
from registry.openness.judged import get_ready  # noqa: E402

application = front(django_application)
get_ready()
get_resolver().url_patterns  # noqa: B018  (loads every page, so that nobody waits for it)
# What is loaded stays: the garbage collector need not walk it again, nor part what copies share.
gc.collect()
gc.freeze()
# A full collection walks all that verdicts keep, 30 ms at worst: one in a thousand, not one in ten.
gc.set_threshold(700, 10, 1000)
