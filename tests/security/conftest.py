"""One cast for all tests of a module that only look, or whose writing is undone."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.security.cast import Cast, make_cast, undone


@pytest.fixture(scope="module")
def cast(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    with django_db_blocker.unblock(), undone():
        yield make_cast()
