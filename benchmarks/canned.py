"""An AWS that answers at once: what remains of a call is the caller's own work."""

import json
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from botocore.awsrequest import AWSResponse


class _Raw(BytesIO):
    def stream(self, **_: Any) -> Any:
        yield self.read()


class Asked:
    """A request that went out."""

    def __init__(self, operation: str, request: Any) -> None:
        self.operation = operation
        self._request = request

    @property
    def asked(self) -> Any:
        return json.loads(self._request.body)


class Canned:
    """Answers calls of clients with what is laid down for the operation, else with nothing; keeps what was asked."""

    def __init__(self, answers: Mapping[str, Any] | None = None) -> None:
        self.answers = dict(answers or {})
        self.requests: list[Asked] = []

    def attach(self, client: Any) -> Any:
        client.meta.events.register("before-send", self)
        return client

    def forget(self) -> None:
        self.requests.clear()

    @property
    def operations(self) -> list[str]:
        return [each.operation for each in self.requests]

    def __call__(self, request: Any, event_name: str, **_: Any) -> AWSResponse:
        operation = event_name.rpartition(".")[2]
        self.requests.append(Asked(operation, request))
        body = json.dumps(self.answers.get(operation, {})).encode()
        headers = {"content-type": "application/x-amz-json-1.0", "x-amzn-requestid": "canned"}
        return AWSResponse(request.url, 200, headers, _Raw(body))
