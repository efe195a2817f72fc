"""Every operation of the API's document, with values that fit its schemas and values that do not, as nobody and as the
coordinator: no answer that the document does not know, and none that is our own fault.

The requests are enumerated from the document, not drawn: a field or an operation that is added later is tried by itself,
and the same requests are sent each time. Why not Schemathesis: docs/decisions.md.
"""

import json
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

import pytest
from jsonschema import Draft202012Validator

from chalicelib import wiring
from tests.integration.api.test_openapi import DOCUMENT, PROBLEM, strict
from tests.support.stage.accounts import PASSWORD
from tests.support.stage.api_staff import COORDINATOR, a_hole

ODD = (
    None, "", " ", "x", "a" * 5000, "\x00", "\ud83d\ude00", "'; DROP TABLE--", "../..", 0, -1, 1.5, 10**30, True, [], [""],
    [None], [[]], {}, {"x": 1}, {"": None},
)  # fmt: skip
"""Values that stand in place of each field once."""

ODD_IN_STEPS = (None, "", "\x00", -1, True, [""], {})
"""Fewer for the steps, since one address takes a dozen of them."""

TEXTS = ("", "x", "a" * 3000, "\x00", "%", "😀", "-1", "[]", "null")
"""Values that stand in place of each parameter once."""

OPERATIONS = [
    (path, method) for path, methods in DOCUMENT["paths"].items() for method in methods if method != "parameters"
]
DESTRUCTIVE = {("/v1/sessions", "delete"), ("/v1/totp", "put")}
"""Operations after which the one who sends them is signed out or locked out: they are sent with wrong values alone."""


def resolved(schema):
    """The schema behind a reference."""
    while "$ref" in schema:
        schema = DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]] | {
            name: value for name, value in schema.items() if name != "$ref"
        }
    return schema


def fitting(schema, name=""):
    """A value that the schema allows."""
    if name == "location":
        return {"area": "33.18.01.2009"}
    schema = resolved(schema)
    if "oneOf" in schema or "anyOf" in schema:
        return fitting(next(iter(schema.get("oneOf") or schema["anyOf"])), name)
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type", "object")
    if kind == "object":
        required = schema.get("required", ())
        return {each: fitting(inner, each) for each, inner in schema.get("properties", {}).items() if each in required}
    known = {"service": "lampu-jalan", "area": "33.18.01.2009", "phone": "081234567890", "password": PASSWORD}
    return {
        "string": known.get(name, "Sepuluh huruf."), "integer": 1, "number": 1.0, "boolean": False, "array": [],
    }[kind]  # fmt: skip


def bodies(schema, odds=ODD):
    """The fitting body, each of its fields replaced by each odd value, left out, and one that nobody knows."""
    for variant in resolved(schema).get("oneOf", [schema]):
        good = fitting(variant)
        yield good
        yield good | {"tidak-dikenal": 1}
        yield from ({k: v for k, v in good.items() if k != name} for name in good)
        for path, _ in leaves(variant):
            yield from (replaced(good, path, odd) for odd in odds)
    yield from ([], "x", 1, None, {})


def leaves(schema, before=()):
    """Every field of an object and of the objects in it, as a path of names."""
    for name, inner in resolved(schema).get("properties", {}).items():
        yield (*before, name), inner
        if "properties" in resolved(inner) and len(before) < 2:
            yield from leaves(inner, (*before, name))


def replaced(body, path, value):
    name, *rest = path
    inner = body.get(name)
    return body | {name: replaced(inner if isinstance(inner, dict) else {}, rest, value) if rest else value}


def a_ticket(world):
    """The number of a report at its OPD, and its secret."""
    made, secret = world.report(a_hole(contact={"name": "Siti Aminah"}))
    world.pump()
    return made["id"], secret


def without_empty(body):
    """The body without what counts as left out, as the document says."""
    if not isinstance(body, dict):
        return body
    return {name: without_empty(value) for name, value in body.items() if value is not None and not is_blank(value)}


def is_blank(value):
    return isinstance(value, str) and not value.strip()


