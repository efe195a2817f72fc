"""The brake of the API: 429 in words and in a header, and nothing lost. Officers are not braked."""

from dataclasses import replace

import pytest

from chalicelib.domain.rate_limits.client_limits import PHOTOS
from tests.support.stage.stage_world import a_body


@pytest.fixture
def from_outside(monkeypatch):
    """Requests come from this address from now on: `from_outside("203.0.113.7")`."""

    def of(address):
        monkeypatch.setattr("chalice.local.LambdaEventConverter.LOCAL_SOURCE_IP", address)

    return of


def report(world, n, **headers):
    key = f"0d3f2c4e-5a6b-4c7d-8e9f-{n:012}"
    return world.post("/v1/tickets", a_body(), idempotency_key=key, **headers)


def test_thirty_reports_in_three_seconds_are_braked_and_pass_later_with_the_same_key(world, from_outside, monkeypatch):
    from_outside("203.0.113.7")
    answers = [report(world, n) for n in range(30)]
    assert {answer.status_code for answer in answers[:20]} == {201}
    assert {answer.status_code for answer in answers[25:]} == {429}
    held = answers[-1]
    assert 1 <= int(held.headers["Retry-After"]) <= 7
    assert held.headers["Content-Type"] == "application/problem+json"
    assert held.json_body["code"] == "rate-limited"
    assert "Tunggu" in held.json_body["detail"]
    assert "Wait" in report(world, 29, accept_language="en").json_body["detail"]
    assert report(world, 0).headers["Idempotent-Replay"] == "true"
    from_outside("203.0.113.250")
    assert report(world, 29).status_code == 429, "a neighbour's address is the same block"
    from_outside("203.0.114.7")
    assert report(world, 29).status_code == 201


def test_what_a_client_says_of_its_address_counts_for_nothing(world, from_outside):
    from_outside("198.51.100.7")
    answers = [report(world, 100 + n, x_forwarded_for=f"192.0.2.{n}") for n in range(25)]
    assert answers[-1].status_code == 429


def test_a_report_from_outside_is_one_transaction_too(world, from_outside, calls):
    from_outside("192.0.2.7")
    world.report(a_body())
    assert calls == ["TransactWriteItems"]


def test_a_refusal_is_a_line_of_the_log_without_the_address_and_a_metric(world, from_outside, capsys):
    from_outside("192.0.2.128")
    for n in range(30):
        report(world, 200 + n)
    output = capsys.readouterr().out
    assert '"reason":"RateLimited"' in output
    assert "RequestsLimited" in output
    assert "192.0.2" not in output


def test_reading_takes_nothing(world, from_outside, calls):
    from_outside("192.0.2.7")
    for _ in range(40):
        assert world.get("/v1/tickets").status_code == 200
    assert calls == ["Query"] * 40


def test_uploads_are_braked_by_address_block_but_not_those_of_officers(world, from_outside, office, calls, monkeypatch):
    from_outside("192.0.2.200")
    monkeypatch.setattr("chalicelib.http.photo_upload.PHOTOS", replace(PHOTOS, room=3))
    answers = [world.post("/v1/photos", A_PHOTO) for _ in range(6)]
    assert [answer.status_code for answer in answers][:3] == [201] * 3
    assert answers[-1].status_code == 429
    assert world.post("/v1/photos", A_PHOTO | {"size": 0}).status_code == 422
    assert calls.count("UpdateItem") == 6, "one write each, and none for what is refused anyway"
    assert office("opd-DISHUB").post("/v1/photos", A_PHOTO).status_code == 201


A_PHOTO = {"content_type": "image/jpeg", "size": 1000}


def test_me_too_is_braked_by_block_and_report_however_many_keys_are_used(world, from_outside, calls):
    number, another = (world.report(a_body())[0]["id"] for _ in range(2))
    from_outside("192.0.2.77")
    calls.clear()
    answers = [support(world, number, n) for n in range(12)]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429] * 2
    assert calls == ["Query", "TransactWriteItems"] * 12
    assert 200 < int(answers[-1].headers["Retry-After"]) <= 300
    assert support(world, number, 0).headers["Idempotent-Replay"] == "true", "a repeat takes nothing"
    assert support(world, another, 0).status_code == 200
    from_outside("198.51.100.77")
    assert support(world, number, 99).json_body["supporters"] == 11


def support(world, number, n):
    return world.post(f"/v1/tickets/{number}/support", {}, idempotency_key=f"0d3f2c4e-5a6b-4c7d-8e9f-{n:012}")
