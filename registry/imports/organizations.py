"""Who makes a model: the spellings of sources, and the accounts of hubs, brought to one name each."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from registry.imports.names import slug


@dataclass(frozen=True)
class Maker:
    """An organization as the catalog lists it; `slug` is the first part of its models' paths."""

    slug: str
    name: str


@cache
def _tables() -> tuple[Mapping[str, Maker], Mapping[str, str]]:
    """(spelling in lower case -> organization, account on the hub in lower case -> name)."""
    text = resources.files("registry.imports").joinpath("organizations.toml").read_text("utf-8")
    spellings: dict[str, Maker] = {}
    accounts: dict[str, str] = {}
    for row in tomllib.loads(text)["organization"]:
        maker = Maker(row["slug"], row["name"])
        for spelling in (row["name"], *row.get("spellings", ())):
            spellings[spelling.lower()] = maker
        for account in row.get("accounts", ()):
            accounts[account.lower()] = row["name"]
    return spellings, accounts


def on_hub(hub_id: str) -> Maker:
    """The organization of a model on the hub: its account there, under the name we know it by."""
    account = hub_id.rpartition("/")[0]
    if not account:
        return Maker("_", "Without organization")
    return Maker(account.lower(), _tables()[1].get(account.lower(), account))


def off_hub(spelled: str, hub_id: str | None = None) -> Maker:
    """The organization of a model with a path of its own, `~slug`; that of the hub id if none is stated."""
    name = " ".join(spelled.split())
    if not name and hub_id:
        return Maker(f"~{slug(hub_id.partition('/')[0])}", on_hub(hub_id).name)
    maker = _tables()[0].get(name.lower()) or Maker(slug(name), name)
    return Maker(f"~{maker.slug}", maker.name) if maker.slug else Maker("~unknown", "Organization not stated")
