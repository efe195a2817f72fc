"""Our own brake beside the identity provider's, and answers that take as long whoever there is."""

from dataclasses import dataclass, field

import pytest

from chalicelib.domain.access.sign_in import SignInRefused, Tokens, TooManyTries
from chalicelib.domain.access.sign_in_brake import LETTERS, SIGN_IN
from chalicelib.flow.desk.sign_in import LEAST_SECONDS
from tests.support.memory_ports import HandClock
from tests.support.memory_world import using

TOKENS = Tokens("a", "r", 1800)
HERE, THERE = "203.0.113.7", "198.51.100.9"


@dataclass
class Provider:
    """Accounts of which one is there; it takes longer to look at that one."""

    timer: list
    letters: list = field(default_factory=list)

    def sign_in(self, username, password):
        self.timer.append(0.052 if username == "rina" else 0.03)
        if (username, password) != ("rina", "benar"):
            raise SignInRefused
        return TOKENS

    def forgot(self, username):
        self.timer.append(0.2 if username == "rina" else 0.01)
        self.letters.append(username)


class MemoryAttempts(dict):
    def take(self, who, window, most, _ends):
        if self.get((who, window), 0) >= most:
            return False
        self[who, window] = self.get((who, window), 0) + 1
        return True

    def give_back(self, who, window):
        self[who, window] -= 1


class Door:
    """The sign-in, with a clock of its own: `spent` is how long the last answer took."""

    def __init__(self):
        self.steps, self.pauses = [], []
        self.provider, self.clock = Provider(self.steps), HandClock()
        self.sign_in = using(
            accounts=self.provider, sign_in_attempts=MemoryAttempts(), clock=self.clock,
            seconds=lambda: sum(self.steps), pause=self.steps.append,
        ).sign_in()  # fmt: skip

    def knocks(self, username="rina", password="salah", address=HERE):
        self.steps.clear()
        try:
            return self.sign_in.with_password(username, password, address)
        except (SignInRefused, TooManyTries) as refused:
            return type(refused)

    @property
    def spent(self):
        return round(sum(self.steps), 6)


@pytest.mark.parametrize("username", ["rina", "tidak-ada"])
def test_a_refusal_takes_as_long_for_everybody(username):
    door = Door()
    for _ in range(SIGN_IN.per_user + 2):
        door.knocks(username)
        assert door.spent == LEAST_SECONDS


def test_a_letter_takes_as_long_for_everybody_and_without_one_too():
    door = Door()
    for username in ("rina", "tidak-ada"):
        for _ in range(LETTERS.per_user + 1):
            door.steps.clear()
            door.sign_in.send_letter(username, HERE)
            assert door.spent == LEAST_SECONDS
    assert door.provider.letters == ["rina"] * LETTERS.per_user + ["tidak-ada"] * LETTERS.per_user


def test_a_user_name_is_tried_so_often_from_wherever():
    door = Door()
    tries = [door.knocks(address=f"203.0.{n}.7") for n in range(SIGN_IN.per_user + 1)]
    assert tries == [SignInRefused] * SIGN_IN.per_user + [TooManyTries]
    assert door.knocks(" RINA ", "benar") == TooManyTries, "a name is the same in any spelling"
    assert door.knocks("sri") == SignInRefused, "others are not stopped by it"
    door.clock.forward(seconds=SIGN_IN.seconds)
    assert door.knocks(password="benar") == TOKENS


def test_a_block_of_addresses_tries_so_many_names():
    door = Door()
    tries = [door.knocks(f"u{n}", address=f"203.0.113.{n}") for n in range(SIGN_IN.per_block + 1)]
    assert tries == [SignInRefused] * SIGN_IN.per_block + [TooManyTries]
    assert door.knocks(password="benar", address=THERE) == TOKENS


def test_an_office_behind_one_address_signs_in_all_day():
    door = Door()
    assert [door.knocks(password="benar") for _ in range(200)] == [TOKENS] * 200
