"""Which files of a repository mean something. Names only: nothing is opened, and no name is a path."""

import re
from collections.abc import Iterable

from registry.hubs import untrusted

MOST_FILES = 3500  # looked at; beyond that they are only counted

_WEIGHTS = (".safetensors", ".bin", ".gguf", ".pt", ".pth", ".onnx", ".msgpack", ".h5", ".ckpt")
# Files that look like weights by their ending and hold the state of a training run.
_TRAINING_STATE = re.compile(r"(training_args|scheduler|rng_state|trainer_state)", re.IGNORECASE)
_OPTIMIZER = re.compile(r"(^optimizer\b.*\.(pt|pth|bin|safetensors)$|optim_states)", re.IGNORECASE)
_CHECKPOINT = re.compile(r"^(checkpoint|step|ckpt)[-_]?\d+$", re.IGNORECASE)
_LICENSE = re.compile(r"^(licen[sc]e|copying)([._-].*)?$", re.IGNORECASE)
_POLICY = re.compile(r"use[-_]policy", re.IGNORECASE)
_TOKENIZER = frozenset(
    {
        "tokenizer.json",
        "tokenizer.model",
        "tokenizer_config.json",
        "vocab.json",
        "vocab.txt",
        "merges.txt",
        "spiece.model",
        "sentencepiece.bpe.model",
        "tekken.json",
    }
)
_CONFIGURATION = frozenset({"config.json", "model_index.json", "params.json"})


def found(names: Iterable[object]) -> tuple[tuple[str, str], ...]:
    """(kind, first name of that kind), by kind, of the files that mean something."""
    first: dict[str, str] = {}
    for _, name in zip(range(MOST_FILES), names, strict=False):
        clean = untrusted.text(name)
        kind = kind_of(clean)
        if kind:
            first[kind] = min(first.get(kind, clean), clean)
    return tuple(sorted(first.items()))


def kind_of(name: str) -> str:
    """weights, checkpoint, optimizer, tokenizer, configuration, license, policy, readme or ""."""
    folder, _, base = name.rpartition("/")
    lowered = base.lower()
    if _OPTIMIZER.search(base):
        return "optimizer"
    if _TRAINING_STATE.search(base):
        return ""
    if lowered.endswith(_WEIGHTS):
        return "checkpoint" if _CHECKPOINT.match(folder.partition("/")[0]) else "weights"
    if lowered in _TOKENIZER:
        return "tokenizer"
    if lowered in _CONFIGURATION:
        return "configuration"
    return "" if folder else _kind_of_record(base)


def _kind_of_record(base: str) -> str:
    """What says how the release may be used counts at the top of a repository only."""
    if base == "README.md":
        return "readme"
    if _POLICY.search(base):
        return "policy"
    return "license" if _LICENSE.match(base) else ""
