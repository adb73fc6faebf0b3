"""Who may do what (S13): every address and method against every role, as access.csv says.

A line of it: the address as the table of addresses has it; methods, which are answered alike; one address to
ask, with {placeholders} of the cast; what to send (JSON under /api/, else a form); and the status for each
role, where an empty cell is as for anonymous. An address or method that has no line fails here, and so does a
line whose address is gone: add yours when you add a page.
"""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.security.cast import ROLES, Asker, Cast, undone
from tests.security.routes import routes

pytestmark = pytest.mark.django_db
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
FEW = ("anonymous", "curator", "admin", "token_assess")
TABLE = Path(__file__).with_name("access.csv")


@dataclass(frozen=True)
class Line:
    route: str
    methods: tuple[str, ...]
    address: str
    body: str
    expected: dict[str, int]

    @property
    def roles(self) -> tuple[str, ...]:
        """Who asks: everybody; but what nobody is refused, or all are for the method, is asked by four."""
        answers = set(self.expected.values())
        return FEW if answers in ({200}, {301}, {405}) else ROLES

    def __str__(self) -> str:
        return f"{' '.join(self.methods)} {self.address}"


def read(row: dict[str, str]) -> Line:
    alike = row["anonymous"]
    expected = {role: int(row[role] or alike) for role in ROLES}
    return Line(row["route"], tuple(row["methods"].split()), row["address"], row["body"], expected)


with TABLE.open(newline="") as file:
    LINES = [read(row) for row in csv.DictReader(file)]


def ask(asker: Asker, method: str, address: str, body: str) -> int:
    """The status of one request, which leaves nothing behind."""
    kind = "application/json" if address.startswith("/api/") else "application/x-www-form-urlencoded"
    headers = {"If-Match": '"1"'} if method != "GET" and "/assessments/" in address else {}
    sent: dict[str, Any] = {} if method == "GET" else {"data": body, "content_type": kind}
    with undone():
        answer = asker.client.generic(method, address, headers=headers, **sent)
        answer.close()  # a file of one's data among them
        return answer.status_code


def test_every_address_and_method_has_a_line_and_every_line_an_address() -> None:
    wanted = {(route, method) for route in routes() for method in METHODS}
    listed = [(line.route, method) for line in LINES for method in line.methods]
    missing = sorted(wanted - set(listed))
    assert not missing, "add to tests/security/access.csv:\n" + "\n".join(map(" ".join, missing))
    assert sorted(set(listed) - wanted) == [], "lines of addresses that are gone"


@pytest.mark.parametrize("line", LINES, ids=str)
def test_each_role_is_answered_as_the_table_says(line: Line, cast: Cast) -> None:
    address = line.address.format(**cast.places)
    found = {
        (method, role): ask(cast.askers[role], method, address, line.body)
        for method in line.methods
        for role in line.roles
    }
    wrong = {key: status for key, status in found.items() if status != line.expected[key[1]]}
    assert wrong == {}
