"""What moto is spared changes none of its answers."""

import copy
import socket
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from moto.dynamodb.models import DynamoType
from moto.dynamodb.models.dynamo_type import Item
from moto.dynamodb.parsing.ast_nodes import Node
from moto.dynamodb.parsing.expressions import UpdateExpressionParser

from infra.local.emulator import moto_requests


def shape(node):
    """The tree without the ways back to parents; whoever is a parent is one of its own children's."""
    if not isinstance(node, Node):
        return node
    assert all(each.parent is node for each in node.children or () if isinstance(each, Node))
    return type(node), [shape(each) for each in node.children or ()]


def nodes(node):
    return {id(node)}.union(*(nodes(each) for each in node.children or () if isinstance(each, Node)))


def test_the_copy_of_an_update_expression_is_whole_and_apart():
    text = (
        "SET #a = if_not_exists(#a, :zero) + :n, b.c[1] = list_append(:l, :m) REMOVE d, e[0] ADD f :n, g :n DELETE h :s"
    )
    tree = UpdateExpressionParser.make(text)
    twin = copy.deepcopy(tree)
    assert shape(twin) == shape(tree)
    assert not nodes(twin) & nodes(tree)


ITEM = {
    "pk": {"S": "1"}, "sk": {"S": "2"}, "number": {"N": "3.5"}, "yes": {"BOOL": True}, "nothing": {"NULL": True},
    "list": {"L": [{"S": "a"}, {"N": "1"}]}, "map": {"M": {"a": {"S": "b"}, "c": {"L": [{"N": "2"}]}}},
    "set": {"SS": ["x"]},
}  # fmt: skip


@pytest.mark.parametrize("paths", [[["pk"], ["number"], ["absent"]], [["list"], ["map"]], [[name] for name in ITEM]])
def test_of_an_item_is_shown_what_stock_moto_shows(paths):
    item = Item(DynamoType(ITEM["pk"]), DynamoType(ITEM["sk"]), ITEM)
    assert moto_requests._project(item, paths).to_json() == moto_requests._stock_project(item, paths).to_json()


def test_a_path_into_an_attribute_is_followed():
    item = Item(DynamoType(ITEM["pk"]), DynamoType(ITEM["sk"]), ITEM)
    assert moto_requests._project(item, [["map", "a"]]).to_json() == {"Attributes": {"map": {"M": {"a": {"S": "b"}}}}}


@pytest.mark.usefixtures("_stage")
def test_installing_twice_changes_nothing():
    from moto.core import responses

    before = responses.camelcase_to_underscores
    moto_requests.install()
    assert responses.camelcase_to_underscores is before
    assert before("TransactWriteItems") == "transact_write_items"


@pytest.fixture
def connection(_stage):
    """A plain HTTP connection to moto, and what it answers."""
    opened = HTTPConnection(urlsplit(_stage[1]).netloc, timeout=30)
    yield opened
    opened.close()


AS_S3 = {"Authorization": "AWS4-HMAC-SHA256 Credential=test/20261124/us-east-1/s3/aws4_request"}


def answer_of(connection, *request, **options):
    connection.request(*request, **options, headers=AS_S3)
    answer = connection.getresponse()
    return answer.status, answer.read()


@pytest.mark.parametrize("body", [b"a picture", [b"a pic", b"ture"]], ids=["whole", "in chunks"])
def test_a_connection_stays_open_whatever_is_asked_and_answered(connection, body):
    assert answer_of(connection, "PUT", "/foto")[0] == 200
    opened = connection.sock
    assert answer_of(connection, "PUT", "/foto/satu", body=body)[0] == 200
    assert answer_of(connection, "HEAD", "/foto/satu") == (200, b"")
    assert answer_of(connection, "GET", "/foto/dua")[0] == 404
    assert answer_of(connection, "GET", "/foto/satu") == (200, b"a picture")
    assert answer_of(connection, "DELETE", "/foto/satu") == (204, b"")
    assert connection.sock is opened


def test_who_asks_first_whether_to_send_is_told_to(connection):
    connection.putrequest("PUT", "/bertanya")
    connection.putheader("Expect", "100-continue")
    connection.putheader("Content-Length", "0")
    connection.endheaders()
    assert connection.sock.recv(25, socket.MSG_WAITALL) == b"HTTP/1.1 100 Continue\r\n\r\n"
    assert connection.getresponse().status == 200


def test_an_error_of_motos_own_is_answered_and_logged(connection, caplog, monkeypatch):
    monkeypatch.setattr("moto.moto_server.werkzeug_app.DomainDispatcherApplication.get_application", None)
    assert answer_of(connection, "GET", "/")[0] == 500
    assert "TypeError" in caplog.text
