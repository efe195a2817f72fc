"""Text messages: one message of the GSM 7-bit alphabet (3GPP TS 23.038), never two."""

import unicodedata
from collections.abc import Mapping

from chalicelib.domain.typography import simple

LIMIT = 160  # septets of one message

_ALPHABET = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = frozenset("^{}\\[~]|€\f")  # each costs two septets
_GIVES_WAY = ("place", "service", "url")  # what is shortened to make the message fit, in this order
_WHOLE = frozenset({"url"})  # half an address leads nowhere: all of it or nothing


def compose(template: str, values: Mapping[str, str]) -> str:
    """The filled template as one message: at most 160 septets of the GSM alphabet, whatever the values hold."""
    told = {name: gsm(value) for name, value in values.items()}
    frame = gsm(template)
    for name in _GIVES_WAY:
        over = septets(frame.format_map(told)) - LIMIT
        if over > 0:
            told[name] = "" if name in _WHOLE else _shortened(told.get(name, ""), over)
    return _cut(frame.format_map(told).strip())


def gsm(text: str) -> str:
    """The nearest spelling in the GSM alphabet; what has none becomes a question mark."""
    return "".join(map(_nearest, simple(text)))


def septets(text: str) -> int:
    return sum(2 if character in _EXTENSION else 1 for character in text)


def _nearest(character: str) -> str:
    if character in _ALPHABET or character in _EXTENSION:
        return character
    plain = unicodedata.normalize("NFKD", character)[0]
    return plain if plain in _ALPHABET else "?"


def _shortened(value: str, over: int) -> str:
    return f"{value[: -over - 2].rstrip()}.." if len(value) > over + 2 else ""


def _cut(text: str) -> str:
    while septets(text) > LIMIT:
        text = text[:-1]
    return text
