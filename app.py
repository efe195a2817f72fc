"""The doors of Sedulur: HTTP by blueprints, queues by functions of two lines (blueprints cannot hold those)."""

from chalice.app import Chalice, SQSEvent

from chalicelib import names, settings, wiring
from chalicelib.http.api import api

app = Chalice(app_name=names.APP)
app.register_blueprint(api)


@app.on_sqs_message(queue=names.queue(settings.stage(), "routing"), batch_size=10)
def route_tickets(event: SQSEvent) -> object:
    """Give each new ticket to the OPDs that have a part in it."""
    return wiring.each_record(event, wiring.route)


@app.on_sqs_message(queue=names.queue(settings.stage(), "notices"), batch_size=10)
def send_notices(event: SQSEvent) -> object:
    """Tell every OPD, and the coordinator, what concerns them."""
    return wiring.each_record(event, wiring.notify)
