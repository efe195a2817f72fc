"""What SNS or SES may have taken is not sent again within one `send`; what certainly did not arrive is."""

from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from types import SimpleNamespace

import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError, EndpointConnectionError, ReadTimeoutError

from chalicelib.adapters.aws import clients
from chalicelib.adapters.aws.retries import SEND_TRIES
from chalicelib.adapters.messaging.sns_notices import SnsNoticePublisher
from chalicelib.flow.notifications.send_once import SendOnce
from chalicelib.flow.ports.delivery import Undeliverable
from tests.doubles.delivery_ledger import MemoryLedger
from tests.support.factory import NOW, a_notice, an_event
from tests.support.stage.aws_wire import Wire, answer
from tests.support.stage.stage_world import ACCOUNT

SEND = {
    "sns": lambda: clients.client("sns").publish(TopicArn="arn:aws:sns:x:1:t", Message="x"),
    "sesv2": lambda: clients.client("sesv2").send_email(FromEmailAddress="a@b.example", Content={}),
}

both = pytest.mark.parametrize("service", SEND)


@pytest.fixture
def wire(monkeypatch):
    """Clients of their own, which wait for nothing."""
    monkeypatch.setattr("botocore.endpoint.time", SimpleNamespace(sleep=lambda _: None))
    clients.forget()
    watched = Wire()
    yield watched
    watched.leave()
    clients.forget()


def test_a_publish_whose_answer_is_lost_is_made_once_and_fails_in_the_ledger(monkeypatch):
    ledger, failures, notice = MemoryLedger(), [], a_notice()
    with _takes_and_hangs_up() as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.server_port}")
        clients.forget()
        send_once = SendOnce(ledger, lambda: NOW, failures.append, "NoticesSent", "NoticesFailed")
        with pytest.raises(Undeliverable):
            send_once.once(notice.id, an_event(), notice.audience, lambda: SnsNoticePublisher(ACCOUNT).send(notice))
        clients.forget()
    assert server.published == 1
    line = ledger.lines[notice.id]
    assert (line.state, line.reason, line.tries) == ("failed", "ConnectionClosedError", 1)
    assert failures == ["NoticesFailed"]
    assert ledger.claim(notice.id, line.ticket, line.event, line.audience, at=NOW, until=NOW + timedelta(minutes=1))


@both
@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_an_error_of_the_server_says_nothing_of_what_it_did_and_is_not_tried_again(service, status, wire):
    wire.before = lambda _: _error(service, "InternalError", status)
    with pytest.raises(ClientError):
        SEND[service]()
    assert len(wire.calls) == 1


@both
def test_an_answer_that_does_not_come_in_time_is_not_asked_for_again(service, wire):
    wire.before = _raising(ReadTimeoutError(endpoint_url="https://aws.example"))
    with pytest.raises(ReadTimeoutError):
        SEND[service]()
    assert len(wire.calls) == 1


@both
@pytest.mark.parametrize("error", [ConnectTimeoutError, EndpointConnectionError])
def test_what_never_left_is_tried_again(service, error, wire):
    wire.before = _raising(error(endpoint_url="https://aws.example", error="no way there"))
    with pytest.raises(error):
        SEND[service]()
    assert len(wire.calls) == SEND_TRIES


@both
@pytest.mark.parametrize(("code", "status"), [("ThrottlingException", 400), ("TooManyRequestsException", 429)])
def test_what_was_refused_because_there_is_too_much_is_tried_again(service, code, status, wire):
    wire.before = lambda _: _error(service, code, status) if len(wire.calls) < SEND_TRIES else _ok(service)
    SEND[service]()
    assert len(wire.calls) == SEND_TRIES


def test_sns_names_throttling_in_its_own_way(wire):
    wire.before = lambda _: _error("sns", "Throttled", 429)
    with pytest.raises(ClientError, match="Throttled"):
        SEND["sns"]()
    assert len(wire.calls) == SEND_TRIES


@both
def test_what_is_refused_for_another_reason_is_not_tried_again(service, wire):
    wire.before = lambda _: _error(service, "MessageRejected", 400)
    with pytest.raises(ClientError, match="MessageRejected"):
        SEND[service]()
    assert len(wire.calls) == 1


def _raising(error):
    def fail(_):
        raise error

    return fail


def _error(service, code, status):
    if service == "sesv2":
        return answer(status, __type=code, message=code)
    return _xml(status, f"<ErrorResponse><Error><Code>{code}</Code><Message>x</Message></Error></ErrorResponse>")


def _ok(service):
    if service == "sesv2":
        return answer(200, MessageId="m")
    result = "<PublishResult><MessageId>m</MessageId></PublishResult>"
    return _xml(200, f"<PublishResponse>{result}<ResponseMetadata/></PublishResponse>")


def _xml(status, text):
    response = answer(status)
    response.raw.getvalue = text.encode
    response.headers["content-type"] = "text/xml"
    return response


@contextmanager
def _takes_and_hangs_up():
    """A server that reads each request whole, counts it and closes the line without an answer."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.server.published += b"Action=Publish" in body
            self.close_connection = True

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        server.published = 0
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
