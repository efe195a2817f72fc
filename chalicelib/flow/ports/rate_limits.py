"""Port of rate limits: the buckets from which clients without an account take their allowance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from chalicelib.domain.rate_limits.client_limits import Charge


class BucketFull(Exception):
    """The bucket has no room for the charge now; nothing was written. `arrival` is its state."""

    def __init__(self, arrival: int) -> None:
        super().__init__("bucket full")
        self.arrival = arrival


class RateBuckets(Protocol):
    """The buckets of charges that come with no other write."""

    def take(self, charge: Charge) -> None:
        """Charge the bucket, by one write.

        Raises:
            BucketFull: it has no room.
        """
        ...
