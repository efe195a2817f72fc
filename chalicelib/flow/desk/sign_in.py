"""Signing in with a password, and a letter for a forgotten one: our own brake, beside that of the identity provider."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from chalicelib.domain.access.sign_in import Challenge, SignInRefused, Tokens, TooManyTries, WrongCode
from chalicelib.domain.access.sign_in_brake import LETTERS, SIGN_IN, Allowance
from chalicelib.domain.rate_limits.clients import address_block
from chalicelib.flow.ports.accounts import Accounts, SignInAttempts
from chalicelib.flow.ports.tickets import Clock

LEAST_SECONDS = 0.4
"""A refusal, and the answer to whoever asks for a letter, take at least this long: whether there is such an account
shows in how long the provider needs."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """Two small writes a try, and two more where it succeeds and is given back.

    `seconds` is a running count of seconds, `pause` waits for some.
    """

    accounts: Accounts
    attempts: SignInAttempts
    clock: Clock
    seconds: Callable[[], float]
    pause: Callable[[float], None]

    def with_password(self, username: str, password: str, address: str) -> Tokens | Challenge:
        """The tokens of a session, or a challenge to answer first. `address` is the network address of the caller.

        Raises:
            SignInRefused: name or password is wrong; the error does not tell which.
            TooManyTries: too many were refused lately, for this name or from this block of addresses.
        """
        with self._slow_refusals(), self._tries(SIGN_IN, username, address):
            return self.accounts.sign_in(username, password)

    def set_password(self, username: str, code: str, password: str, address: str) -> None:
        """Set a new password with the code from the letter.

        Raises:
            WrongCode: the code is wrong.
            WeakPassword: the password breaks the rules.
            TooManyTries: as `with_password`, with which it shares its tries.
        """
        with self._slow_refusals(), self._tries(SIGN_IN, username, address):
            self.accounts.confirm_forgot(username, code, password)

    def send_letter(self, username: str, address: str) -> None:
        """Send a code to the person's address, unless there were several letters lately; nobody learns whether."""
        started = self.seconds()
        if self._is_left(LETTERS, username, address):
            self.accounts.forgot(username)
        self._wait(started)

    @contextmanager
    def _tries(self, allowance: Allowance, username: str, address: str) -> Iterator[None]:
        """Counts the try before it is made, so that many at once do not pass; one that succeeds is given back."""
        window = allowance.window(self.clock())
        if not self._is_left(allowance, username, address):
            raise TooManyTries
        yield
        for who, _ in _counted(allowance, username, address):
            self.attempts.give_back(who, window)

    def _is_left(self, allowance: Allowance, username: str, address: str) -> bool:
        window = allowance.window(self.clock())
        ends = allowance.ends(window)
        return all(self.attempts.take(who, window, most, ends) for who, most in _counted(allowance, username, address))

    @contextmanager
    def _slow_refusals(self) -> Iterator[None]:
        started = self.seconds()
        try:
            yield
        except (SignInRefused, WrongCode, TooManyTries):
            self._wait(started)
            raise

    def _wait(self, started: float) -> None:
        self.pause(max(0.0, LEAST_SECONDS - (self.seconds() - started)))


def _counted(allowance: Allowance, username: str, address: str) -> tuple[tuple[str, int], ...]:
    """Whose tries are counted, and how many each may have."""
    user = f"{allowance.name}/user/{username.strip().lower()}"
    return (user, allowance.per_user), (f"{allowance.name}/block/{address_block(address)}", allowance.per_block)
