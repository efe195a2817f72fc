"""What the functions behind queues and schedules do with what they are called with."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from chalicelib import wiring

if TYPE_CHECKING:
    from chalicelib.domain.events import Event

    Handler = Callable[[Event], None]


def each_record(event: Any, worker: "Callable[[str], Handler]") -> None:
    """Give each record of an SQS event to the worker (`route` or `notify`); raises if any failed."""
    from chalicelib.adapters.queues import sqs_batch

    sqs_batch.each_record(event, worker(sqs_batch.account_of(event)))


def each_photo(event: Any) -> None:
    """Take each file and each event that names photos; raises if any failed."""
    from chalicelib.adapters.queues import sqs_batch
    from chalicelib.adapters.queues.photo_queue import open_photo_message

    sqs_batch.each_record(event, wiring.photo_processing(sqs_batch.account_of(event)).take, open_photo_message)


def watch_deadlines(event: Any) -> None:
    """One round of the watch, as long as the scheduled function has time; raises if a ticket could not be looked at."""
    from chalicelib.adapters.queues import schedule_run

    schedule_run.check_clock(event, wiring.now())
    schedule_run.check(wiring.deadline_watch().watch(schedule_run.enough_time(event), event.event_id).failed)


def send_digests(event: Any) -> None:
    """The day's digests, if they are due and not sent; raises if somebody could not be told."""
    from chalicelib.adapters.queues import schedule_run

    schedule_run.check_clock(event, wiring.now())
    schedule_run.check(wiring.digests(event.account).send())


def route_ticket(account: str) -> "Handler":  # noqa: ARG001 - each worker is made for the account of its queue
    return wiring.routing().on_event


def send_notices(account: str) -> "Handler":
    return wiring.notices(account).on_event


def send_messages(account: str) -> "Handler":  # noqa: ARG001 - each worker is made for the account of its queue
    return wiring.messages().on_event


def count_event(account: str) -> "Handler":  # noqa: ARG001 - as above
    return wiring.counting().on_event
