"""Requests as API Gateway gives them to Lambda, and what they cost on an AWS that answers at once."""

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
    """Lambda's side of API Gateway: the app, called with its events, on canned AWS."""

    def __init__(self) -> None:
        import app

        wiring.reset()  # another gateway's clients answer with its own answers
        wiring.warm_up()
        self._app = app.app
        self.aws = Canned({"Encrypt": {"CiphertextBlob": b64encode(b"x" * 220).decode()}})
        for service in clients.SERVICES:
            self.aws.attach(clients.client(service))

    def __call__(self, method: str, path: str, resource: str = "", body: Any = None, **parameters: str) -> Any:
        """The answer's body; AssertionError if it is an error."""
        return json.loads(self.text(an_event(method, path, resource, body, **parameters)))

    def text(self, event: Event) -> str:
        """The same, whatever it is made of."""
        with redirect_stdout(io.StringIO()):
            answer = self._app(event, None)
        assert answer["statusCode"] < 300, answer["body"]
        return answer["body"]

    def calls(self, *request: Any, **parameters: str) -> list[str]:
        """The AWS calls that a request makes."""
        self.aws.forget()
        self(*request, **parameters)
        return self.aws.operations

    def beside_its_bare_call(self, an_event: Callable[[], Event], runs: int) -> float:
        """Processor time of a request to that of the last call it makes, made by a stock client for the same answer.

        Of medians over turns in one process: what disturbs one disturbs the other too.
        """
        bare = Canned(self.aws.answers).attach(boto3.client("dynamodb"))
        ours, theirs = [], []
        with redirect_stdout(io.StringIO()):
            for _ in range(runs):
                self.aws.forget()
                ours.append(spent(self._app, an_event(), None))
                call = self.aws.requests[-1]
                theirs.append(spent(getattr(bare, xform_name(call.operation)), **call.asked))
        return statistics.median(ours[runs // 10 :]) / statistics.median(theirs[runs // 10 :])


def spent(work: Callable[..., Any], *positional: Any, **named: Any) -> float:
    """Seconds of processor time."""
    began = time.process_time()
    work(*positional, **named)
    return time.process_time() - began


def an_event(
    method: str, path: str, resource: str = "", body: Any = None, authorization: str = "", **parameters: str
) -> Event:
    """What API Gateway gives to Lambda."""
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
