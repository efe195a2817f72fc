"""What one report through the API costs: processor time, calls to AWS, write units."""

import io
import json
import statistics
import time
import uuid
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from typing import Any

import boto3

from benchmarks.canned import Canned
from benchmarks.capacity import Item, item_size, projected, write_units
from benchmarks.figures import Figure
from chalicelib import wiring
from chalicelib.adapters import aws
from infra.template import render

WORDS = "Lampu jalan di depan balai desa padam sejak tiga hari yang lalu, sehingga jalan menjadi gelap. "
REPORT = {
    "service": "lampu-jalan",
    "description": (WORDS * 3)[:200],
    "location": {"lat": -6.75123, "long": 111.03812, "area": "33.18.10.2001", "address": "Depan balai desa"},
}
CONTACT = {"name": "Siti Aminah", "phone": "0812-3456-7890", "email": "siti@warga.example"}
CHANGES_OFTEN = 1024


class Gateway:
    """Lambda's side of API Gateway: the app, called with its events, on canned AWS."""

    def __init__(self) -> None:
        import app

        wiring.warm_up()
        self._app = app.app
        self.aws = Canned({"Encrypt": {"CiphertextBlob": b64encode(b"x" * 220).decode()}})
        for service in aws.SERVICES:
            self.aws.attach(aws.client(service))

    def __call__(self, method: str, path: str, resource: str = "", body: Any = None, **parameters: str) -> Any:
        """The answer's body; AssertionError if it is an error."""
        event = an_event(method, path, resource, body, **parameters)
        with redirect_stdout(io.StringIO()):
            answer = self._app(event, None)
        assert answer["statusCode"] < 300, answer["body"]
        return json.loads(answer["body"])

    def calls(self, *request: Any, **parameters: str) -> list[str]:
        """The AWS calls that a request makes."""
        self.aws.forget()
        self(*request, **parameters)
        return self.aws.operations

    def time(self, event: dict[str, Any]) -> float:
        return spent(lambda: self._app(event, None))


def figures(runs: int) -> Iterator[Figure]:
    gateway = Gateway()
    yield from _calls(gateway)
    yield from _units(gateway)
    yield Figure(
        "processor time of POST /v1/tickets", _ratio(gateway, runs), 1.35, "its bare transact_write_items", "x"
    )


def _calls(gateway: Gateway) -> Iterator[Figure]:
    submit = gateway.calls("POST", "/v1/tickets", "", REPORT)
    written = _written(gateway)
    contact = gateway.calls("POST", "/v1/tickets", "", REPORT | {"contact": CONTACT})
    gateway.aws.answers["Query"] = {"Items": written, "Count": len(written), "ScannedCount": len(written)}
    number = written[0]["pk"]["S"]
    one = gateway.calls("GET", f"/v1/tickets/{number}", "/v1/tickets/{number}", number=number)
    line = projected(written[0], indexes()["newest"])
    gateway.aws.answers["Query"] = {"Items": [line], "Count": 1, "ScannedCount": 1}
    page = gateway.calls("GET", "/v1/tickets")
    for name, calls, aim in (
        ("submit", submit, 1),
        ("submit with contact", contact, 2),
        ("one ticket", one, 1),
        ("one list page", page, 1),
    ):
        yield Figure(f"AWS calls: {name}", len(calls), aim, " ".join(calls), exact=True)


def _units(gateway: Gateway) -> Iterator[Figure]:
    gateway("POST", "/v1/tickets", "", REPORT)
    plain = _written(gateway)
    gateway("POST", "/v1/tickets", "", REPORT | {"contact": CONTACT})
    yield Figure("write units of a typical report", write_units(plain, indexes().values()), 12)
    yield Figure("write units of a typical report with contact", write_units(_written(gateway), indexes().values()), 12)
    yield Figure("bytes of its ticket item, which changes often", item_size(plain[0]), CHANGES_OFTEN, unit=" B")
    gateway("POST", "/v1/tickets", "", REPORT | {"description": "ó" * 4000})
    yield Figure("the same with 4,000 characters", item_size(_written(gateway)[0]), CHANGES_OFTEN, unit=" B")


def _ratio(gateway: Gateway, runs: int) -> float:
    """Of medians over turns in one process. The bare call writes the very items that the app wrote."""
    gateway("POST", "/v1/tickets", "", REPORT)
    asked = gateway.aws.requests[-1].asked["TransactItems"]
    bare = Canned().attach(boto3.client("dynamodb"))
    ours, theirs = [], []
    with redirect_stdout(io.StringIO()):
        for _ in range(runs):
            ours.append(gateway.time(an_event("POST", "/v1/tickets", "", REPORT)))
            theirs.append(spent(lambda: bare.transact_write_items(TransactItems=asked)))
    return statistics.median(ours[runs // 10 :]) / statistics.median(theirs[runs // 10 :])


def _written(gateway: Gateway) -> list[Item]:
    return [write["Put"]["Item"] for write in gateway.aws.requests[-1].asked["TransactItems"]]


def spent(work: Callable[[], Any]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def indexes() -> dict[str, Any]:
    (table,) = [r for r in render("bench", "pati")["Resources"].values() if r["Type"] == "AWS::DynamoDB::Table"]
    return {index["IndexName"]: index for index in table["Properties"]["GlobalSecondaryIndexes"]}


def an_event(method: str, path: str, resource: str, body: Any, **parameters: str) -> dict[str, Any]:
    """What API Gateway gives to Lambda."""
    headers = {"content-type": "application/json", "host": "bench.example", "idempotency-key": str(uuid.uuid4())}
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
