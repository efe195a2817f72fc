"""The bodies of the Lambda functions on queues and schedules."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from chalicelib import wiring

if TYPE_CHECKING:
    from chalicelib.domain.events import Event

    Handler = Callable[[Event], None]


def each_record(event: Any, worker: "Callable[[str], Handler]") -> None:
    """Pass the event in each SQS record to a worker (`route_ticket`, `send_notices` …).

    Raises:
        RecordsFailed: any record failed; all were tried.
    """
    from chalicelib.adapters.queues import sqs_batch

    sqs_batch.each_record(event, worker(sqs_batch.account_of(event)))


def each_photo(event: Any) -> None:
    """Process each uploaded file and each event that names photos.

    Raises:
        RecordsFailed: any record failed; all were tried.
    """
    from chalicelib.adapters.queues import sqs_batch
    from chalicelib.adapters.queues.photo_queue import open_photo_message

    sqs_batch.each_record(event, wiring.photo_processing(sqs_batch.account_of(event)).take, open_photo_message)


def watch_deadlines(event: Any) -> None:
    """One run of the deadline watch, while the function has time.

    Raises:
        RunFailed: a ticket could not be checked.
    """
    from chalicelib.adapters.queues import schedule_run

    schedule_run.check_clock(event, wiring.now())
    schedule_run.raise_if_failed(
        wiring.deadline_watch().watch(schedule_run.has_time_left(event), event.event_id).failed
    )


def send_digests(event: Any) -> None:
    """Send the day's digests if they are due and not sent yet; publish the city's figures if a new day has begun.

    Raises:
        RunFailed: a digest could not be sent, or the figures could not be published.
    """
    from chalicelib.adapters.queues import schedule_run

    schedule_run.check_clock(event, wiring.now())
    failed = wiring.digests(event.account).send()
    try:
        wiring.figure_publication().publish_if_due()
    except Exception as failure:  # noqa: BLE001 - not swallowed: raised below, with the digests that failed
        failed.append(("figures", failure))
    schedule_run.raise_if_failed(failed)


def route_ticket(account: str) -> "Handler":  # noqa: ARG001 - each worker is made for the account of its queue
    return wiring.routing().on_event


def send_notices(account: str) -> "Handler":
    return wiring.notices(account).on_event


def send_messages(account: str) -> "Handler":  # noqa: ARG001 - each worker is made for the account of its queue
    return wiring.messages().on_event


def count_event(account: str) -> "Handler":  # noqa: ARG001 - as above
    return wiring.counting().on_event
