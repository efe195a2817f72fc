"""Records the calls of the shared clients to AWS, and puts answers or failures in their place."""

import json
from io import BytesIO

from botocore.awsrequest import AWSResponse

from chalicelib.adapters.aws import clients


class Wire:
    """The calls of the shared clients since it was made.

    `before` may answer or raise in AWS's place, `after` may raise once AWS has answered. While it is `paused`, calls pass
    unrecorded.
    """

    def __init__(self):
        self.calls = []
        self.before = self.after = None
        self.paused = False
        self._client_events = [clients.client(service).meta.events for service in clients.SERVICES]
        for events in self._client_events:
            events.register("before-send", self._on_send)
            events.register("after-call", self._on_answer)

    def leave(self):
        for events in self._client_events:
            events.unregister("before-send", self._on_send)
            events.unregister("after-call", self._on_answer)

    @property
    def operations(self):
        return [call.operation for call in self.calls]

    def forget(self):
        self.calls.clear()

    def _on_answer(self, **_):
        if self.after and not self.paused:
            self.after(self.calls[-1])

    def _on_send(self, request, event_name, **_):
        if self.paused:
            return None
        call = Call(event_name.rpartition(".")[2], request)
        self.calls.append(call)
        return self.before(call) if self.before else None


class Call:
    def __init__(self, operation, request):
        self.operation = operation
        self._request = request

    @property
    def body(self):
        body = self._request.body
        return body.decode() if isinstance(body, bytes) else str(body)

    @property
    def parameters(self):
        """The call's parameters (services that speak JSON)."""
        return json.loads(self.body)


def answer(status=200, **body):
    """An answer in AWS's place."""
    raw = BytesIO(json.dumps(body).encode())
    raw.stream = lambda **_: iter([raw.getvalue()])
    return AWSResponse("http://aws.example", status, {"content-type": "application/x-amz-json-1.0"}, raw)


def refusal(code, **body):
    return answer(400, __type=f"com.amazonaws.dynamodb.v20120810#{code}", Message=code, **body)
