"""A report becomes exactly one ticket, whatever the network repeats; who reported is kept apart."""

import base64
import json
import os
import re
import threading
from uuid import NAMESPACE_URL, uuid5

import pytest
from urllib3 import PoolManager, Retry

from chalicelib import wiring
from infra.__main__ import main
from infra.local.web import Web
from tests.support.stage.stage_world import ALUN_ALUN, a_body

SECRET = "[0-9A-HJKMNP-TV-Z]{26}"


def key(name):
    return str(uuid5(NAMESPACE_URL, name))


def test_a_report_gets_a_number_a_secret_and_an_address(world):
    answer = world.post("/v1/tickets", a_body())
    assert answer.status_code == 201
    ticket, secret = answer.json_body["ticket"], answer.json_body["secret"]
    assert ticket["id"].startswith("PTI-")
    assert re.fullmatch(SECRET, secret)
    assert answer.headers["Location"] == ticket["links"]["self"] == f"/v1/tickets/{ticket['id']}"
    assert ticket["links"]["page"] == f"/laporan/{ticket['id']}"
    assert (ticket["status"], ticket["status_name"]) == ("received", "Diterima")
    assert [event["type"] for event in ticket["timeline"]] == ["ticket.received"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Idempotent-Replay" not in answer.headers


def test_the_answer_is_what_the_ticket_shows_afterwards(world):
    ticket, _ = world.report(a_body(location=ALUN_ALUN | {"address": "Sisi timur"}))
    assert world.get(f"/v1/tickets/{ticket['id']}").json_body == ticket


def test_without_a_key_every_request_is_a_report_of_its_own(world):
    assert world.report(a_body())[0]["id"] != world.report(a_body())[0]["id"]


def test_a_repeat_answers_as_the_first_time(world):
    first = world.post("/v1/tickets", a_body(), idempotency_key=key("repeat"))
    world.pump()
    again = world.post("/v1/tickets", a_body(), idempotency_key=key("repeat"))
    assert again.status_code == 201
    assert again.body == first.body
    assert again.headers["Location"] == first.headers["Location"]
    assert again.headers["Idempotent-Replay"] == "true"


def test_a_repeat_may_be_spelled_differently_as_long_as_it_means_the_same(world):
    first = world.post("/v1/tickets", a_body(contact={"phone": "081234567890"}), idempotency_key=key("spelled"))
    body = a_body(contact={"phone": "+62 812-3456-7890"}, visibility="public", attributes={})
    again = world.post("/v1/tickets", body, idempotency_key=key("spelled"))
    assert again.body == first.body


def test_another_report_under_the_same_key_is_a_conflict(world):
    world.post("/v1/tickets", a_body(), idempotency_key=key("conflict"))
    answer = world.post("/v1/tickets", a_body(description="Lampu yang lain padam."), idempotency_key=key("conflict"))
    assert answer.status_code == 409
    assert answer.json_body["code"] == "key-reused"
    assert "ticket" not in answer.json_body


def test_an_invalid_repeat_is_told_what_is_wrong(world):
    world.post("/v1/tickets", a_body(), idempotency_key=key("invalid"))
    answer = world.post("/v1/tickets", a_body(description="x"), idempotency_key=key("invalid"))
    assert answer.status_code == 422


@pytest.fixture
def server(world):
    """The app behind HTTP, a thread per request."""
    web = Web(world.app, 0, extra={}, after=lambda: None)
    web.start()
    yield web.url
    web.stop()


def at_once(requests):
    """Do all of these at the same moment; their results in order."""
    results = [None] * len(requests)
    gate = threading.Barrier(len(requests))

    def run(number):
        gate.wait()
        results[number] = requests[number]()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(requests))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_a_double_tap_on_a_bad_line_opens_one_ticket(world, server):
    wiring.intake()  # made once, as in a warm Lambda
    pool = PoolManager(maxsize=8, retries=Retry(0))
    headers = {"content-type": "application/json", "idempotency-key": key("double-tap"), "connection": "close"}

    def send(text):
        body = json.dumps(a_body(description=text)).encode()
        answer = pool.request("POST", f"{server}/v1/tickets", body=body, headers=headers)
        return answer.status, answer.headers.get("Idempotent-Replay"), answer.data

    same, other = "Lampu di gang padam semua.", "Lampu di pasar padam semua."
    answers = at_once([lambda text=text: send(text) for text in [same] * 5 + [other]])
    pool.clear()
    accepted = [answer for answer in answers if answer[0] == 201]
    assert {status for status, *_ in answers} == {201, 409}
    assert len({body for *_, body in accepted}) == 1
    assert [replay for _, replay, _ in accepted].count(None) == 1
    (number,) = {json.loads(body)["ticket"]["id"] for *_, body in accepted}
    events = [item for item in world.items(number) if item["sk"]["S"].startswith("event#")]
    assert len(events) == 1


def test_who_reported_is_sealed_apart_from_the_ticket(world):
    who = {"name": "Siti Aminah", "phone": "081234567890", "email": "siti@warga.example"}
    ticket, _ = world.report(a_body(contact=who))
    items = {item["sk"]["S"]: item for item in world.items(ticket["id"])}
    assert [sk for sk in items if sk.startswith("~")] == ["~identity"]
    stored = json.dumps(list(items.values()), default=lambda blob: base64.b64encode(blob).decode())
    for word in ("Siti", "81234567890", "warga.example"):
        assert word not in stored


def test_without_a_contact_there_is_no_identity(world):
    ticket, _ = world.report(a_body(contact={"name": " ", "phone": ""}))
    assert not [item for item in world.items(ticket["id"]) if item["sk"]["S"].startswith("~")]


def test_the_secret_is_stored_only_as_its_proof(world):
    ticket, secret = world.report(a_body())
    assert secret not in json.dumps(world.items(ticket["id"]))


def test_rotating_the_secret_is_announced_and_not_done_twice(world, capsys):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.environ", os.environ.copy())
        assert main(["rotate-secret", "--stage", world.stage]) == 0
        assert "From " in capsys.readouterr().out
        assert main(["rotate-secret", "--stage", world.stage]) == 1
        assert "not over" in capsys.readouterr().err
    wiring.reset()
    assert world.post("/v1/tickets", a_body()).status_code == 201
