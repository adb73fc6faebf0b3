"""Model cards as they come: each row one way to write a file, and what may be taken from it."""

import pytest

from registry.hubs import model_card

ORDINARY = b"---\nlicense: mit\n---\n# Text\n"


def _wrapped(front_matter: str) -> bytes:
    return f"---\n{front_matter}\n---\n# Text\n".encode()


BOMB = "\n".join(
    ["a: &a [x, x, x, x, x, x, x, x, x]"]
    + [
        f"{key}: &{key} [{', '.join(['*' + before] * 9)}]"
        for before, key in zip("abcdefgh", "bcdefghi", strict=True)
    ]
)

CARDS: dict[str, tuple[bytes, dict[str, object], tuple[str, ...]]] = {
    "ordinary": (ORDINARY, {"license": "mit"}, ()),
    "windows line ends": (ORDINARY.replace(b"\n", b"\r\n"), {"license": "mit"}, ()),
    "byte order mark": (b"\xef\xbb\xbf" + ORDINARY, {"license": "mit"}, ()),
    "blank lines first": (b"\n\n" + ORDINARY, {"license": "mit"}, ()),
    "nothing after it": (b"---\nlicense: mit\n---", {"license": "mit"}, ()),
    "no front matter": (b"# Text\n", {}, ()),
    "empty file": (b"", {}, ()),
    "empty front matter": (_wrapped("# a comment"), {}, ()),
    "nul": (_wrapped("license: m\x00it"), {"license": "mit"}, ("card-has-nul",)),
    "latin-1": (_wrapped("license: mit") + b"caf\xe9", {"license": "mit"}, ("card-not-utf8",)),
    "utf-16": (ORDINARY.decode().encode("utf-16"), {}, ("card-not-utf8", "card-has-nul")),
    "duplicate keys": (_wrapped("license: mit\nlicense: gpl"), {"license": "gpl"}, ("card-duplicate-keys",)),
    "the same key deeper": (_wrapped("a:\n  b: 1\nb: 2"), {"a": {"b": 1}, "b": 2}, ()),
    "the same word as value": (_wrapped("a: b\nb: a"), {"a": "b", "b": "a"}, ()),
    "a list before a key": (_wrapped("a: [b, b]\nb: [a]"), {"a": ["b", "b"], "b": ["a"]}, ()),
    "keys that are no text": (_wrapped("1: x\nlicense: mit"), {"license": "mit"}, ()),
    "unterminated": (b"---\nlicense: mit\n# Text\n", {}, ("card-unterminated",)),
    "a list": (_wrapped("- license"), {}, ("card-unreadable",)),
    "a word": (_wrapped("license"), {}, ("card-unreadable",)),
    "tabs": (_wrapped("\tlicense: mit"), {}, ("card-unreadable",)),
    "broken": (_wrapped("license: [mit"), {}, ("card-unreadable",)),
    "two documents": (_wrapped("a: 1\n...\n%YAML 1.1"), {}, ("card-unreadable",)),
    "python tag": (_wrapped("a: !!python/object/apply:os.system [id]"), {}, ("card-unreadable",)),
    "alias bomb": (_wrapped(BOMB), {}, ("card-unreadable",)),
    "one alias": (_wrapped("a: &x 1\nb: *x"), {}, ("card-unreadable",)),
    "deep": (_wrapped("a: " + "[" * 900 + "]" * 900), {}, ("card-unreadable",)),
    "deep and open": (_wrapped("a: " + "[" * 60_000), {}, ("card-unreadable",)),
    "many values": (_wrapped("a: [" + "x," * 25_000 + "]"), {}, ("card-unreadable",)),
    "a number without end": (_wrapped("a: " + "1" * 10_000), {}, ("card-unreadable",)),
    "a day that is none": (_wrapped("a: 2026-99-99"), {}, ("card-unreadable",)),
    "a key that cannot be one": (_wrapped("? [a]\n: 1"), {}, ("card-unreadable",)),
    "large front matter": (_wrapped("a: " + "x" * 70_000), {}, ("card-front-matter-too-large",)),
    "large in bytes": (
        _wrapped("a: " + "€" * 30_000),
        {},
        ("card-front-matter-too-large",),
    ),
    "large file": (ORDINARY + b"x" * 1_000_000, {}, ("card-too-large",)),
}


@pytest.mark.parametrize("case", CARDS)
def test_a_card_gives_its_fields_or_a_mark_and_never_an_exception(case):
    data, fields, marks = CARDS[case]
    card = model_card.read(data)
    assert (dict(card.fields), card.marks) == (fields, marks)
