"""Buckets of rate limits in memory."""

from dataclasses import dataclass, field

from chalicelib.domain.rate_limits.client_limits import Charge
from chalicelib.flow.ports.rate_limits import BucketFull


@dataclass
class MemoryBuckets:
    """Implements `flow.ports.rate_limits.RateBuckets`; `arrivals` are the states by bucket."""

    arrivals: dict[str, int] = field(default_factory=dict)

    def take(self, charge: Charge) -> None:
        arrival = self.arrivals.get(charge.bucket)
        if arrival is not None and arrival > charge.latest:
            raise BucketFull(arrival)
        self.arrivals[charge.bucket] = (charge.now if arrival is None else arrival) + charge.cost
