"""Client puzzles: a form's browser shows by a little work, or by waiting, that it does not send thousands.

A puzzle is `<issued>.<bits>.<signature>`: when it was made (seconds since 1970) and how difficult it is, signed for one
form's idempotency key. So nothing has to be stored, and a solution is good for one report: the key opens one ticket.

A solution is a text for which PBKDF2-HMAC-SHA-256 (the puzzle, with the solution as salt) begins with `bits` zero bits.
PBKDF2, because browsers run it natively: a cheap phone is about five times slower at it than a computer, and would be a
hundred times slower with a hash that its script has to compute.
"""

import hashlib
import hmac
from datetime import datetime, timedelta

from chalicelib.domain.values import value

ITERATIONS = 1000
"""Of one try: a millisecond or two on a cheap phone."""

LIFETIME = timedelta(days=3)
"""That of a draft in the phone. What is older gets a new puzzle, and everything typed back."""

PATIENCE = timedelta(seconds=5)
"""How long a form that comes without a solution must have been open: nobody reports anything in less."""

LONGEST_SOLUTION = 32
_SIGNATURE = 32  # hexadecimal digits, 128 bits


@value
class Puzzle:
    """A puzzle of ours. `text` is what the form carries, `issued` the instant (aware, UTC) it was made."""

    text: str
    issued: float
    bits: int

    def age(self, at: datetime) -> timedelta:
        return timedelta(seconds=at.timestamp() - self.issued)

    def is_solved_by(self, solution: str) -> bool:
        """Whether this is a solution; checking it takes half a millisecond."""
        if not 0 < len(solution) <= LONGEST_SOLUTION or not solution.isascii():
            return False
        digest = hashlib.pbkdf2_hmac("sha256", self.text.encode(), solution.encode(), ITERATIONS, 4)
        return int.from_bytes(digest, "big") >> 32 - self.bits == 0


def new_puzzle(key: str, bits: int, at: datetime, secret: bytes) -> str:
    """A new puzzle for the form with this idempotency key."""
    text = f"{int(at.timestamp())}.{bits}"
    return f"{text}.{_signature(text, key, secret)}"


def read_puzzle(text: str, key: str, secrets: tuple[bytes, ...]) -> Puzzle | None:
    """The puzzle in a form with this key; None if we have not signed it for this key."""
    content, _, signature = text.rpartition(".")
    if not signature.isascii():
        return None
    if not any(hmac.compare_digest(_signature(content, key, secret), signature) for secret in secrets):
        return None
    issued, _, bits = content.partition(".")
    return Puzzle(text, int(issued), int(bits))


def _signature(content: str, key: str, secret: bytes) -> str:
    return hmac.digest(secret, f"puzzle/{content}/{key}".encode(), "sha256").hex()[:_SIGNATURE]
