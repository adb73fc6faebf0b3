"""Text to plain data, safely: size, encoding, nesting and syntax of a document, and how its errors read."""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import yaml
from jsonschema.exceptions import ValidationError, best_match

MOST_BYTES = 1_000_000
MOST_NESTING = 40
MOST_BITS = 4_000  # of a whole number; Python refuses to print one of more than 4,300 digits
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class DocumentError(ValueError):
    """A document that cannot be read: where (file and line, or key), and what was expected there."""

    def __init__(self, where: str, expected: str) -> None:
        self.where = shown(where, quotes=False, most=400)
        self.expected = shown(expected, quotes=False, most=600)
        super().__init__(f"{self.where}: {self.expected}")


def shown(value: object, *, quotes: bool = True, most: int = 60) -> str:
    """A value as part of a one-line message: shortened, and without characters that move a cursor."""
    text = value if isinstance(value, str) else json.dumps(value, default=str, ensure_ascii=True)
    text = "".join(c if c.isprintable() else "�" for c in text)
    text = text if len(text) <= most else text[: most - 1] + "…"
    return f'"{text}"' if quotes and isinstance(value, str) else text


def text_of(path: Path) -> str:
    """The text of a file of at most 1 MB in UTF-8. Raises DocumentError."""
    try:
        if not path.is_file():
            raise DocumentError(str(path), "expected a file" if path.exists() else "no such file")
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        if isinstance(error, DocumentError):
            raise
        raise DocumentError(
            str(path), f"cannot be read ({getattr(error, 'strerror', None) or error})"
        ) from error
    if len(content) > MOST_BYTES:
        raise DocumentError(str(path), "expected at most 1 MB")
    return decoded(content, str(path))


