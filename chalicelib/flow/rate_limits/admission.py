"""What a client without an account has to show before its report is taken, and by which limit it then counts."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.errors import RateLimited
from chalicelib.domain.rate_limits.client_limits import FORM, WAITED, Limit
from chalicelib.domain.rate_limits.clients import device_token, known_device
from chalicelib.domain.rate_limits.puzzles import LIFETIME, PATIENCE, Puzzle, new_puzzle, read_puzzle
from chalicelib.flow.ports.stage_secrets import StageSecret
from chalicelib.flow.ports.tickets import Clock


@dataclass(frozen=True, slots=True)
class Admission:
    """Makes and checks puzzles and device tokens. It stores nothing. `random` returns that many random bytes."""

    secret: StageSecret
    clock: Clock
    random: Callable[[int], bytes]

    def puzzle(self, key: str, bits: int = FORM[0].bits) -> str:
        """A puzzle for the form with this idempotency key."""
        now = self.clock()
        return new_puzzle(key, bits, now, self.secret(now).current)

    def limit(self, key: str, puzzle: str, solution: str) -> Limit:
        """The limit by which a form counts that came with this puzzle and solution; without a solution, it has waited.

        Raises:
            RateLimited: the puzzle is not ours, not solved or too old, or the form was not open long enough.
        """
        now = self.clock()
        read = self._ours(key, puzzle, now)
        if read is None:
            raise RateLimited(int(PATIENCE.total_seconds()), FORM[0].bits)
        return _solved(read, solution) if solution else _waited(read, now)

    def bits_of(self, key: str, puzzle: str) -> int:
        """The difficulty of the puzzle if a form with this key may be sent with it once more; else 0."""
        read = self._ours(key, puzzle, self.clock())
        return read.bits if read else 0

    def new_device(self) -> str:
        """The token for the cookie of a new device."""
        now = self.clock()
        return device_token(self.random(16).hex(), now, self.secret(now).current)

    def device(self, token: str) -> str:
        """The device of this token if it has an allowance of its own; else empty."""
        now = self.clock()
        return known_device(token, now, self._secrets(now)) if token else ""

    def _ours(self, key: str, puzzle: str, now: datetime) -> Puzzle | None:
        read = read_puzzle(puzzle, key, self._secrets(now))
        return read if read and read.age(now) <= LIFETIME else None

    def _secrets(self, at: datetime) -> tuple[bytes, ...]:
        keyring = self.secret(at)
        return (keyring.current, keyring.former) if keyring.former else (keyring.current,)


def _solved(puzzle: Puzzle, solution: str) -> Limit:
    if not puzzle.is_solved_by(solution):
        raise RateLimited(1, FORM[0].bits)
    return max((each for each in FORM if each.bits <= puzzle.bits), key=lambda each: each.bits)


def _waited(puzzle: Puzzle, now: datetime) -> Limit:
    left = PATIENCE - puzzle.age(now)
    if left.total_seconds() > 0:
        raise RateLimited(math.ceil(left.total_seconds()), FORM[0].bits)
    return WAITED
