from pathlib import Path

from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from registry.openness import definitions


class ScorecardsConfig(AppConfig):
    name = "registry.scorecards"
    label = "scorecards"

    def ready(self) -> None:
        """Reads every definition: nothing starts with one that cannot be used."""
        # Models load from here on only.
        from registry.accounts import belongings, visibility  # noqa: PLC0415
        from registry.scorecards import watchers  # noqa: PLC0415
        from registry.scorecards.models import Acceptance, Revision  # noqa: PLC0415

        belongings.register(
            belongings.Part("revisions", Revision, "actor"),
            belongings.Part("accepted-revisions", Acceptance, "reviewer"),
        )
        visibility.register(watchers.DRIFT_OPENED, watchers.may_see)
        folder = Path(settings.DEFINITIONS_DIR) if settings.DEFINITIONS_DIR else None
        try:
            definitions.use(folder)
        except definitions.DefinitionError as error:
            raise ImproperlyConfigured(f"the definition {error}") from error
        except OSError as error:
            raise ImproperlyConfigured(f"DEFINITIONS_DIR {folder} cannot be read ({error}).") from error
