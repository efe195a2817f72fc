"""The figures of `replay`, as numbers and as a table."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from infra.local.replaying.follow_up import FollowedReport
from infra.local.replaying.installation import RejectedReport
from infra.local.replaying.report_file import UnusableLine


@dataclass(frozen=True, slots=True)
class Figures:
    """The outcome of one run. `with_ledger`: whether the ledger could be read; without it the notices are unknown."""

    followed: Sequence[FollowedReport]
    rejected: Sequence[RejectedReport | UnusableLine]
    area: str
    with_ledger: bool
    seconds: float

    @property
    def lost(self) -> int:
        """Number of accepted reports that were not routed or, if the ledger was read, not noticed to all concerned."""
        return sum(not (each.is_noticed if self.with_ledger else each.is_routed) for each in self.followed)

    def as_json(self) -> dict[str, Any]:
        return {
            "sent": len(self.followed) + len(self.rejected),
            "accepted": len(self.followed),
            "repeated": sum(each.accepted.repeated for each in self.followed),
            "rejected": len(self.rejected),
            "rejected_why": dict(Counter(each.why for each in self.rejected)),
            "dispatched": sum(each.is_routed and not each.to_coordinator for each in self.followed),
            "to_coordinator": sum(each.to_coordinator for each in self.followed),
            "notices": self._notices(),
            "submit_ms": _spread([each.accepted.seconds for each in self.followed]),
            "submit_to_notice_ms": self._notice_latency(),
            "lost": self.lost,
            "default_area": self.area,
            "ledger": self.with_ledger,
            "seconds": round(self.seconds, 1),
        }

    def _notices(self) -> dict[str, int]:
        """Number of notices by audience, the most frequent first."""
        counted = Counter(audience for each in self.followed for audience in each.notices)
        return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))

    def _notice_latency(self) -> dict[str, float] | None:
        """The latency of reports that this run opened, in milliseconds: a repeat's notice went out long ago."""
        seconds = [each.notice_seconds for each in self.followed if each.is_noticed and not each.accepted.repeated]
        return _spread(seconds) if self.with_ledger else None


def _spread(seconds: Sequence[float]) -> dict[str, float] | None:
    """Median, 95th percentile and maximum, in milliseconds; None without any value."""
    if not seconds:
        return None
    ordered = sorted(seconds)
    quantiles = {"p50": 0.50, "p95": 0.95, "max": 1.0}
    return {
        name: round(ordered[min(int(len(ordered) * p), len(ordered) - 1)] * 1000, 1) for name, p in quantiles.items()
    }


def table(figures: dict[str, Any]) -> str:
    """The figures as a table for people."""
    return "\n".join(f"{name:<26}{value}" for name, value in _rows(figures))


def _rows(figures: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "sent", str(figures["sent"])
    repeated = f" ({figures['repeated']} of them known from an earlier run)" if figures["repeated"] else ""
    yield "accepted", f"{figures['accepted']}{repeated}"
    yield "rejected", str(figures["rejected"])
    yield from ((f"  {why}", str(count)) for why, count in figures["rejected_why"].items())
    yield "dispatched", str(figures["dispatched"])
    yield "to the coordinator", str(figures["to_coordinator"])
    yield "notices", str(sum(figures["notices"].values())) if figures["ledger"] else "not known: AWS is out of reach"
    yield from ((f"  {audience}", str(count)) for audience, count in figures["notices"].items())
    yield "submit", _latency(figures["submit_ms"])
    yield "submit to notice", _latency(figures["submit_to_notice_ms"])
    yield "took", f"{figures['seconds']} s"
    yield "lost", str(figures["lost"])


def _latency(spread: dict[str, float] | None) -> str:
    if spread is None:
        return "-"
    return "   ".join(f"{name} {milliseconds:.0f} ms" for name, milliseconds in spread.items())
