"""Ticket numbers and the reporter's secret, both derived from a request's idempotency key and a secret of the stage.

A number is `PTI-7K3M-9QX2`: the city's prefix, seven random Crockford base-32 characters (35 bits)
and a check character over GF(32), which finds every single wrong character and every swapped pair.
It is the key in the table and says nothing about how many tickets there are.
"""

import hashlib
import hmac
import math
import re
from base64 import b32encode
from dataclasses import field

from chalicelib.domain.errors import MistypedNumber
from chalicelib.domain.values import value

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_CHARACTERS = 7
SECRET_CHARACTERS = 26  # 130 bits

_CROCKFORD = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", ALPHABET.encode())  # from the alphabet of RFC 4648
_SEPARATORS = re.compile(r"[\s\-_.\u2010-\u2015]+")  # with the dashes that phones put for a hyphen
_CONFUSABLE = str.maketrans("OIL", "011")
_REDUCTION = 0b100101  # x^5 + x^2 + 1, primitive over GF(2): powers of x visit all 31 non-zero elements


@value
class Intention:
    """One citizen's intention to report one thing, identified by its idempotency key.

    Everything that the answer to a repeated request needs is derived from the key, so that an intention leads to one
    ticket without a record of its own. It is derived with a secret of the stage, so that nobody outside can compute it,
    not even from a key that is guessed. `attempt` counts up in the rare case that another intention already has the
    derived number.
    """

    key: str
    stage_secret: bytes = field(repr=False)
    attempt: int = 0

    def number(self, prefix: str) -> str:
        """The ticket number that belongs to this intention in the city with this prefix."""
        digits = base32(self._derive(f"number/{self.attempt}"), RANDOM_CHARACTERS)
        return _grouped(prefix, digits + check_character(digits))

    def secret(self) -> str:
        """The secret by which the reporter proves ownership; shown once, and stored only as `secret_hash`."""
        return base32(self._derive("secret"), SECRET_CHARACTERS)

    def secret_hash(self) -> str:
        """The hash of the secret, as stored."""
        return secret_hash_of(self.secret())

    def fingerprint(self, body: bytes) -> str:
        """A keyed hash that tells two bodies under the same key apart; keyed, so that nobody can test it against
        phone numbers.
        """
        return base32(hmac.digest(self._derive("body"), body, "sha256"), SECRET_CHARACTERS)

    def _derive(self, purpose: str) -> bytes:
        return hmac.digest(self.stage_secret, f"{purpose}/{self.key}".encode(), "sha256")


def is_random_by_form(key: str) -> bool:
    """Whether a key of this length and alphabet can hold the 122 random bits of a UUID of version 4.

    It cannot tell whether they are random. Separators count for nothing.
    """
    characters = re.sub(r"[^0-9A-Za-z]", "", key)
    alphabet = next(size for pattern, size in _ALPHABETS if re.fullmatch(pattern, characters))
    return len(characters) * math.log2(alphabet) >= UUID_BITS


UUID_BITS = 122

_ALPHABETS = (
    (r"[0-9]*", 10), (r"[0-9a-f]*|[0-9A-F]*", 16), (r"[0-9a-z]*|[0-9A-Z]*", 36), (r"[0-9A-Za-z]*", 62),
)  # fmt: skip
"""Patterns of the letters and digits of a key, the narrowest first, each with the size of its alphabet."""


def secret_hash_of(secret: str) -> str:
    """The hash that is stored of a secret. Any spelling of the secret (case, O for 0) has the same one."""
    return base32(hashlib.sha256(_plain(secret).encode()).digest(), SECRET_CHARACTERS)


def parse_number(text: str, prefix: str) -> str:
    """The canonical form of a ticket number in any spelling (case, spaces, dashes, O for 0, without prefix).

    Raises:
        MistypedNumber: the text cannot be a number of this city, or its check character does not fit.
    """
    match = re.fullmatch(f"(?:{_plain(prefix)})?([{ALPHABET}]{{{RANDOM_CHARACTERS}}})([{ALPHABET}])", _plain(text))
    if not match or check_character(match[1]) != match[2]:
        raise MistypedNumber(text)
    return _grouped(prefix, match[1] + match[2])


def check_character(digits: str) -> str:
    """The check character: the sum of digit times x^position in GF(32), in base 32; the last position is 1."""
    total = 0
    for digit in digits:
        shifted = (total ^ ALPHABET.index(digit)) << 1
        total = shifted ^ _REDUCTION * (shifted >> 5)
    return ALPHABET[total]


def base32(data: bytes, characters: int) -> str:
    """The last `characters` (32 at most) of the data in Crockford's base 32, the last one first."""
    return b32encode(data[-20:]).translate(_CROCKFORD).decode()[::-1][:characters]


def _grouped(prefix: str, digits: str) -> str:
    return f"{prefix}-{digits[:4]}-{digits[4:]}"


def _plain(text: str) -> str:
    return _SEPARATORS.sub("", text.upper()).translate(_CONFUSABLE)
