"""The composition root: the only place where adapters meet the flow. Everything is made at its first use.

Imports stand inside, so that a request pays for what it needs and starting stays cheap.
"""

import gc

from chalicelib import telemetry
from chalicelib.wiring import outside, uses
from chalicelib.wiring.loading import collector_waiting
from chalicelib.wiring.outside import (
    accounts,
    actor_of,
    channels,
    city,
    counters,
    guess,
    is_overload,
    ledger,
    now,
    parse_phone,
    phonebook,
    photos,
    photos_origin,
    site,
    subscriptions,
    tickets,
    vault,
)
from chalicelib.wiring.uses import (
    counting,
    darkroom,
    deadlines,
    dialogue,
    digests,
    figures,
    inbox,
    intake,
    leaders,
    merging,
    messages,
    notices,
    overviews,
    rebuild,
    recomputing,
    resending,
    routing,
    search,
    supporting,
    survey,
    uploads,
    work,
)
from chalicelib.wiring.workers import (
    count,
    each_photo,
    each_record,
    notify,
    route,
    send_digests,
    tell,
    watch_deadlines,
)


def warm_up() -> None:
    """Make what every function needs while Lambda starts it, when it has a whole processor."""
    with collector_waiting():
        tickets()
        telemetry.warm_up()
    gc.freeze()


def reset() -> None:
    """Forget everything made so far: for tests that change the surroundings."""
    from chalicelib.adapters import aws

    for made in (*vars(outside).values(), *vars(uses).values()):
        if hasattr(made, "cache_clear"):
            made.cache_clear()
    aws.forget()


__all__ = [
    "accounts",
    "actor_of",
    "channels",
    "city",
    "count",
    "counters",
    "counting",
    "darkroom",
    "deadlines",
    "dialogue",
    "digests",
    "each_photo",
    "each_record",
    "figures",
    "guess",
    "inbox",
    "intake",
    "is_overload",
    "leaders",
    "ledger",
    "merging",
    "messages",
    "notices",
    "notify",
    "now",
    "overviews",
    "parse_phone",
    "phonebook",
    "photos",
    "photos_origin",
    "rebuild",
    "recomputing",
    "resending",
    "reset",
    "route",
    "routing",
    "search",
    "send_digests",
    "site",
    "subscriptions",
    "supporting",
    "survey",
    "tell",
    "tickets",
    "uploads",
    "vault",
    "warm_up",
    "watch_deadlines",
    "work",
]
