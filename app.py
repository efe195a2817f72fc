"""The Lambda functions of Sedulur: HTTP by blueprints, queues and schedules by one-line functions.

Chalice's blueprints cannot hold the latter.
"""

import gc
from typing import Any

gc.disable()  # until all is loaded: it all stays, and collecting garbage would take a tenth of the start

from chalice.app import Chalice, CloudWatchEvent, Rate, SQSEvent

from chalicelib import names, settings, wiring
from chalicelib.http.api.desk import desk_api
from chalicelib.http.api.public import api
from chalicelib.http.api.sessions import sessions
from chalicelib.http.api.staff import staff_api
from chalicelib.http.citizen.citizen_routes import pages
from chalicelib.http.citizen.statistics_routes import statistics_pages
from chalicelib.http.citizen.unsubscribe import unsubscribe_pages
from chalicelib.http.console.console_routes import console
from chalicelib.http.console.list_routes import lists
from chalicelib.http.console.sign_in_routes import signing
from chalicelib.http.errors import explain_gateway_errors

app = Chalice(app_name=names.APP, configure_logs=False)  # Powertools' Logger has the same name and writes JSON
app.app_name = names.api(settings.stage())  # of the API in API Gateway, by which its figures are told apart
app.api.binary_types.append("multipart/form-data")  # forms with photos; otherwise API Gateway would treat them as text
app.register_blueprint(api)
app.register_blueprint(sessions)
app.register_blueprint(staff_api)
app.register_blueprint(desk_api)
app.register_blueprint(console)
app.register_blueprint(lists)
app.register_blueprint(signing)
app.register_blueprint(statistics_pages)
app.register_blueprint(pages)
app.register_blueprint(unsubscribe_pages)
app.register_middleware(explain_gateway_errors, "http")

if settings.in_lambda():
    wiring.warm_up()
gc.enable()


def _from(queue: str) -> dict[str, Any]:
    """The trigger of a function by a queue of this stage."""
    return {"queue": names.queue(settings.stage(), queue), "maximum_concurrency": settings.MOST_AT_ONCE[queue]}


@app.on_sqs_message(**_from("routing"), batch_size=10)
def route_tickets(event: SQSEvent) -> None:
    """Give each new ticket to the OPDs that must work on it."""
    wiring.each_record(event, wiring.route_ticket)


@app.on_sqs_message(**_from("notices"), batch_size=10)
def send_notices(event: SQSEvent) -> None:
    """Send notices of events to OPDs, the coordinator and the leaders."""
    wiring.each_record(event, wiring.send_notices)


@app.on_sqs_message(**_from("photos"), batch_size=1)  # a file that crashes the function affects no other
def clean_photo(event: SQSEvent) -> None:
    """Clean each uploaded photo, and attach it to the ticket whose event names it."""
    wiring.each_photo(event)


@app.on_sqs_message(**_from("messages"), batch_size=10)
def send_messages(event: SQSEvent) -> None:
    """Send messages about their tickets to reporters who want them."""
    wiring.each_record(event, wiring.send_messages)


@app.on_sqs_message(**_from("statistics"), batch_size=10)
def count_events(event: SQSEvent) -> None:
    """Keep the counters of the statistics up to date."""
    wiring.each_record(event, wiring.count_event)


@app.schedule(Rate(5, unit=Rate.MINUTES))
def watch_deadlines(event: CloudWatchEvent) -> None:
    """Warn of deadlines, escalate missed ones, remind reporters of questions, close tickets whose time is over."""
    wiring.watch_deadlines(event)


@app.schedule(Rate(15, unit=Rate.MINUTES))
def send_digests(event: CloudWatchEvent) -> None:
    """Once a working day, send the digests of what is late; once a night, publish the city's figures."""
    wiring.send_digests(event)
