"""Who may do what (S13): every address and method against every role, as access.csv says.

A line of it: the address as the table of addresses has it; methods, which are answered alike; one address to
ask, with {placeholders} of the cast; what to send (JSON under /api/, else a form); and the status for each
role, where an empty cell is as for anonymous. An address or method that has no line fails here, and so does a
line whose address is gone: add yours when you add a page.
"""

import pytest

from tests.security.cast import Cast, undone
from tests.security.lines import LINES, Line, send
from tests.security.routes import routes

pytestmark = pytest.mark.django_db
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def test_every_address_and_method_has_a_line_and_every_line_an_address() -> None:
    wanted = {(route, method) for route in routes() for method in METHODS}
    listed = [(line.route, method) for line in LINES for method in line.methods]
    missing = sorted(wanted - set(listed))
    assert not missing, "add to tests/security/access.csv:\n" + "\n".join(map(" ".join, missing))
    assert sorted(set(listed) - wanted) == [], "lines of addresses that are gone"
    assert sorted(listed) == sorted(set(listed)), "lines that stand twice"


@pytest.mark.parametrize("line", LINES, ids=str)
def test_each_role_is_answered_as_the_table_says(line: Line, cast: Cast) -> None:
    address, wrong = line.address.format(**cast.places), {}
    for method in line.methods:
        for role in line.roles:
            with undone():
                status = send(cast.askers[role], method, address, line.body).status_code
            if status != line.expected[role]:
                wrong[method, role] = status
    assert wrong == {}
