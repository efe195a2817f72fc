"""A stand-in for AWS that answers at once, so that a call takes only the client's own time."""

import json
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from botocore.awsrequest import AWSResponse


class _Raw(BytesIO):
    def stream(self, **_: Any) -> Any:
        yield self.read()


class SentRequest:
    """A request that was sent."""

    def __init__(self, operation: str, request: Any) -> None:
        self.operation = operation
        self._request = request

    @property
    def parameters(self) -> Any:
        """The call's parameters, of services that speak JSON."""
        return json.loads(self._request.body)


class Canned:
    """Answers each call of the clients attached to it with the answer of its operation, or an empty one; keeps the
    requests.
    """

    def __init__(self, answers: Mapping[str, Any] | None = None) -> None:
        self.answers = dict(answers or {})
        self.requests: list[SentRequest] = []

    def attach(self, client: Any) -> Any:
        """Answer the calls of a boto3 client from now on; return the client."""
        client.meta.events.register("before-send", self)
        return client

    def forget(self) -> None:
        self.requests.clear()

    @property
    def operations(self) -> list[str]:
        return [each.operation for each in self.requests]

    def __call__(self, request: Any, event_name: str, **_: Any) -> AWSResponse:
        operation = event_name.rpartition(".")[2]
        self.requests.append(SentRequest(operation, request))
        body = json.dumps(self.answers.get(operation, {})).encode()
        headers = {"content-type": "application/x-amz-json-1.0", "x-amzn-requestid": "canned"}
        return AWSResponse(request.url, 200, headers, _Raw(body))
