"""Texts for channels with a small character set: an SMS of the GSM 7-bit alphabet (3GPP TS 23.038), or plain ASCII.

An SMS is one message, never two.
"""

import unicodedata
from collections.abc import Mapping

LIMIT = 160  # septets of one message

_ALPHABET = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = frozenset("^{}\\[~]|€\f")  # each costs two septets
_SIMPLE = str.maketrans(
    {
        "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"',
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-",
        "\u2026": "...", "\u00a0": " ", "\u202f": " ",
    }
)  # fmt: skip
_SHORTENING_ORDER = (
    ("place", 12), ("service", 12), ("about", 12), ("place", 0), ("service", 0), ("promise", 12), ("about", 0),
    ("promise", 0), ("url", 0),
)  # fmt: skip
"""Placeholders that are shortened until a message fits, in this order, each down to that many characters."""


def compose(template: str, values: Mapping[str, str]) -> str:
    """The filled template as one message: at most 160 septets of the GSM alphabet, whatever the values hold."""
    spelled = {name: to_gsm(value) for name, value in values.items()}
    frame = to_gsm(template)
    for name, least in _SHORTENING_ORDER:
        over = septets(frame.format_map(spelled)) - LIMIT
        if over > 0:
            spelled[name] = _shortened(spelled.get(name, ""), over, least)
    return _cut(frame.format_map(spelled).strip())


def to_gsm(text: str) -> str:
    """The nearest spelling in the GSM alphabet; what has none becomes a question mark."""
    return "".join(map(_nearest, to_plain(text)))


def to_plain(text: str) -> str:
    """The text with straight quotes, hyphens, three dots and plain spaces instead of those of good typesetting."""
    return text.translate(_SIMPLE)


def septets(text: str) -> int:
    """Length of the text in septets; an SMS has `LIMIT`."""
    return sum(2 if character in _EXTENSION else 1 for character in text)


def _nearest(character: str) -> str:
    if character in _ALPHABET or character in _EXTENSION:
        return character
    plain = unicodedata.normalize("NFKD", character)[0]
    return plain if plain in _ALPHABET else "?"


def _shortened(value: str, over: int, least: int) -> str:
    """The value shorter by `over` characters, but not below `least`; a URL stays whole or is dropped."""
    length = max(len(value) - over, least)
    if len(value) <= length:
        return value
    return f"{value[: length - 2].rstrip()}.." if length > 2 and "://" not in value else ""


def _cut(text: str) -> str:
    while septets(text) > LIMIT:
        text = text[:-1]
    return text
