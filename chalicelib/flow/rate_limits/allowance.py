"""The allowance of clients without an account for what needs no other write."""

from dataclasses import dataclass

from chalicelib.domain.rate_limits.client_limits import Limit, charge, refusal
from chalicelib.flow.ports.rate_limits import BucketFull, RateBuckets
from chalicelib.flow.ports.stage_secrets import StageSecret
from chalicelib.flow.ports.tickets import Clock


@dataclass(frozen=True, slots=True)
class Allowance:
    """One write each time."""

    buckets: RateBuckets
    secret: StageSecret
    clock: Clock
    factor: float

    def take(self, limit: Limit, block: str) -> None:
        """Take once from the allowance of an address block; this machine's block, which is empty, is never limited.

        Raises:
            RateLimited: it is used up for now.
        """
        if not block:
            return
        now = self.clock()
        try:
            self.buckets.take(charge(limit, block, self.secret(now).current, now, self.factor))
        except BucketFull as full:
            raise refusal(limit, full.arrival, now, self.factor) from full