class Sender:
    """Sends requests as somebody, and keeps each answer that the document does not know."""

    def __init__(self, world, ticket, headers):
        self.world, (self.number, self.secret), self.headers = world, ticket, headers
        self.wrong, self.sent = [], 0
        self.checks = {}

    def send(self, path, method, address, body=None, **headers):
        raw = None if body is None else json.dumps(body).encode()
        sent = self.headers | ({"content_type": "application/json"} if raw else {}) | headers
        answer = self.world.request(method.upper(), address, raw, **sent)
        self.sent += 1
        if flaw := self._flaw(path, method, answer) or self._accepted_wrongly(path, method, body, headers, answer):
            self.wrong.append((method, address[:120], str(body)[:160], headers, answer.status_code, flaw))

    def _flaw(self, path, method, answer):
        """What the document does not know of the answer; empty if it knows all."""
        if answer.status_code >= 500:
            return answer.body[:200]
        responses = DOCUMENT["paths"][path][method]["responses"]
        if str(answer.status_code) not in responses:
            return "a status that is not in the document"
        response = responses[str(answer.status_code)]
        if "$ref" in response:
            response = DOCUMENT["components"]["responses"][response["$ref"].rpartition("/")[2]]
        kinds = response.get("content", {})
        if not kinds:
            return "a body that the document does not know" if answer.body else ""
        ((kind, content),) = kinds.items()
        if not answer.headers["Content-Type"].startswith(kind):
            return f"{answer.headers['Content-Type']}, not {kind}"
        if kind not in ("application/json", PROBLEM):
            return ""
        return next((each.message[:200] for each in self._check(content["schema"]).iter_errors(answer.json_body)), "")

    def _accepted_wrongly(self, path, method, body, headers, answer):
        """Whether the request was good to the API though it is not to the document."""
        if answer.status_code >= 400:
            return ""
        sent = DOCUMENT["paths"][path][method].get("requestBody", {}).get("content", {}).get("application/json")
        flaws = self._taken(sent["schema"]).iter_errors(without_empty(body)) if sent and body is not None else ()
        for flaw in flaws:
            return f"accepted: {flaw.message[:200]}"
        for each in parameters(path, method):
            value = headers.get(each["name"].replace("-", "_").lower())
            if each["in"] == "header" and value and not self._taken(each["schema"]).is_valid(value):
                return f"accepted: {each['name']}"
        return ""

    def _check(self, schema):
        """For answers: objects hold nothing that the document does not name."""
        return self._kept(json.dumps(schema, sort_keys=True), lambda: strict(schema), strict)

    def _taken(self, schema):
        """For requests, as the document says."""
        return self._kept("taken" + json.dumps(schema, sort_keys=True), lambda: schema, lambda components: components)

    def _kept(self, key, schema, of):
        if key not in self.checks:
            self.checks[key] = Draft202012Validator({"components": of(DOCUMENT["components"]), **schema()})
        return self.checks[key]

    def renew_ticket(self, path):
        """Steps of the action before may have ended the ticket."""
        if "{action}" in path and "authorization" in self.headers:
            self.number, self.secret = a_ticket(self.world)

    def key(self, path, method):
        """A key of its own, where the address needs one."""
        names = [each["name"] for each in parameters(path, method)]
        own = {"idempotency_key": str(uuid5(NAMESPACE_URL, f"{self.headers}{self.sent}"))}
        return own if "Idempotency-Key" in names else {}

    def address(self, path, **changes):
        values = {"number": self.number, "opd": "DPUTR", "photo": "0" * 26, "action": "accept"} | changes
        for name, value in values.items():
            path = path.replace(f"{{{name}}}", quote(value, safe=""))
        return path


def parameters(path, method):
    for each in DOCUMENT["paths"][path][method].get("parameters", ()):
        yield DOCUMENT["components"]["parameters"][each["$ref"].rpartition("/")[2]] if "$ref" in each else each


def actions(path, method):
    """The actions that an address takes, or one that is none."""
    schema = next((resolved(each["schema"]) for each in parameters(path, method) if each["name"] == "action"), {})
    return [*schema.get("enum", ()), "tidak-ada"] if "{action}" in path else ["tidak-ada"]


@pytest.fixture(autouse=True)
def _without_waiting(monkeypatch):
    monkeypatch.setattr(type(wiring.ports), "pause", lambda *_: None)


@pytest.mark.parametrize("who", ["nobody", "coordinator", "reporter"])
def test_no_request_gets_an_answer_that_the_document_does_not_know(world, office, who):
    ticket = a_ticket(world)
    headers = {
        "nobody": {},
        "coordinator": {"authorization": f"Bearer {office(COORDINATOR).token}"},
        "reporter": {"ticket_secret": ticket[1]},
    }[who]
    sender = Sender(world, ticket, headers)
    for path, method in OPERATIONS:
        if who == "reporter" and "Ticket-Secret" not in [each["name"] for each in parameters(path, method)]:
            continue
        _send_all(sender, path, method)
    assert sender.wrong == []
    assert sender.sent > (1000 if who != "reporter" else 300)


def _send_all(sender, path, method):
    schema = DOCUMENT["paths"][path][method].get("requestBody", {}).get("content", {}).get("application/json", {})
    every = list(bodies(schema["schema"], ODD_IN_STEPS if "{action}" in path else ODD)) if schema else [None]
    if (path, method) in DESTRUCTIVE:
        every = every[1:]
    for action in actions(path, method):
        sender.renew_ticket(path)
        for body in every:
            sender.send(path, method, sender.address(path, action=action), body, **sender.key(path, method))
    _send_parameters(sender, path, method, every[0])


def _send_parameters(sender, path, method, body):
    if (path, method) in DESTRUCTIVE:
        return
    for each in parameters(path, method):
        for text in TEXTS:
            if each["in"] == "query":
                address = f"{sender.address(path)}?{each['name']}={quote(text)}"
                sender.send(path, method, address, body, **sender.key(path, method))
            elif each["in"] == "path" and text:
                sender.send(
                    path, method, sender.address(path, **{each["name"]: text}), body, **sender.key(path, method)
                )
            elif each["in"] == "header" and text.isascii() and "\x00" not in text:
                sender.send(path, method, sender.address(path), body, **{each["name"].replace("-", "_").lower(): text})
