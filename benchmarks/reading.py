"""Cost of showing a ticket and a page of an inbox: processor time relative to the bare query."""

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from benchmarks.capacity import Item, projected
from benchmarks.figures import Figure
from benchmarks.gateway import Event, Gateway, an_event
from benchmarks.submission import REPORT, indexes
from chalicelib import wiring
from chalicelib.adapters.dynamodb.tickets import mapping
from chalicelib.adapters.identity.jwt_verifier import Claims, TokenVerifier, groups_in
from chalicelib.adapters.identity.user_pool import UserPool
from chalicelib.domain.access.permissions import Actor
from chalicelib.domain.access.sign_in import actor_of
from chalicelib.domain.intake.opening import dispatch, open_ticket
from chalicelib.domain.tickets.ticket import Assignment, Place, Report, Role
from chalicelib.domain.tickets.ticket_number import Intention

LEAD, SUPPORT = "DISHUB", "DLH"
LINES = 25
POOL = UserPool("ap-southeast-3_Bench1234", "client0123456789", "secret")
AIM = 1.5


def figures(runs: int) -> Iterator[Figure]:
    gateway = Gateway()
    number, items = _ticket(0)
    gateway.aws.answers["Query"] = _answer(items)
    shown = an_event("GET", f"/v1/tickets/{number}", "/v1/tickets/{number}", number=number)
    yield Figure("processor time of GET /v1/tickets/{number}", _ratio(gateway, shown, runs), AIM, "its bare query", "x")
    page = an_event("GET", f"/laporan/{number}", "/laporan/{number}", number=number)
    yield Figure("  of the same as a page of HTML", _ratio(gateway, page, runs), None, "its bare query", "x")
    gateway.aws.answers["Query"] = _answer(_lines())
    verifier, token = _signed_in()
    with patch.object(wiring, "actor_of", lambda bearer: _actor(verifier(bearer))):
        inbox = an_event("GET", "/v1/inbox", authorization=f"Bearer {token}")
        assert len(json.loads(gateway.text(inbox))["tickets"]) == LINES
        ratio = _ratio(gateway, inbox, runs)
    yield Figure(f"processor time of GET /v1/inbox, {LINES} lines", ratio, AIM, "its bare query", "x")


def _ratio(gateway: Gateway, event: Event, runs: int) -> float:
    gateway.text(event)
    return gateway.ratio_to_bare_call(lambda: event, runs)


def _ticket(n: int) -> tuple[str, list[Item]]:
    """Number and stored items of a ticket that two OPDs have worked on for an hour."""
    at = datetime.now(UTC) - timedelta(hours=1, minutes=n)
    intention = Intention(f"bench-{n}", b"invented")
    report = Report(
        "lampu-jalan", str(REPORT["description"]), Place("33.18.10.2001", -6.75123, 111.03812, "Depan balai desa")
    )
    opening = open_ticket(
        intention.number("PTI"), report, secret_hash=intention.secret_hash(),
        fingerprint=intention.fingerprint(b""), at=at, correlation="bench", identity=None,
    )  # fmt: skip
    due, why = at + timedelta(days=5), {"id": "Lampu jalan rusak.", "en": "A broken street lamp."}
    assignments = [Assignment(LEAD, Role.LEAD, due, why), Assignment(SUPPORT, Role.SUPPORT, due, why)]
    change = dispatch(opening.ticket, assignments, by="rules", at=at + timedelta(seconds=2), correlation="bench")
    items = [
        *(mapping.assignment_item(each, change.ticket) for each in assignments),
        *(mapping.event_item(event) for event in (opening.event, *change.events)),
        *mapping.ticket_items(change.ticket, "pati"),
    ]
    return opening.ticket.id, [item.serialize() for item in items]


def _lines() -> list[Item]:
    """What the inbox's index projects of a full page of tickets and one more."""
    index = indexes()["inbox"]
    return [projected(_ticket(n)[1][0], index) for n in range(LINES + 1)]


def _answer(items: list[Item]) -> dict[str, Any]:
    return {"Items": items, "Count": len(items), "ScannedCount": len(items)}


def _signed_in() -> tuple[TokenVerifier, str]:
    """A verifier and a valid staff token: verifying it is part of every request of staff."""
    key, now = rsa.generate_private_key(public_exponent=65537, key_size=2048), int(time.time())
    public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key())) | {"kid": "bench", "alg": "RS256"}
    claims = {
        "sub": "bench", "iss": POOL.issuer, "client_id": POOL.client, "origin_jti": "bench", "token_use": "access",
        "iat": now, "exp": now + 1800, "username": "bench", "cognito:groups": [f"opd-{LEAD}"],
    }  # fmt: skip
    token = jwt.encode(claims, key, algorithm="RS256", headers={"kid": "bench"})
    return TokenVerifier(POOL.issuer, POOL.client, lambda: {"keys": [public]}), token


def _actor(claims: Claims) -> Actor:
    return actor_of(claims["username"], groups_in(claims))
