"""The hubs as this installation is set up to ask them: address, token, shared budget, who we are."""

from datetime import datetime

from django.conf import settings

from registry.hubs.asking import USER_AGENT
from registry.hubs.github import GitHub
from registry.hubs.modelscope import ModelScope
from registry.hubs.software_heritage import SoftwareHeritage
from registry.hubs.zenodo import Zenodo
from registry.refresh.budget import Metered

CitedHub = GitHub | ModelScope | Zenodo


def cited_hub(name: str, *, now: datetime) -> CitedHub | None:
    """A hub whose repositories are cited for parts of models; None when its address is empty here.

    Raises ValueError for any other name.
    """
    match name:
        case GitHub.name:
            address, token = settings.GITHUB_ENDPOINT, settings.GITHUB_TOKEN
            made: CitedHub = GitHub(address, token, agent(), _meter(name, token, now))
        case ModelScope.name:
            made = ModelScope(settings.MODELSCOPE_ENDPOINT, "", agent(), _meter(name, "", now))
        case Zenodo.name:
            address, token = settings.ZENODO_ENDPOINT, settings.ZENODO_TOKEN
            made = Zenodo(address, token, agent(), _meter(name, token, now))
        case _:
            raise ValueError(f"{name!r} is no hub that is cited")
    return made if made.endpoint else None


def software_heritage(*, now: datetime) -> SoftwareHeritage | None:
    """The archive of code; None when its address is empty here."""
    if not settings.SWH_ENDPOINT:
        return None
    meter = _meter(SoftwareHeritage.name, settings.SWH_TOKEN, now)
    return SoftwareHeritage(settings.SWH_ENDPOINT, settings.SWH_TOKEN, agent(), meter)


def agent() -> str:
    """Who asks, and where to complain."""
    return f"{USER_AGENT} (+{settings.SITE_URL})"


def _meter(name: str, token: str, now: datetime) -> Metered:
    return Metered(name, _bucket, token, now)


def _bucket(path: str) -> str:
    """Wishes to save have a limit of their own at Software Heritage."""
    return "save" if path.startswith("/api/1/origin/save/") else "api"
