"""Normalises what people typed: NFC, plain line ends, no invisible characters."""

import re
import unicodedata

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# People do not notice these: marks of direction, which are pasted along and can disguise text, and C1 controls, which
# remain of an emoji that another program decoded wrongly.
_INVISIBLE = re.compile("[\x80-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def tidy(text: str) -> str:
    """The text trimmed, in NFC, with line feeds as line ends and without invisible characters."""
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))).strip()


def is_unreadable(text: str) -> bool:
    """Whether the text holds control characters, lone surrogates or noncharacters."""
    return bool(_CONTROL.search(text))
