"""Text messages: one message of the GSM 7-bit alphabet (3GPP TS 23.038), never two."""

import unicodedata
from collections.abc import Mapping

from chalicelib.domain.notifications.plain_text import to_plain

LIMIT = 160  # septets of one message

_ALPHABET = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = frozenset("^{}\\[~]|€\f")  # each costs two septets
_GIVES_WAY = (
    ("place", 12), ("service", 12), ("about", 12), ("place", 0), ("service", 0), ("promise", 12), ("about", 0),
    ("promise", 0), ("url", 0),
)  # fmt: skip
"""What is shortened to make a message fit, and to how many characters, one after the other."""


def compose(template: str, values: Mapping[str, str]) -> str:
    """The filled template as one message: at most 160 septets of the GSM alphabet, whatever the values hold."""
    told = {name: to_gsm(value) for name, value in values.items()}
    frame = to_gsm(template)
    for name, least in _GIVES_WAY:
        over = septets(frame.format_map(told)) - LIMIT
        if over > 0:
            told[name] = _shortened(told.get(name, ""), over, least)
    return _cut(frame.format_map(told).strip())


def to_gsm(text: str) -> str:
    """The nearest spelling in the GSM alphabet; what has none becomes a question mark."""
    return "".join(map(_nearest, to_plain(text)))


def septets(text: str) -> int:
    """How much room the text takes; an SMS has 160."""
    return sum(2 if character in _EXTENSION else 1 for character in text)


def _nearest(character: str) -> str:
    if character in _ALPHABET or character in _EXTENSION:
        return character
    plain = unicodedata.normalize("NFKD", character)[0]
    return plain if plain in _ALPHABET else "?"


def _shortened(value: str, over: int, least: int) -> str:
    """Shorter by `over`, down to `least`; an address is told whole or not at all, since half of it leads nowhere."""
    length = max(len(value) - over, least)
    if len(value) <= length:
        return value
    return f"{value[: length - 2].rstrip()}.." if length > 2 and "://" not in value else ""


def _cut(text: str) -> str:
    while septets(text) > LIMIT:
        text = text[:-1]
    return text
