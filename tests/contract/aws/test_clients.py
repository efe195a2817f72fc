"""The lean clients ask the same hosts, and sign the same way, as stock ones."""

import re

import botocore.session
import pytest
from botocore.config import Config

from benchmarks.fresh import ROOT
from chalicelib.adapters.aws import clients

CALLS = {
    "cognito-idp": ("initiate_auth", {"AuthFlow": "USER_PASSWORD_AUTH", "ClientId": "x", "AuthParameters": {}}),
    "dynamodb": ("get_item", {"TableName": "t", "Key": {"pk": {"S": "x"}}}),
    "kms": ("encrypt", {"KeyId": "alias/x", "Plaintext": b"x"}),
    "s3": ("get_object", {"Bucket": "sedulur-x-photos-123456789012", "Key": "raw/x"}),
    "sesv2": ("send_email", {"FromEmailAddress": "a@b.example", "Content": {}}),
    "sns": ("publish", {"TopicArn": "arn:aws:sns:ap-southeast-3:123456789012:x", "Message": "x"}),
    "sqs": ("send_message", {"QueueUrl": "https://sqs.example/1/x", "MessageBody": "x"}),
}


@pytest.fixture(autouse=True)
def _fresh():
    clients.forget()
    yield
    clients.forget()


@pytest.mark.parametrize("region", ["ap-southeast-3", "us-east-1", "eu-central-1"])
@pytest.mark.parametrize("service", clients.SERVICES)
def test_a_lean_client_speaks_to_aws_as_a_stock_one_does(service, region, monkeypatch):
    monkeypatch.setenv("AWS_REGION", region)
    config = Config(parameter_validation=False, s3={"us_east_1_regional_endpoint": "regional"})
    stock = botocore.session.Session().create_client(service, region, config=config)
    assert _sent(clients.client(service), service) == _sent(stock, service)


@pytest.mark.parametrize("service", clients.SERVICES)
def test_a_lean_client_goes_where_the_environment_sends_it(service, monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:4599")
    url, *_ = _sent(clients.client(service), service)
    assert url.startswith("http://127.0.0.1:4599/")


def test_there_is_one_client_of_each_kind_and_one_session():
    assert clients.client("sns") is clients.client("sns")
    assert len(clients._sessions) == 1


def test_pynamodb_works_on_the_shared_client():
    from chalicelib.adapters.dynamodb.table import table

    assert table().connection.client is clients.client("dynamodb")


def test_a_call_ends_before_the_function_does():
    config = clients.client("dynamodb").meta.config
    assert config.retries == {"mode": "standard", "total_max_attempts": 4}
    assert 4 * (config.connect_timeout + config.read_timeout) < 30


def _sent(client, service):
    """URL, content type, target and scope of the signature of a call (Cognito's for users have none)."""
    client.meta.events.register("before-send", _catch)
    operation, parameters = CALLS[service]
    with pytest.raises(Caught) as caught:
        getattr(client, operation)(**parameters)
    request = caught.value.request
    headers = {name.lower(): _text(value) for name, value in request.headers.items()}
    scope = re.sub(r"/\d{8}/", "/day/", headers.get("authorization", "").partition(", Signature")[0])
    return request.url, headers.get("content-type"), headers.get("x-amz-target"), scope


def _text(value):
    return value.decode() if isinstance(value, bytes) else value


class Caught(Exception):
    def __init__(self, request):
        super().__init__(request.url)
        self.request = request


def _catch(request, **_):
    raise Caught(request)


def test_what_ships_reaches_into_no_library_by_its_private_names():
    """The linter sees each such access (SLF001): none is excused."""
    excused = [path for path in (ROOT / "chalicelib").rglob("*.py") if "SLF001" in path.read_text()]
    assert excused == []
