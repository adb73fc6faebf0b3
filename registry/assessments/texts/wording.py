"""What people type, as it is kept: whole, in one spelling, without signs that are not there to be read."""

import re
import unicodedata
from hashlib import sha256

# C0 and C1 controls but the line break and the tab, NUL among them, and lone surrogates.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
# Signs that turn the direction of the text around them, or hide in it: nobody types them by hand.
_HIDDEN = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


def clean(text: str) -> str:
    """The text in NFC with plain line breaks, without controls and hidden signs, and without blank ends."""
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _HIDDEN.sub("", _UNPRINTABLE.sub("", plain)).strip()


def digest(text: str) -> str:
    """The same for two texts that read alike: of other case, spaces or width."""
    folded = unicodedata.normalize("NFKC", clean(text)).casefold()
    return sha256(" ".join(folded.split()).encode()).hexdigest()
