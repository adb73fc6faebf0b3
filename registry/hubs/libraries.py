"""Libraries that load models from a hub by name, and the open license each is published under.

Only libraries whose own repository names an OSI-approved license are listed; a format (gguf, safetensors) or
an engine under other terms is not.
"""

from collections.abc import Mapping

# The hub's `library_name`, in lower case, and the SPDX id.
LIBRARIES: Mapping[str, str] = {
    "adapter-transformers": "Apache-2.0",
    "allennlp": "Apache-2.0",
    "asteroid": "MIT",
    "bertopic": "MIT",
    "diffusers": "Apache-2.0",
    "doctr": "Apache-2.0",
    "espnet": "Apache-2.0",
    "fairseq": "MIT",
    "fastai": "Apache-2.0",
    "fasttext": "MIT",
    "flair": "MIT",
    "keras": "Apache-2.0",
    "keras-hub": "Apache-2.0",
    "mlx": "MIT",
    "nemo": "Apache-2.0",
    "open_clip": "MIT",
    "paddlenlp": "Apache-2.0",
    "paddleocr": "Apache-2.0",
    "peft": "Apache-2.0",
    "pyannote-audio": "MIT",
    "sentence-transformers": "Apache-2.0",
    "setfit": "Apache-2.0",
    "sklearn": "BSD-3-Clause",
    "span-marker": "Apache-2.0",
    "spacy": "MIT",
    "speechbrain": "Apache-2.0",
    "stable-baselines3": "MIT",
    "stanza": "Apache-2.0",
    "tf-keras": "Apache-2.0",
    "timm": "Apache-2.0",
    "transformers": "Apache-2.0",
    "transformers.js": "Apache-2.0",
    "ultralytics": "AGPL-3.0-only",
    "vllm": "Apache-2.0",
}
