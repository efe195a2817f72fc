"""Items that pass botocore as they are read, and are sent, as a stock client has it."""

import json

import botocore.session
import pytest
from botocore.exceptions import ClientError

from chalicelib import names
from chalicelib.adapters.aws import clients
from tests.support.stage.aws_wire import answer, refusal

PLAIN = {
    "pk": {"S": 'he said "B": {"B"}'}, "n": {"N": "1.50"}, "yes": {"BOOL": True}, "none": {"NULL": True},
    "m": {"M": {"inner": {"L": [{"S": ""}, {"N": "-3"}, {"M": {}}]}}}, "ss": {"SS": ["a", "b"]},
}  # fmt: skip
BINARY = {"pk": {"S": "x"}, "sealed": {"B": "AP/+"}, "m": {"M": {"more": {"BS": ["AA==", "/w=="]}}}}
KEY = {"pk": {"S": "x"}, "sk": {"S": "y"}}


@pytest.fixture(autouse=True)
def _fresh():
    clients.forget()
    yield
    clients.forget()


def both():
    return clients.client("dynamodb"), botocore.session.Session().create_client("dynamodb", names.REGION)


def operations_of(client, reply, call, **parameters):
    """What the client makes of this reply, and the body that it sent."""
    sent = []

    def send(request, **_):
        sent.append(json.loads(request.body))
        return reply()

    client.meta.events.register("before-send", send)
    found = getattr(client, call)(**parameters)
    del found["ResponseMetadata"]
    return found, sent[0]


@pytest.mark.parametrize(
    "body",
    [
        {"Items": [PLAIN, KEY], "Count": 2, "ScannedCount": 2, "LastEvaluatedKey": KEY},
        {"Items": [PLAIN, BINARY], "Count": 2, "ScannedCount": 2},
        {"Items": [], "Count": 0, "ScannedCount": 0, "ConsumedCapacity": {"TableName": "t", "CapacityUnits": 0.5}},
    ],
    ids=["plain", "binary", "empty"],
)
def test_a_query_reads_what_a_stock_client_reads(body):
    ours, stock = (operations_of(each, lambda: answer(**body), "query", TableName="t") for each in both())
    assert ours == stock


def test_a_count_has_no_items():
    (ours, _) = operations_of(
        clients.client("dynamodb"), lambda: answer(Count=3), "query", TableName="t", Select="COUNT"
    )
    assert ours["Count"] == 3
    assert not ours.get("Items")


def test_an_error_of_a_query_stays_one():
    client = clients.client("dynamodb")
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        operations_of(client, lambda: refusal("ResourceNotFoundException"), "query", TableName="t")


def test_a_transaction_sends_what_a_stock_client_sends():
    item = PLAIN | {"sealed": {"B": b"\x00\xff\xfe"}}
    writes = [
        {"Put": {"TableName": "t", "Item": item, "ConditionExpression": "attribute_not_exists(pk)"}},
        {"Update": {"TableName": "t", "Key": KEY, "UpdateExpression": "ADD n :0", "ExpressionAttributeValues": {":0": {"N": "1"}}}},
    ]  # fmt: skip
    parameters = {"TransactItems": writes, "ClientRequestToken": "one"}
    ours, stock = (operations_of(each, answer, "transact_write_items", **parameters) for each in both())
    assert ours == stock
    assert ours[1]["TransactItems"][0]["Put"]["Item"]["sealed"] == {"B": "AP/+"}