def decoded(content: bytes, name: str) -> str:
    """The text of these bytes, which must be UTF-8; `name` is what errors call it. Raises DocumentError."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DocumentError(f"{name}, line {line}", "expected text in UTF-8") from error


def tree(text: str, *, kind: str, name: str) -> Mapping[str, Any]:
    """The table at the top of a document; `kind` is its suffix. Raises DocumentError."""
    if len(text) > MOST_BYTES:
        raise DocumentError(name, "expected at most 1 MB")
    try:
        match kind:
            case ".toml":
                loaded: Any = _toml(text, name)
            case ".json":
                loaded = _json(text, name)
            case _:
                loaded = _yaml(text, name)
        _refuse_hostile(loaded, name)
    except RecursionError:
        _refuse_depth(name)
    if not isinstance(loaded, dict):
        raise DocumentError(name, f"expected a table of keys and values, not {_kind(loaded)}")
    return loaded


# tomllib takes minutes over one key of very many parts, so that is refused before it reads.
_DEEP_KEY = re.compile(
    rf"""(?<![\w"'-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){{{MOST_NESTING + 1}}}"""
)


def _toml(text: str, name: str) -> Any:
    if _DEEP_KEY.search(text):
        _refuse_depth(name)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        match = re.fullmatch(
            r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", str(error), re.DOTALL
        )
        if match is None or not match[2]:
            line = text.count("\n") + 1
            raise DocumentError(
                f"{name}, line {line}", f"expected TOML ({match[1] if match else error})"
            ) from error
        raise DocumentError(
            f"{name}, line {match[2]}, column {match[3]}", f"expected TOML ({match[1]})"
        ) from error
    except ValueError as error:  # a number or date out of range
        raise DocumentError(name, f"expected TOML ({error})") from error


def _json(text: str, name: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_pairs, parse_constant=_constant)
    except json.JSONDecodeError as error:
        where = f"{name}, line {error.lineno}, column {error.colno}"
        raise DocumentError(where, f"expected JSON ({error.msg})") from error
    except ValueError as error:
        raise DocumentError(name, f"expected JSON ({error})") from error


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        twice = next(key for n, (key, _) in enumerate(pairs) if key in dict(pairs[:n]))
        raise ValueError(f"the key {shown(twice)} stands twice in one table")
    return table


def _constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is not a number of JSON")


def _yaml(text: str, name: str) -> Any:
    """YAML with plain values only. Aliases are refused: a few lines of them can unfold to gigabytes."""
    try:
        _refuse_yaml(text, name)
        return yaml.load(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark: Any = error.problem_mark or error.context_mark
        where = f"{name}, line {mark.line + 1}" if mark else name
        raise DocumentError(where, f"expected YAML ({error.problem or error.context})") from error
    except (LookupError, AttributeError) as error:  # what PyYAML does with `!!bool perhaps`
        raise DocumentError(name, "expected YAML (a value does not fit its tag)") from error
    except (yaml.YAMLError, ValueError, TypeError, OverflowError) as error:
        if isinstance(error, DocumentError):
            raise
        raise DocumentError(name, f"expected YAML ({' '.join(str(error).split())})") from error


@dataclass
class _Open:
    """A list or a mapping that is being read; `keys` are those of a mapping so far."""

    is_mapping: bool
    keys: set[str] = field(default_factory=set)
    expects_key: bool = True


def _refuse_yaml(text: str, name: str) -> None:
    """Refuse aliases, deep nesting, and keys that stand twice, of which the parser would take the last."""
    opened: list[_Open] = []
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent):
            raise DocumentError(f"{name}, line {_line(event)}", "expected no YAML alias (*name)")
        if isinstance(event, yaml.CollectionStartEvent):
            opened.append(_Open(isinstance(event, yaml.MappingStartEvent)))
            if len(opened) > MOST_NESTING:
                _refuse_depth(name)
            continue
        if isinstance(event, yaml.CollectionEndEvent):
            opened.pop()
        elif not isinstance(event, yaml.ScalarEvent):
            continue
        if opened and opened[-1].is_mapping:
            _note_key(opened[-1], event, name)


def _note_key(mapping: _Open, event: Any, name: str) -> None:
    """One more node of a mapping: its keys and values take turns."""
    if mapping.expects_key and isinstance(event, yaml.ScalarEvent):
        if event.value in mapping.keys:
            where = f"{name}, line {_line(event)}"
            raise DocumentError(where, f"the key {shown(event.value)} stands twice in one mapping")
        mapping.keys.add(event.value)
    mapping.expects_key = not mapping.expects_key


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _refuse_depth(name: str) -> NoReturn:
    raise DocumentError(name, f"expected at most {MOST_NESTING} levels of nesting")


def _refuse_hostile(value: Any, name: str, depth: int = 0) -> None:
    """Refuse what breaks whoever prints or stores it: lone surrogates, NUL, deep nesting, vast numbers."""
    if depth > MOST_NESTING:
        _refuse_depth(name)
    if isinstance(value, int) and value.bit_length() > MOST_BITS:
        raise DocumentError(name, f"expected no number of more than {MOST_BITS} bits")
    if isinstance(value, str) and ("\0" in value or re.search("[\ud800-\udfff]", value)):
        raise DocumentError(name, f"expected text without NUL or half characters, not {shown(value)}")
    if isinstance(value, dict):
        for key, inner in value.items():
            _refuse_hostile(key, name, depth + 1)
            _refuse_hostile(inner, name, depth + 1)
    elif isinstance(value, list | tuple | set):
        for inner in value:
            _refuse_hostile(inner, name, depth + 1)


_KINDS = {
    dict: "a table",
    list: "a list",
    str: "text",
    bool: "true or false",
    int: "a number",
    float: "a number",
}
_TYPES = {
    "object": "a table",
    "array": "a list",
    "string": "text",
    "boolean": "true or false",
    "number": "a number",
}


def _kind(value: object) -> str:
    return "nothing" if value is None else _KINDS.get(type(value), type(value).__name__)


def explain(error: ValidationError) -> tuple[str, str]:
    """(key path, what was expected there) of a refusal by the schema."""
    deepest: Any = best_match([error]) or error
    where = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in deepest.absolute_path)
    return where.lstrip("."), _expected(deepest)


def _expected(error: Any) -> str:
    instance, rule = error.instance, error.validator_value
    if "propertyNames" in error.absolute_schema_path:
        return f"unknown component {shown(instance)}; expected a slug of components.toml, or slug[part]"
    match error.validator:
        case "enum":
            return (
                f"expected one of {', '.join(str(word) or 'nothing' for word in rule)}, not {shown(instance)}"
            )
        case "required":
            return f"expected the key {', '.join(key for key in rule if key not in instance)}"
        case "additionalProperties" if rule is False:
            listed = error.schema["properties"]
            unknown = ", ".join(shown(key) for key in instance if key not in listed)
            return f"unknown key {unknown}; expected one of {', '.join(listed)}"
        case "anyOf":
            # A value, or a table with it: what is wrong is said of the form that was meant.
            branch = 1 if isinstance(instance, dict) else 0
            return _expected(next(inner for inner in error.context if inner.schema_path[0] == branch))
        case "type":
            wanted = [rule] if isinstance(rule, str) else rule
            return f"expected {' or '.join(_TYPES[kind] for kind in wanted)}, not {_kind(instance)}"
        case "maxLength":
            return f"expected at most {rule} characters, not {len(instance)}"
        case "minLength":
            return "expected some text"
        case "maxItems" | "maxProperties":
            return f"expected at most {rule} entries, not {len(instance)}"
        case "uniqueItems":
            return "expected no entry twice"
        case _:
            described = error.schema.get("description", "").rstrip(".")
            return (
                f"expected: {described}, not {shown(instance)}"
                if described
                else shown(error.message, quotes=False)
            )
