"""What people typed, made fit to keep: one spelling of its letters, nothing that cannot be seen."""

import re
import unicodedata

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_DIRECTION = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")  # pasted along, can disguise text


def tidy(text: str) -> str:
    """Trimmed, in NFC, with plain line ends and without marks of direction."""
    return unicodedata.normalize("NFC", _DIRECTION.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))).strip()


def is_unreadable(text: str) -> bool:
    """Whether it holds control characters or halves of characters."""
    return bool(_CONTROL.search(text))
