"""Requests as API Gateway passes them to Lambda, and their cost on an AWS that answers at once."""

import io
import json
import statistics
import time
import uuid
from base64 import b64encode
from collections.abc import Callable
from contextlib import redirect_stdout
from typing import Any

import boto3
from botocore import xform_name

from benchmarks.canned import Canned
from chalicelib import wiring
from chalicelib.adapters.aws import clients

Event = dict[str, Any]


class Gateway:
    """Calls the app with events of API Gateway, on a stand-in for AWS."""

    def __init__(self) -> None:
        import app

        wiring.reset()  # clients of another gateway would give its answers
        wiring.warm_up()
        self._app = app.app
        sealed, plaintext = b64encode(b"x" * 220).decode(), b64encode(b"x" * 32).decode()
        self.aws = Canned({"Encrypt": {"CiphertextBlob": sealed}, "Decrypt": {"Plaintext": plaintext}})
        for service in clients.SERVICES:
            self.aws.attach(clients.client(service))
        wiring.ports.ticket_secret(wiring.now())  # read once in a container

    def __call__(self, method: str, path: str, resource: str = "", body: Any = None, **parameters: str) -> Any:
        """The JSON body of the response.

        Raises:
            AssertionError: The response is an error.
        """
        return json.loads(self.text(an_event(method, path, resource, body, **parameters)))

    def text(self, event: Event) -> str:
        """The body of the response as text.

        Raises:
            AssertionError: The response is an error.
        """
        with redirect_stdout(io.StringIO()):
            answer = self._app(event, None)
        assert answer["statusCode"] < 300, answer["body"]
        return answer["body"]

    def calls(self, *request: Any, **parameters: str) -> list[str]:
        """The names of the AWS operations that a request calls."""
        self.aws.forget()
        self(*request, **parameters)
        return self.aws.operations

    def ratio_to_bare_call(self, an_event: Callable[[], Event], runs: int) -> float:
        """Ratio of a request's processor time to that of its last AWS call, made by a stock client.

        The ratio is of medians over alternating runs in one process, so that noise affects both.
        """
        bare = Canned(self.aws.answers).attach(boto3.client("dynamodb"))
        ours, theirs = [], []
        with redirect_stdout(io.StringIO()):
            for _ in range(runs):
                self.aws.forget()
                ours.append(spent(self._app, an_event(), None))
                call = self.aws.requests[-1]
                theirs.append(spent(getattr(bare, xform_name(call.operation)), **call.parameters))
        return statistics.median(ours[runs // 10 :]) / statistics.median(theirs[runs // 10 :])


def spent(function: Callable[..., Any], *positional: Any, **named: Any) -> float:
    """Seconds of processor time that a call takes."""
    began = time.process_time()
    function(*positional, **named)
    return time.process_time() - began


def an_event(
    method: str, path: str, resource: str = "", body: Any = None, authorization: str = "", **parameters: str
) -> Event:
    """An event as API Gateway passes it to Lambda."""
    headers = {"content-type": "application/json", "host": "bench.example", "idempotency-key": str(uuid.uuid4())}
    headers |= {"authorization": authorization} if authorization else {}
    return {
        "resource": resource or path,
        "path": path,
        "httpMethod": method,
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "pathParameters": parameters or None,
        "stageVariables": None,
        "body": None if body is None else json.dumps(body),
        "isBase64Encoded": False,
        "requestContext": {
            "resourcePath": resource or path,
            "path": f"/api{path}",
            "httpMethod": method,
            "stage": "api",
            "requestId": str(uuid.uuid4()),
            "identity": {"sourceIp": "192.0.2.1"},
        },
    }
