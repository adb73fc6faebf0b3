"""All that is kept of a person, for that person: one JSON file per sort of thing, in a zip."""

import json
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import IO

from django.core.serializers.json import DjangoJSONEncoder

from registry.accounts.belongings import parts, rows
from registry.accounts.models import User

IN_MEMORY = 5_000_000  # bytes; what is larger goes through a file


def export(user: User, *, now: datetime) -> IO[bytes]:
    """The zip, to be read from its beginning. Whoever takes it closes it, and then it is gone."""
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - it is handed on open
    try:
        _fill(file, user, now)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def _fill(file: IO[bytes], user: User, now: datetime) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        about = {"of": user.username, "made": now, "files": [part.name for part in parts()]}
        made.writestr("about.json", json.dumps(about, cls=DjangoJSONEncoder, indent=1))
        for part in parts():
            with made.open(f"{part.name}.json", "w") as entry:
                for line in _lines(rows(part, user)):
                    entry.write(line.encode())


def _lines(found: Iterator[object]) -> Iterator[str]:
    """A JSON list, row by row."""
    yield "["
    for number, row in enumerate(found):
        said = json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False)
        yield (",\n" if number else "\n") + said
    yield "\n]\n"
