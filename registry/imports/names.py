"""Names as sources spell them: the same model under two spellings, families, slugs."""

import re
import unicodedata
from enum import IntEnum

_LONGEST_SLUG = 100
_SIZE = re.compile(r"(?<![a-z0-9.])(\d+x)?(\d+(?:\.\d+)?)([bmt])(?![a-z])")
_TUNED = frozenset({"instruct", "instruction", "chat", "it", "sft", "dpo", "inst"})
_GENERIC = frozenset({"hf", "base", "model", "large", "small", "mini", "the", "lm", "ai", "v"}) | _TUNED


def slug(text: str) -> str:
    """Letters, digits, dots and dashes of a name, in lower case; "" when no ASCII is left."""
    plain = _plain(text)
    return re.sub(r"[^a-z0-9._]+", "-", plain).strip("-._")[:_LONGEST_SLUG]


def _plain(text: str) -> str:
    """Lower case ASCII; `+` is spoken, letters lose their accents."""
    decomposed = unicodedata.normalize("NFKD", text.replace("+", "plus"))
    return decomposed.encode("ascii", "ignore").decode().lower()


def same_name(one: str, other: str, organization: str = "") -> bool:
    """Whether two names are one but for case, separators and the organization put in front."""
    return bool(_spellings(one, organization) & _spellings(other, organization))


def _spellings(name: str, organization: str) -> set[str]:
    whole = _letters(name).removesuffix("hf")
    prefix = _letters(organization)
    short = whole.removeprefix(prefix) if prefix else whole
    return {whole, short} - {""}


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", _plain(text))


class Fit(IntEnum):
    """How well a name goes with a hub id, worst first."""

    CONFLICT = 0  # another size, another tuning, or not a word in common
    LOOSE = 1
    SIZED = 2  # the same size stated in both
    EXACT = 3


def fit(name: str, hub_id: str) -> Fit:
    """How well a record's name goes with the hub id it gives."""
    organization, _, repository = hub_id.rpartition("/")
    if same_name(name, repository, organization):
        return Fit.EXACT
    sizes = _sizes(name), _sizes(repository)
    if all(sizes) and not sizes[0] & sizes[1]:
        return Fit.CONFLICT
    words = _words(name), _words(repository)
    if (words[0] & _TUNED and not words[1] & _TUNED) or not _akin(*words):
        return Fit.CONFLICT
    return Fit.SIZED if all(sizes) else Fit.LOOSE


def _sizes(name: str) -> set[tuple[str, str, str]]:
    plain = re.sub(r"(?<=\d)_(?=\d)", ".", _plain(name))
    return {(many or "", number, unit) for many, number, unit in _SIZE.findall(plain)}


def _words(name: str) -> set[str]:
    return set(re.findall(r"[a-z]+", _SIZE.sub(" ", _plain(name))))


def _akin(one: set[str], other: set[str]) -> bool:
    """Whether some word of the one begins as some word of the other does, for three letters at least."""
    return any(
        a == b or (len(a) > 2 and len(b) > 2 and a[:3] == b[:3])
        for a in one - _GENERIC
        for b in other - _GENERIC
    )


def family_of(candidate: str, name: str) -> str:
    """The candidate where it can be a family of this model, else "".

    A family is a line of releases: its name begins the model's name, is shorter, and states no size.
    """
    start, whole = _letters(candidate), _letters(name)
    if not 1 < len(start) < min(len(whole), _LONGEST_SLUG) or not whole.startswith(start):
        return ""
    return "" if _sizes(candidate) else " ".join(candidate.split())


def starts_with_word(name: str, start: str) -> bool:
    """Whether a name begins with another one and goes on with another word or number.

    Yi-34B begins with Yi, Yiva does not; Llama 3.1-8B begins with Llama 3.1, not with Llama 3.
    """
    letters = r"[^a-z0-9]*".join(re.escape(letter) for letter in _letters(start))
    number = r"|\.?\d" if letters[-1:].isdigit() else ""
    return bool(letters) and re.match(rf"{letters}(?![a-z]{number})", _plain(name)) is not None
