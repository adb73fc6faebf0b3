"""The site as one WSGI callable: badges are answered from memory, everything else by Django."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "registry.settings")
django_application = get_wsgi_application()

# Below Django's start: the badges read models.
from registry.badges.front import front  # noqa: E402

application = front(django_application)
