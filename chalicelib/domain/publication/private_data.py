"""Finds personal data in a text that somebody typed: numbers that identify a person, addresses and links.

It is meant for short texts in Indonesian. What looks like money, a date, a coordinate or a short number stays.
"""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from chalicelib.domain.values import value

NIK, PHONE, ACCOUNT, PLATE, EMAIL, LINK = "nik", "phone", "account", "plate", "email", "link"
KINDS = (NIK, PHONE, ACCOUNT, PLATE, EMAIL, LINK)
"""NIK (also a family card's number), telephone, account or customer number, number plate, e-mail address or account
name, link."""


@value
class Passage:
    """Characters `start` up to `end` of a text, and the kind of what they are."""

    start: int
    end: int
    kind: str


def find_private(text: str, kinds: AbstractSet[str] = frozenset(KINDS)) -> list[Passage]:
    """The passages with personal data of these kinds, in order and without overlaps."""
    found = [passage for passage in _passages(text) if passage.kind in kinds]
    return without_overlaps(found)


def without_overlaps(passages: list[Passage]) -> list[Passage]:
    """The passages in order; those that overlap become one, of the kind of the first."""
    merged: list[Passage] = []
    for each in sorted(passages, key=lambda passage: (passage.start, -passage.end)):
        if merged and each.start < merged[-1].end:
            last = merged.pop()
            merged.append(Passage(last.start, max(last.end, each.end), last.kind))
        else:
            merged.append(each)
    return merged


def _passages(text: str) -> Iterator[Passage]:
    if "@" in text:
        yield from (Passage(*found.span(), EMAIL) for found in _ADDRESS.finditer(text))
    if "." in text:
        yield from (Passage(*found.span(), LINK) for found in _LINK.finditer(text))
    if any(map(str.isdigit, text)):
        yield from _numbers(text)
        yield from (Passage(*found.span(), PLATE) for found in _PLATE.finditer(text) if _is_plate(found))


_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w@])@\w[\w.]{2,}")
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"]+"
    r"|(?<![\w@.-])(?:[a-z0-9-]+\.)+(?:com|net|org|id|co|me|ly|gl|gle|io|info|biz|xyz|link|site|online|shop|store|top|club"
    r"|app|web|live|vip|win|bet|cc|tv)(?![\w.-]*\w)(?:/[^\s<>\"]*)?"
    r"|(?<![\w@.-])(?:[a-z0-9-]+\.)+[a-z]{2,}/[^\s<>\"]+",
    re.IGNORECASE,
)

# digits in a row or in groups; a date, a sum of money or a decimal number is no such row
_DIGITS = re.compile(r"\+?\(?\d(?:[^\S\n]?[().\-\u2013/]?[^\S\n]?\d)*")
_DATE = re.compile(r"(?<!\d)(?:\d{1,2}[-./ ]\d{1,2}[-./ ](?:19|20)\d\d|(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2})(?!\d)")
_MONEY = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_DECIMAL = re.compile(r"\d{1,3}\.\d+")
_CONTEXT = re.compile(
    r"(?:rek(?:ening)?|norek|a/?c|va|bri|bca|bni|bsi|btn|mandiri|bank\s\w+|dana|ovo|gopay|shopeepay|e-?wallet)"
    r"\W{0,3}(?:no\W{0,3})?$",
    re.IGNORECASE,
)
_SHORTEST = 6
"""Digits of an account number that is named as such."""


def _numbers(text: str) -> Iterator[Passage]:
    without_dates = _DATE.sub(lambda date: "x" * len(date[0]), text)
    for found in _DIGITS.finditer(without_dates):
        kind = _kind_of(found[0], without_dates[max(0, found.start() - 30) : found.start()])
        if kind:
            yield Passage(*found.span(), kind)


def _kind_of(row: str, before: str) -> str:
    """What the row of digits is; empty if it says nothing about a person."""
    digits = "".join(filter(str.isdigit, row))
    if _MONEY.fullmatch(row) or _DECIMAL.fullmatch(row):
        return ""
    if row.startswith("+") or digits.startswith(("08", "628")) or (digits[0] == "0" and len(digits) <= 12):
        return PHONE if len(digits) >= 9 else ""
    if digits[0] == "8" and 9 <= len(digits) <= 12:
        return PHONE
    if len(digits) == 16:
        return NIK
    is_account = len(digits) >= 10 or (len(digits) >= _SHORTEST and bool(_CONTEXT.search(before)))
    return ACCOUNT if is_account else ""


# Permenko Kepolisian 5/2012, annex: the letters of the regions; Pati is K
_REGIONS = (
    "AA|AB|AD|AE|AG|A|BA|BB|BD|BE|BG|BH|BK|BL|BM|BN|BP|B|DA|DB|DC|DD|DE|DG|DH|DK|DL|DM|DN|DP|DR|DS|DT|D|EA|EB|ED|E|F|G|H"
    "|KB|KH|KT|KU|K|L|M|N|PA|PB|P|R|S|T|W|Z"
)
_PLATE = re.compile(
    rf"(?<![\w.])(?P<region>{_REGIONS})[ .-]?(?P<number>\d{{1,4}})[ .-]?(?P<series>[A-Z]{{1,3}})(?!\w)", re.IGNORECASE
)
_UNITS = frozenset(
    {
        "ada", "cc", "cm", "di", "dan", "dua", "hr", "ibu", "itu", "jam", "jl", "kg", "kk", "km", "ke", "kw", "kwh",
        "ltr", "m", "mm", "ml", "no", "pcs", "rp", "rt", "rw", "sd", "th", "tgl", "wat", "wib", "x", "yg",
    }
)  # fmt: skip
"""Words that follow a number and make no plate of it: `K 2 KM`."""
_NAMED_AS_PLATE = re.compile(
    r"(?:plat|nopol|no\.? ?pol(?:isi)?|nomor polisi|kendaraan|mobil|motor|truk)\W{0,3}(?:\w+\W{1,3})?$", re.IGNORECASE
)


def _is_plate(found: re.Match[str]) -> bool:
    """Capital letters make a plate; of small letters only a whole one, or one that is named as such."""
    if found["series"].lower() in _UNITS:
        return False
    if (found["region"] + found["series"]).isupper():
        return True
    is_named = bool(_NAMED_AS_PLATE.search(found.string[max(0, found.start() - 30) : found.start()]))
    return is_named or (len(found["number"]) >= 3 and len(found["series"]) >= 2)
