"""What the functions behind queues and schedules do with what they are called with."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from chalicelib import wiring

if TYPE_CHECKING:
    from chalicelib.domain.events import Event

    Handler = Callable[[Event], None]


def each_record(event: Any, worker: "Callable[[str], Handler]") -> None:
    """Give each record of an SQS event to the worker (`route` or `notify`); raises if any failed."""
    from chalicelib.adapters import batch

    batch.each_record(event, worker(batch.account_of(event)))


def each_photo(event: Any) -> None:
    """Take each file and each event that names photos; raises if any failed."""
    from chalicelib.adapters import batch
    from chalicelib.adapters.photo_mail import open_photo_mail

    batch.each_record(event, wiring.darkroom(batch.account_of(event)).take, open_photo_mail)


def watch_deadlines(event: Any) -> None:
    """One round of the watch, as long as the scheduled function has time; raises if a ticket could not be looked at."""
    from chalicelib.adapters import rounds

    rounds.check_clock(event, wiring.now())
    rounds.check(wiring.deadlines().watch(rounds.enough_time(event), event.event_id).failed)


def send_digests(event: Any) -> None:
    """The day's digests, if they are due and not sent; raises if somebody could not be told."""
    from chalicelib.adapters import rounds

    rounds.check_clock(event, wiring.now())
    rounds.check(wiring.digests(event.account).send())


def route(account: str) -> "Handler":  # noqa: ARG001 - each worker is made for the account of its queue
    return wiring.routing().on_event


def notify(account: str) -> "Handler":
    return wiring.notices(account).on_event


def tell(account: str) -> "Handler":  # noqa: ARG001 - each worker is made for the account of its queue
    return wiring.messages().on_event


def count(account: str) -> "Handler":  # noqa: ARG001 - as above
    return wiring.counting().on_event
