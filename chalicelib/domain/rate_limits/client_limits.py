"""How often a client without an account may do something: a table, and the arithmetic of its buckets.

A bucket is one number, its `arrival` (the theoretical arrival time of the generic cell rate algorithm, ITU-T I.371):
the instant up to which the reports so far have used up the allowance. Each moves it by the limit's cost, and one is
refused while the arrival is further ahead of now than the limit has room for. A bucket belongs to one client and one
window of time and begins empty, so that one conditional write without a read does the whole arithmetic.

All instants in this module are whole milliseconds since 1970, so that the table adds and compares them exactly.
"""

import hmac
import math
from datetime import datetime

from chalicelib.domain.errors import RateLimited
from chalicelib.domain.values import value


@value
class Limit:
    """One line of the table. All times in seconds.

    Attributes:
        name: Limits of the same name share their buckets.
        window: How long a bucket lasts.
        cost: By how much one report moves the arrival; its reciprocal is the rate that can be kept up.
        room: How far ahead of now the arrival may be; divided by the cost, how many pass at once.
        bits: The difficulty of the puzzle that buys this limit; 0 if none is needed.
    """

    name: str
    window: int
    cost: float
    room: float
    bits: int = 0


FORM = (
    Limit("form", window=600, cost=6, room=60, bits=7),
    Limit("form", window=600, cost=3, room=120, bits=10),
    Limit("form", window=600, cost=1.5, room=240, bits=12),
    Limit("form", window=600, cost=1.5, room=300, bits=16),
)
"""Reports by form from one address block, the cheapest puzzle first. Who works more pays less of the common allowance
and finds room when others do not: about 700 reports an hour with the first puzzle, 3,300 with the third, which a
carrier's address needs on the day of a flood. The last one takes a cheap phone two minutes, and eight processors of a
computer so long that they cannot take all the room: it is what is left to strangers of a block that is under attack.
"""

WAITED = Limit("waited", window=3600, cost=30, room=300)
"""Reports by form from one address block by those whose browsers solve no puzzles and have waited instead."""

API = Limit("api", window=600, cost=6, room=120)
"""Reports by JSON API from one address block: 20 at once, then one in six seconds."""

DEVICE = Limit("device", window=86_400, cost=600, room=3_000)
"""Reports from one device that is known since yesterday: five at once, then one in ten minutes."""

ME_TOO = Limit("me-too", window=86_400, cost=300, room=3_000)
"""“Saya juga” on one ticket from one address block: ten at once, then one in five minutes."""

PHOTOS = Limit("photos", window=600, cost=1, room=300)
"""Photos from one address block."""


@value
class Sender:
    """Whose allowance a report takes from: that of the address block by this limit, or first of all the device's own.

    `device` is empty unless the device is known and old enough.
    """

    block: str
    limit: Limit
    device: str = ""


@value
class Charge:
    """What one report takes from one bucket, as storage writes it.

    `arrival` (or `now`, if there is no bucket yet) grows by `cost`, unless it is above `latest`. From `expires` on
    (seconds since 1970) the bucket is of no use.
    """

    bucket: str
    now: int
    cost: int
    latest: int
    expires: int


def charge(limit: Limit, owner: str, secret: bytes, at: datetime, factor: float = 1) -> Charge:
    """The charge of one report to the owner's bucket of this window.

    The bucket's name is an HMAC, from which nobody without the stage's `secret` can tell the owner, nor whether two
    windows have the same one. With a `factor` of 2, twice as many pass.
    """
    now = _milliseconds(at)
    window = now // (limit.window * 1000)
    name = hmac.digest(secret, f"rate/{limit.name}/{owner}/{window}".encode(), "sha256").hex()[:32]
    cost = round(limit.cost * 1000 / factor)
    ends = (window + 1) * limit.window
    return Charge(name, now, cost, now + round(limit.room * 1000) - cost, ends + math.ceil(limit.room))


def charges(sender: Sender, secret: bytes, at: datetime, factor: float = 1) -> tuple[Charge, ...]:
    """The buckets that a report may be charged to, the preferred one first: a known device's own, then its block's."""
    own = (charge(DEVICE, sender.device, secret, at, factor),) if sender.device else ()
    return (*own, charge(sender.limit, sender.block, secret, at, factor))


def refusal(limit: Limit, arrival: int, at: datetime, factor: float = 1) -> RateLimited:
    """What a client is answered whose bucket has this `arrival`: the puzzle that would do now, or how long to wait."""
    levels = [each for each in FORM if each.bits >= limit.bits] if limit in FORM else [limit]
    waits = [(_wait(each, arrival, at, factor), each.bits) for each in levels]
    seconds, bits = next((wait for wait in waits if wait[0] <= 0), waits[-1])
    return RateLimited(max(1, seconds), bits)


def _wait(limit: Limit, arrival: int, at: datetime, factor: float) -> int:
    """Seconds until the bucket has room, or none."""
    charged = charge(limit, "", b"", at, factor)
    return math.ceil((arrival - charged.latest) / 1000)


def _milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)
