"""Paths of models, and the addresses on the hub that lead to them."""

import re
from urllib.parse import unquote, urlsplit

HUB_HOSTS = frozenset({"huggingface.co", "www.huggingface.co", "hf.co", "www.hf.co"})
_PART = re.compile(r"[A-Za-z0-9][\w.-]{0,95}", re.ASCII)
_BARE = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/[\w.-]{1,96}", re.ASCII)
# First parts of addresses on the hub that belong to its own pages and not to an account.
_PAGES = frozenset(
    {"api", "blog", "chat", "collections", "datasets", "docs", "enterprise", "inference", "join", "learn"}
    | {"login", "models", "new", "organizations", "papers", "posts", "pricing", "search", "settings"}
    | {"spaces", "tasks"}
)


def path_of(hub_id: str) -> str:
    """The path of a model on the hub: its id in lower case; an id without an organization gets `_`."""
    return hub_id.lower() if "/" in hub_id else f"_/{hub_id.lower()}"


def hub_id_in(text: str | None) -> str | None:
    """The model id in an address on Hugging Face or a bare `org/name`, as spelled; None when there is none.

    An address with one part is an account as often as an old model, so it counts as neither.
    "https://huggingface.co/EleutherAI/pythia-12b/tree/main" gives "EleutherAI/pythia-12b".
    """
    given = (text or "").strip()
    parts = hub_parts(given)
    if parts is None:
        return given if _BARE.fullmatch(given) else None
    if len(parts) < 2 or parts[0].lower() in _PAGES or not all(map(_PART.fullmatch, parts[:2])):
        return None
    return "/".join(parts[:2])


def dataset_in(address: str) -> str | None:
    """The dataset in an address on Hugging Face, as spelled; None when there is none.

    "https://huggingface.co/datasets/allenai/dolma/tree/main" gives "allenai/dolma".
    """
    parts = hub_parts(address.strip()) or []
    if len(parts) < 3 or parts[0] != "datasets" or not all(map(_PART.fullmatch, parts[1:3])):
        return None
    return "/".join(parts[1:3])


def hub_parts(address: str) -> list[str] | None:
    """The parts of the path of an address on the hub; None when it is no such address."""
    address = (address.split() or [""])[0]  # some sources put the title of the page behind it
    try:
        split = urlsplit(address if "://" in address else f"https://{address}")
        host = (split.hostname or "").lower()
    except ValueError:
        return None
    if host not in HUB_HOSTS or split.scheme not in ("http", "https"):
        return None
    return [part for part in unquote(split.path).split("/") if part]
