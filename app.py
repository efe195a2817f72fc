"""The doors of Sedulur: HTTP by blueprints, queues by functions of two lines (blueprints cannot hold those)."""

import gc

gc.disable()  # until all is loaded: what is made here stays, and looking for garbage in it is a tenth of starting

from chalice.app import Chalice, CloudWatchEvent, Rate, SQSEvent

from chalicelib import names, settings, wiring
from chalicelib.http.api.desk import desk_api
from chalicelib.http.api.public import api
from chalicelib.http.api.sessions import sessions
from chalicelib.http.api.staff import staff_api
from chalicelib.http.api.statistics import statistics
from chalicelib.http.citizen.citizen_routes import pages
from chalicelib.http.citizen.unsubscribe import unsubscribe_pages
from chalicelib.http.console.console_routes import console
from chalicelib.http.console.list_routes import lists
from chalicelib.http.console.sign_in_routes import signing
from chalicelib.http.gateway_errors import explain_gateway_errors

app = Chalice(app_name=names.APP, configure_logs=False)  # Powertools' Logger has the same name and writes JSON
app.api.binary_types.append("multipart/form-data")  # a photo with a form; else API Gateway would read it as text
app.register_blueprint(api)
app.register_blueprint(sessions)
app.register_blueprint(staff_api)
app.register_blueprint(desk_api)
app.register_blueprint(console)
app.register_blueprint(lists)
app.register_blueprint(signing)
app.register_blueprint(statistics)
app.register_blueprint(pages)
app.register_blueprint(unsubscribe_pages)
app.register_middleware(explain_gateway_errors, "http")

if settings.in_lambda():
    wiring.warm_up()
gc.enable()


@app.on_sqs_message(queue=names.queue(settings.stage(), "routing"), batch_size=10)
def route_tickets(event: SQSEvent) -> None:
    """Give each new ticket to the OPDs that have a part in it."""
    wiring.each_record(event, wiring.route_ticket)


@app.on_sqs_message(queue=names.queue(settings.stage(), "notices"), batch_size=10)
def send_notices(event: SQSEvent) -> None:
    """Tell every OPD, and the coordinator, what concerns them."""
    wiring.each_record(event, wiring.send_notices)


@app.on_sqs_message(queue=names.queue(settings.stage(), "photos"), batch_size=1)  # a file that kills stands alone
def clean_photo(event: SQSEvent) -> None:
    """Clean each photo that was sent, and bring it into the ticket whose event names it."""
    wiring.each_photo(event)


@app.on_sqs_message(queue=names.queue(settings.stage(), "messages"), batch_size=10)
def send_messages(event: SQSEvent) -> None:
    """Tell the people who reported, and want to know, how their report fares."""
    wiring.each_record(event, wiring.send_messages)


@app.on_sqs_message(queue=names.queue(settings.stage(), "statistics"), batch_size=10)
def count_events(event: SQSEvent) -> None:
    """Keep the city's figures up to date."""
    wiring.each_record(event, wiring.count_event)


@app.schedule(Rate(5, unit=Rate.MINUTES))
def watch_deadlines(event: CloudWatchEvent) -> None:
    """Warn of deadlines, tell of those that were missed, remind who was asked, end what is over."""
    wiring.watch_deadlines(event)


@app.schedule(Rate(15, unit=Rate.MINUTES))
def send_digests(event: CloudWatchEvent) -> None:
    """Tell once a working day what is late: the leaders, and whoever else wants it."""
    wiring.send_digests(event)
