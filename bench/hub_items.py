"""Items as a hub's list shows them, by the million: few popular, a long tail, some odd. The same every time.

Shares follow what is known of the largest hub in 2026: a license tag on a third of the models, a list of them
on some; a base named on six in ten, most often one of a few hundred, which are the oldest; a few gated; a few
without weights. Newest first, as hubs list them, so that derivatives come before their bases.
"""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

FIRST = datetime(2022, 3, 3, tzinfo=UTC)
# What is drawn, and how often in a hundred.
_LICENSES = {
    "apache-2.0": 48,
    "mit": 20,
    "openrail": 6,
    "creativeml-openrail-m": 5,
    "other": 6,
    "llama3.1": 4,
    "cc-by-nc-4.0": 4,
    "gemma": 3,
    "cc-by-4.0": 2,
    "afl-3.0": 1,
    "gpl-3.0": 1,
}
_LIBRARIES = {"transformers": 46, "": 22, "peft": 12, "diffusers": 9, "sentence-transformers": 3, "gguf": 8}
_TASKS = {"": 38, "text-generation": 36, "text-classification": 10, "text-to-image": 10, "any-to-any": 6}
_RELATIONS = {"finetune": 45, "adapter": 25, "quantized": 25, "merge": 5}
_TRANSFORMERS = ("README.md", ".gitattributes", "config.json", "generation_config.json", "model.safetensors")
_TOKENIZER = ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json")
_ADAPTER = ("README.md", ".gitattributes", "adapter_config.json", "adapter_model.safetensors")
_QUANTIZED = (".gitattributes", "README.md", "model-Q4_K_M.gguf", "model-Q8_0.gguf")
_BARE = (".gitattributes", "README.md")
_FILES = {
    (*_TRANSFORMERS, *_TOKENIZER): 40,
    _ADAPTER: 16,
    (*_ADAPTER, *_TOKENIZER): 6,
    _QUANTIZED: 14,
    _BARE: 9,
    (*_TRANSFORMERS, *_TOKENIZER, "training_args.bin"): 7,
    (*_TRANSFORMERS, "LICENSE", *_TOKENIZER): 4,
    (".gitattributes", "model.bin"): 4,
}
_WORDS = (
    "llama",
    "mistral",
    "qwen",
    "gemma",
    "phi",
    "bert",
    "sdxl",
    "lora",
    "gguf",
    "instruct",
    "coder",
    "tiny",
)


def _drawn(chance: random.Random, shares: dict[Any, int]) -> Any:
    return chance.choices(list(shares), list(shares.values()))[0]


def newest_first(count: int, *, seed: int = 1, turn: int = 0) -> Iterator[dict[str, Any]]:
    """The items of a hub of this many models. `turn`: a later look, at which only counts have moved."""
    for number in range(count - 1, -1, -1):
        yield item(number, count, seed=seed, turn=turn)


def item(number: int, count: int, *, seed: int = 1, turn: int = 0) -> dict[str, Any]:
    """One model, the number-th that was made."""
    chance = random.Random(seed * 1_000_003 + number)
    made = FIRST + timedelta(seconds=number * (1600 * 86400 / count))
    license, library, task = (_drawn(chance, shares) for shares in (_LICENSES, _LIBRARIES, _TASKS))
    card, tags = _card(number, count, chance, license)
    files = _drawn(chance, _FILES)
    shown: dict[str, Any] = {
        "_id": f"{int(made.timestamp()):08x}{number:016x}",
        "id": repo_id(number, count),
        "modelId": repo_id(number, count),
        "sha": f"{chance.getrandbits(160):040x}",
        "createdAt": made.isoformat(),
        "lastModified": (made + timedelta(days=chance.expovariate(0.05))).isoformat(),
        "private": False,
        "disabled": chance.random() < 0.0005,
        "gated": chance.choices((False, "auto", "manual"), (0.97, 0.02, 0.01))[0],
        "downloads": int(chance.paretovariate(0.5)) % 50_000_000 + (turn if chance.random() < 0.4 else 0),
        "likes": int(chance.paretovariate(0.9)) % 20_000 - 1,
        "tags": [library, *tags, "region:us"],
        "siblings": [{"rfilename": name} for name in files],
    }
    shown |= {"library_name": library} if library else {}
    shown |= {"pipeline_tag": task} if task else {}
    shown |= {"cardData": card} if card else {}
    if "model.safetensors" in files:
        shown["safetensors"] = {"parameters": {"BF16": 7_241_732_096}, "total": 7_241_732_096}
    return shown


def repo_id(number: int, count: int) -> str:
    """Some accounts have many models, most have few."""
    chance = random.Random(number)
    maker = int(chance.paretovariate(0.6)) % (count // 4 + 1)
    return f"{_WORDS[maker % 12]}-lab-{maker}/{_WORDS[number % 12].title()}-{number}"


def _card(number: int, count: int, chance: random.Random, license: str) -> tuple[dict[str, Any], list[str]]:
    card: dict[str, Any] = {}
    tags: list[str] = []
    drawn = chance.random()
    if drawn < 0.33:
        card["license"] = [license, _drawn(chance, _LICENSES)] if drawn < 0.02 else license
        tags.append(f"license:{license}")
    if license == "other" and "license" in card:
        card |= {"license_name": f"own-license-{chance.randrange(500)}", "license_link": "LICENSE"}
    if number > 10 and chance.random() < 0.6:
        base, relation = repo_id(_base(number, count, chance), count), _drawn(chance, _RELATIONS)
        card["base_model"] = base
        tags += [f"base_model:{base}", f"base_model:{relation}:{base}"]
    if chance.random() < 0.3:
        card["datasets"] = [f"data-{chance.randrange(40)}/corpus-{chance.randrange(5000)}" for _ in range(2)]
    if chance.random() < 0.2:
        tags.append(f"arxiv:24{chance.randrange(10, 13)}.{chance.randrange(99999):05d}")
    if chance.random() < 0.1:
        card["model-index"] = [{"name": "x", "results": [{"task": {"type": "text-generation"}}]}]
    if chance.random() < 0.02:
        card["extra_gated_prompt"] = "Please accept. " * 100
    return card, tags


def _base(number: int, count: int, chance: random.Random) -> int:
    """Most are made from one of the few hundred popular bases; the rest from anything older."""
    popular = min(int(chance.paretovariate(0.7)), max(count // 200, 20)) * 3
    return popular % number if chance.random() < 0.8 else chance.randrange(number)
