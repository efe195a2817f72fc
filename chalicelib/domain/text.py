"""What people typed, made fit to keep: one spelling of its letters, nothing that cannot be seen."""

import re
import unicodedata

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# Nobody sees that they typed these: marks of direction that are pasted along and can disguise text, and what is
# left of an emoji that another program decoded wrongly (C1 controls).
_INVISIBLE = re.compile("[\x80-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def tidy(text: str) -> str:
    """Trimmed, in NFC, with plain line ends and without marks of direction."""
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))).strip()


def is_unreadable(text: str) -> bool:
    """Whether it holds control characters or halves of characters."""
    return bool(_CONTROL.search(text))
