"""The items of a JSON list, one by one: an item that cannot be built costs that item only.

Never more than one item is built at a time, so that memory is that of the text.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_DECODER = json.JSONDecoder(parse_constant=lambda _: None)
_SPACE = re.compile(r"[ \t\r\n]*")
_PLAIN = re.compile(r"[^,\]\s]*")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"|[\[\]{}]', re.DOTALL)


class NotAList(Exception):
    """The text is no JSON list, or it breaks off."""


@dataclass(frozen=True, slots=True)
class Odd:
    """In place of an item that is valid JSON and cannot be built."""

    reason: str


def each(text: str, *, most: int) -> Iterator[tuple[str, Any]]:
    """(its text, its value) of each item. Raises NotAList.

    The value is `Odd` for an item longer than `most` characters, too deep, or with a number too long.
    """
    position = _after_space(text, 0)
    if not text.startswith("[", position):
        raise NotAList
    position = _after_space(text, position + 1)
    if text.startswith("]", position):
        return
    while True:
        value, end = _value(text, position)
        if end - position > most:
            value = Odd(f"The item is longer than {most:,} characters.")
        yield text[position:end], value
        position = _after_space(text, end)
        if text.startswith("]", position):
            return
        if not text.startswith(",", position):
            raise NotAList
        position = _after_space(text, position + 1)


def _after_space(text: str, position: int) -> int:
    return _SPACE.match(text, position).end()  # type: ignore[union-attr] # it matches nothing as well


def _value(text: str, position: int) -> tuple[Any, int]:
    try:
        return _DECODER.raw_decode(text, position)
    except (json.JSONDecodeError, StopIteration) as error:
        raise NotAList from error
    except RecursionError:
        return Odd("The item is nested too deeply to be read."), _end(text, position)
    except ValueError:
        return Odd("The item has a number too long to be read."), _end(text, position)


def _end(text: str, position: int) -> int:
    """Where the value that begins here ends, found by brackets alone."""
    if text[position] not in "[{":
        return _PLAIN.match(text, position).end()  # type: ignore[union-attr] # it matches nothing as well
    depth = 0
    for found in _TOKEN.finditer(text, position):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(found[0], 0)
        if depth <= 0:
            return found.end()
    raise NotAList
