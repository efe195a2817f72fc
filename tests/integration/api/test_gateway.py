"""The API as API Gateway calls it: below a stage or a custom domain's base path, and when something breaks."""

import base64
import json

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, ReadTimeoutError

from chalicelib import wiring
from tests.support.stage.gateway_events import event
from tests.support.stage.stage_world import CONTEXT, a_body


def answer(world, **event_):
    response = world.app(event(**event_), CONTEXT)
    return response["statusCode"], response["headers"], json.loads(response["body"])


@pytest.mark.parametrize("base", ["", "/api", "/lapor/pati"])
def test_links_lead_below_the_stage_or_the_base_path(world, base):
    status, headers, body = answer(
        world, path="/v1/tickets", base=base, method="POST", body=json.dumps(a_body()), Content_Type="application/json"
    )
    assert status == 201
    number = body["ticket"]["id"]
    assert headers["Location"] == f"{base}/v1/tickets/{number}"
    assert body["ticket"]["links"] == {"self": f"{base}/v1/tickets/{number}", "page": f"{base}/laporan/{number}"}
    resource = "/v1/tickets/{number}"
    _, _, shown = answer(world, path=f"/v1/tickets/{number}", base=base, resource=resource)
    assert shown["links"]["self"] == f"{base}/v1/tickets/{number}"
    _, _, document = answer(world, path="/v1/openapi.json", base=base)
    assert document["servers"] == [{"url": base or "/"}]


def test_a_slash_at_the_end_changes_no_link(world):
    gateway_event = event(path="/v1/tickets", method="POST", body=json.dumps(a_body()), Content_Type="application/json")
    gateway_event["requestContext"]["path"] += "/"
    location = world.app(gateway_event, CONTEXT)["headers"]["Location"]
    assert location.startswith("/api/v1/tickets/PTI-")


def test_a_request_without_any_header_is_served(world):
    assert answer(world, path="/v1/health")[0] == 200


def test_a_body_in_base64_is_read(world):
    gateway_event = event(path="/v1/tickets", method="POST", Content_Type="application/json")
    gateway_event |= {"body": base64.b64encode(json.dumps(a_body()).encode()).decode(), "isBase64Encoded": True}
    assert world.app(gateway_event, CONTEXT)["statusCode"] == 201


@pytest.mark.parametrize("body", ["%%%", "8J+", "/w=="])
def test_broken_base64_is_refused(world, body):
    gateway_event = event(path="/v1/tickets", method="POST", Content_Type="application/json")
    assert world.app(gateway_event | {"body": body, "isBase64Encoded": True}, CONTEXT)["statusCode"] == 400


def test_half_a_surrogate_pair_in_the_gateways_text_is_refused(world):
    gateway_event = event(path="/v1/tickets", method="POST", Content_Type="application/json", body='{"a": "\ud800"}')
    assert world.app(gateway_event, CONTEXT)["statusCode"] == 400


def test_the_gateways_request_id_follows_the_report_to_the_event(world):
    _, headers, body = answer(
        world, path="/v1/tickets", method="POST", body=json.dumps(a_body()), Content_Type="application/json"
    )
    assert headers["X-Correlation-Id"] == "c6af9ac6-7b61-11e6-9a41-93e8deadbeef"
    (received,) = [item for item in world.items(body["ticket"]["id"]) if item["sk"]["S"] == "event#00001"]
    assert received["correlation"]["S"] == headers["X-Correlation-Id"]


class Broken:
    """An intake that fails in a way nobody thought of, and quotes what it was given."""

    def submit(self, submission, key, correlation, sender):
        try:
            {}[submission.report.description]
        except KeyError as error:
            raise RuntimeError(f"cannot store {submission.contact.name} with {key}") from error


def test_what_nobody_thought_of_is_logged_with_its_place_and_told_by_its_id_alone(world, capsys, monkeypatch):
    monkeypatch.setattr(wiring, "intake", Broken)
    body = a_body(description="Lampu di gang buntu padam", contact={"name": "Siti Aminah"})
    status, headers, log = answer(
        world, path="/v1/tickets", method="POST", body=json.dumps(body), Content_Type="application/json",
        Idempotency_Key="0d3f2c4e-5a6b-4c7d-8e9f-0123456789ab",
    )  # fmt: skip
    assert status == 500
    assert headers["Content-Type"] == "application/problem+json"
    assert log["code"] == "internal"
    assert log["errors"] == []
    assert log["correlation"] == headers["X-Correlation-Id"]
    written = capsys.readouterr().out
    for secret in ("gang buntu", "Siti", "0d3f2c4e-5a6b-4c7d-8e9f-0123456789ab", "cannot store"):
        assert secret not in json.dumps(log)
        assert secret not in written
    line = json.loads(written)
    assert line["correlation_id"] == log["correlation"]
    assert [each["type"] for each in line["chain"]] == ["builtins.RuntimeError", "builtins.KeyError"]
    assert line["chain"][0]["at"][-1].endswith(" submit")


def throttled(code, reasons=()):
    response = {"Error": {"Code": code, "Message": "slow down"}, "CancellationReasons": list(reasons)}
    return ClientError(response, "TransactWriteItems")


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (throttled("ThrottlingException"), 503),
        (throttled("TransactionCanceledException", [{"Code": "None"}, {"Code": "ThrottlingError"}]), 503),
        (throttled("TransactionCanceledException", [{"Code": "ConditionalCheckFailed"}]), 500),
        (throttled("ProvisionedThroughputExceededException"), 503),
        (EndpointConnectionError(endpoint_url="https://dynamodb.example"), 503),
        (ReadTimeoutError(endpoint_url="https://dynamodb.example"), 503),
        (throttled("AccessDeniedException"), 500),
        (throttled("ResourceNotFoundException"), 500),
    ],
)
def test_when_aws_cannot_keep_up_the_citizen_may_send_the_same_again(world, capsys, monkeypatch, error, status):
    class Overloaded:
        def submit(self, *_):
            raise error

    monkeypatch.setattr(wiring, "intake", Overloaded)
    status_code, headers, body = answer(
        world, path="/v1/tickets", method="POST", body=json.dumps(a_body()), Content_Type="application/json"
    )
    assert status_code == status
    assert body["code"] == ("busy" if status == 503 else "internal")
    assert headers.get("Retry-After") == ("5" if status == 503 else None)
    assert json.loads(capsys.readouterr().out)["level"] == "ERROR"
