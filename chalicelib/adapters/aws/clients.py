"""One botocore session for the process, and its clients, each created at its first use.

Start-up time has a budget (docs/decisions.md): creating a session costs as much as importing Chalice, and a stock
session reads 1.2 MB of endpoints and lists 400 services before it creates a client. boto3 is not imported at all.
"""

import json
from base64 import b64encode
from threading import Lock
from typing import Any

import botocore
from botocore.config import Config
from botocore.loaders import Loader
from botocore.session import Session

import chalicelib
from chalicelib import settings
from chalicelib.adapters.aws import retries

SERVICES = ("cognito-idp", "dynamodb", "kms", "s3", "sesv2", "sns", "sqs")

# The legacy table of endpoints, without its services: what is left gives the partition's defaults, which hold for all
# services in use. A test compares hosts and signatures of the clients with those of stock ones.
_ENDPOINTS = {
    "version": 3,
    "partitions": [
        {
            "partition": "aws",
            "partitionName": "AWS Standard",
            "dnsSuffix": "amazonaws.com",
            "regionRegex": r"^(us|eu|ap|sa|ca|me|af|il|mx)\-\w+\-\d+$",
            "regions": {},
            "services": {},
            "defaults": {
                "hostname": "{service}.{region}.{dnsSuffix}",
                "protocols": ["https"],
                "signatureVersions": ["v4"],
                "variants": [],
            },
        }
    ],
}

# Below the functions' 30 seconds, tries included. Repeating is safe: writes are conditional, and a transaction
# carries botocore's request token. What sends letters is repeated by our own rule.
_CONFIG = Config(
    connect_timeout=2,
    read_timeout=5,
    retries={"mode": "standard", "total_max_attempts": 4},
    s3={"us_east_1_regional_endpoint": "regional"},  # as everywhere else
    parameter_validation=False,  # the adapters build the parameters; checking them costs as much as signing
    tcp_keepalive=True,
    # Fixed here: botocore builds its own twice in every call, which takes a tenth of the call's processor time.
    user_agent=f"Sedulur/{chalicelib.__version__} Botocore/{botocore.__version__}",
)

_SENDERS = ("sesv2", "sns")
_SEND_CONFIG = _CONFIG.merge(Config(retries={"mode": "standard", "total_max_attempts": 1}))

_lock = Lock()
_clients: dict[str, Any] = {}
_sessions: list[Session] = []


def client(service: str) -> Any:
    """The process-wide client of one of `SERVICES`."""
    if service not in _clients:
        with _lock:
            if service not in _clients:
                _clients[service] = _create(service)
    return _clients[service]


def credentials() -> Any:
    """The current credentials (`access_key`, `secret_key`, `token`), for signing without a call."""
    with _lock:
        return _session().get_credentials().get_frozen_credentials()


def forget() -> None:
    """Drop the session and all clients, for tests that change the endpoint."""
    with _lock:
        _clients.clear()
        _sessions.clear()


def _create(service: str) -> Any:
    config = _SEND_CONFIG if service in _SENDERS else _CONFIG
    created = _session().create_client(service, settings.region(), config=config)
    if service in _SENDERS:
        created.meta.events.register(f"needs-retry.{service}", retries.repeat_what_did_not_arrive)
    if service == "dynamodb":
        created.meta.events.register("needs-retry.dynamodb.TransactWriteItems", retries.wait_out_conflict)
        _pass_items(created)
    return created


def _session() -> Session:
    if not _sessions:
        session = Session()
        session.register_component("data_loader", _LeanLoader())
        _sessions.append(session)
    return _sessions[0]


class _LeanLoader(Loader):  # type: ignore[misc]
    """Knows the services in use instead of searching for all services, and endpoint rules for S3 only.

    For a service without endpoint rules botocore uses the legacy table: host and signing name are determined once, when
    the client is created, instead of in each call.
    """

    def list_available_services(self, type_name: str) -> list[str]:
        if type_name == "endpoint-rule-set-1":
            return ["s3"]  # its host names contain the bucket
        return list(SERVICES)

    def load_data_with_path(self, name: str) -> Any:
        if name == "endpoints":
            return _ENDPOINTS, f"{self.BUILTIN_DATA_PATH}/endpoints"
        return super().load_data_with_path(name)


def _pass_items(client: Any) -> None:
    """Let items pass botocore as they are: what our adapters write and read is DynamoDB JSON already.

    Botocore copies every value of every item by the service's model, on the way out and on the way in: half of the
    processor time of a page of 25 lines. All that it changes are binary values, which JSON holds in base 64.
    https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html
    """
    events = client.meta.events
    events.register("provide-client-params.dynamodb.TransactWriteItems", _take_writes)
    events.register("before-call.dynamodb.TransactWriteItems", _put_writes)
    events.register("before-parse.dynamodb.Query", _take_items)


_WRITES = "TransactItems"


def _take_writes(params: dict[str, Any], context: dict[str, Any], **_: Any) -> dict[str, Any]:
    """The parameters of which botocore is to make a request's body; the caller's own stay as they are."""
    context[_WRITES] = params[_WRITES]
    return {name: value for name, value in params.items() if name != _WRITES}


def _put_writes(params: dict[str, Any], context: dict[str, Any], **_: Any) -> None:
    """Into the request's body, beside what botocore has made of the other parameters."""
    params["body"] = _encode(json.loads(params["body"]) | {_WRITES: context[_WRITES]}).encode()


_encode = json.JSONEncoder(default=lambda binary: b64encode(binary).decode()).encode


def _take_items(response_dict: dict[str, Any], customized_response_dict: dict[str, Any], **_: Any) -> None:
    """Out of an answer's body before botocore takes it apart; it does so itself if there is a binary value among them,
    or if the answer is an error.
    """
    body = response_dict["body"]
    if response_dict["status_code"] != 200 or any(binary in body for binary in _BINARY):
        return
    answer = json.loads(body)
    customized_response_dict["Items"] = answer.pop("Items", [])
    response_dict["body"] = json.dumps(answer).encode()


_BINARY = (b'"B"', b'"BS"')
"""The types; within a text, a quotation mark has a backslash before it."""
