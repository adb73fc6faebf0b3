"""The table of access.csv as tests read it."""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.signals import request_finished
from django.db import close_old_connections
from django.http import HttpResponseBase

from tests.security.cast import ROLES, Asker

TABLE = Path(__file__).with_name("access.csv")
# A line on which nobody is refused, or everybody for the method alone, is asked by these.
FEW = ("anonymous", "curator", "admin", "token_assess")


@dataclass(frozen=True)
class Line:
    route: str
    methods: tuple[str, ...]
    address: str
    body: str
    expected: dict[str, int]

    @property
    def roles(self) -> tuple[str, ...]:
        answers = set(self.expected.values())
        return FEW if answers in ({200}, {301}, {405}) else ROLES

    @property
    def is_form(self) -> bool:
        """Whether a page takes this by POST from somebody."""
        sent = "POST" in self.methods and not self.address.startswith("/api/")
        return sent and set(self.expected.values()) - {404, 405} != set()

    def __str__(self) -> str:
        return f"{' '.join(self.methods)} {self.address}"


def _read(row: dict[str, str]) -> Line:
    expected = {role: int(row[role] or row["anonymous"]) for role in ROLES}
    return Line(row["route"], tuple(row["methods"].split()), row["address"], row["body"], expected)


with TABLE.open(newline="") as file:
    LINES = [_read(row) for row in csv.DictReader(file)]
FORMS = [line for line in LINES if line.is_form]


def send(asker: Asker, method: str, address: str, body: str = "", **headers: str) -> HttpResponseBase:
    """One request: JSON under /api/, else a form."""
    kind = "application/json" if address.startswith("/api/") else "application/x-www-form-urlencoded"
    if method != "GET" and "/api/v1/assessments/" in address:
        headers["If-Match"] = '"1"'
    sent: dict[str, Any] = {} if method == "GET" else {"data": body, "content_type": kind}
    answer = asker.client.generic(method, address, headers=headers, **sent)
    end(answer)
    return answer


def end(answer: HttpResponseBase) -> None:
    """Close what it holds, a file of one's data for one, and not the connection the test works on."""
    request_finished.disconnect(close_old_connections)
    try:
        answer.close()
    finally:
        request_finished.connect(close_old_connections)
