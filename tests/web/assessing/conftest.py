"""A model that a hub and an import tell of, and somebody who assesses it."""

import pytest
from django.test import Client

from registry.accounts.models import User
from registry.catalog.models import AIModel
from tests.build import (
    import_facts,
    make_entry,
    make_model,
    make_user,
    released,
    see,
    sign_in,
    withheld,
)


@pytest.fixture
def model() -> AIModel:
    made = make_model(name="Rocket 7B")
    see(make_entry(made, repo_id="Acme/Rocket-7B"))
    import_facts(made, released("training-code"), withheld("pretraining-data"))
    return made


@pytest.fixture
def amara(model: AIModel) -> User:
    return make_user("amara")


@pytest.fixture
def author(client: Client, amara: User) -> Client:
    return sign_in(client, amara)
