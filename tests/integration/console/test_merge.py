"""Reports about the same thing: merged and separated by API and in the console, as reporters and the public see it."""

import pytest

from tests.integration.api.test_photos import sent
from tests.support.stage.accounts import People
from tests.support.stage.api_staff import a_hole
from tests.support.stage.html_page import Page
from tests.support.stage.scriptless_browser import Browser
from tests.support.stage.stage_world import a_body, client

BECAUSE = "Lubang yang sama, di depan jembatan."


@pytest.fixture
def coordinator(office):
    return office("coordinator")


@pytest.fixture(scope="module")
def desk(world):
    """The coordinator's browser."""
    browser = Browser(world)
    browser.sign_in(People(client, world.stage).add("coordinator"))
    return browser


@pytest.fixture
def pair(world):
    """Two reports of one hole, with their secrets."""
    found = [world.report(a_hole()) for _ in range(2)]
    world.pump()
    return [(ticket["id"], secret) for ticket, secret in found]


def public(world, number):
    return Page(world.get(f"/laporan/{number}"))


# ---- the API


def test_a_merge_by_the_api_and_its_undo(coordinator, pair):
    (original, _), (number, _) = pair
    version = coordinator.sees(number)["version"]
    view = coordinator.does(number, "merge", to=original.lower(), reason=BECAUSE, version=version)
    assert (view["status"], view["merged_into"], view["options"]) == (
        "duplicate",
        original,
        ["room", "identity", "unmerge", "redact", "hide"],
    )
    assert view["assignments"][0]["options"] == []
    after = coordinator.sees(original)
    assert (after["duplicates"], after["reports"]) == ([number], 2)
    again = coordinator.does(number, "merge", to=original, reason=BECAUSE, version=version)
    assert again["version"] == view["version"]
    view = coordinator.does(number, "unmerge", reason="Ternyata dua lubang.")
    assert (view["status"], view["merged_into"]) == ("dispatched", None)
    assert coordinator.sees(original)["duplicates"] == []


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"reason": BECAUSE}, "to", "number_missing"),
        ({"to": "PTI-0000-0001", "reason": BECAUSE}, "to", "number_mistyped"),
        ({"to": "PTI-7K3M-9QX2", "reason": BECAUSE}, "to", None),
        ({"to": "KEPT"}, "text", "missing"),
        ({"to": "KEPT", "reason": BECAUSE, "opd": "DPUTR"}, "opd", "field_unknown"),
    ],
)
def test_what_is_wrong_with_a_merge_is_said_by_field(coordinator, pair, body, field, code):
    (original, _), (number, _) = pair
    asked = {name: original if value == "KEPT" else value for name, value in body.items()}
    answer = coordinator.post(f"/v1/tickets/{number}/merge", asked)
    assert answer.status_code == 422
    (error,) = answer.json_body["errors"]
    assert error["field"] == field
    assert code in (None, error["code"])


def test_a_rule_that_forbids_a_merge_is_named(coordinator, pair):
    (original, _), (number, _) = pair
    answer = coordinator.post(f"/v1/tickets/{number}/merge", {"to": number, "reason": BECAUSE})
    assert (answer.status_code, answer.json_body["rule"]) == (409, "merge_with_itself")
    coordinator.does(number, "merge", to=original, reason=BECAUSE)
    answer = coordinator.post(f"/v1/tickets/{original}/merge", {"to": number, "reason": BECAUSE})
    assert (answer.status_code, answer.json_body["rule"]) == (409, "kept_follows")
    assert original in answer.json_body["detail"]


def test_a_version_that_is_old_is_told_what_changed(coordinator, office, pair):
    (original, _), (number, _) = pair
    version = coordinator.sees(number)["version"]
    office("opd-DPUTR").does(number, "assignments/DPUTR/accept")
    answer = coordinator.post(f"/v1/tickets/{number}/merge", {"to": original, "reason": BECAUSE, "version": version})
    assert answer.status_code == 409
    assert [change["type"] for change in answer.json_body["changes"]] == ["assignment.accepted"]


@pytest.mark.parametrize("who", ["opd-DPUTR", "opd-DLH", "leader", "auditor"])
def test_nobody_but_the_coordinator_merges(office, pair, who):
    (original, _), (number, _) = pair
    for action, body in (("merge", {"to": original, "reason": BECAUSE}), ("unmerge", {"reason": BECAUSE})):
        answer = office(who).post(f"/v1/tickets/{number}/{action}", body)
        assert answer.status_code == (404 if who == "opd-DLH" else 403)


def test_a_merge_costs_two_queries_and_one_transaction(coordinator, calls, pair):
    (original, _), (number, _) = pair
    calls.clear()
    coordinator.does(number, "merge", to=original, reason=BECAUSE)
    assert calls == ["Query", "Query", "TransactWriteItems"]


def test_whoever_reported_a_duplicate_sees_how_the_other_goes_on(world, coordinator, office, pair):
    (original, _), (number, secret) = pair
    coordinator.does(number, "merge", to=original, reason=BECAUSE)
    office("opd-DPUTR").does(original, "assignments/DPUTR/start")
    for headers in ({}, {"ticket_secret": secret}):
        view = world.get(f"/v1/tickets/{number}", **headers).json_body
        assert (view["merged_into"], view["follows"]["id"], view["follows"]["status"]) == (
            original,
            original,
            "in_progress",
        )
        assert view["follows"]["links"]["page"] == f"/laporan/{original}"


def test_whoever_reported_a_duplicate_disputes_the_end_of_the_other_by_the_api(world, coordinator, office, pair):
    (original, _), (number, secret) = pair
    coordinator.does(number, "merge", to=original, reason=BECAUSE)
    dputr = office("opd-DPUTR")
    dputr.does(original, "assignments/DPUTR/start")
    dputr.does(original, "assignments/DPUTR/finish", text="Sudah ditambal.", photos=[sent(world)])
    body = {"reason": "Lubangnya masih ada."}
    assert world.post(f"/v1/tickets/{number}/dispute", body, ticket_secret="0" * 26).status_code == 403
    assert world.post(f"/v1/tickets/{number}/dispute", body, ticket_secret=secret).json_body["status"] == "duplicate"
    assert world.get(f"/v1/tickets/{original}").json_body["status"] == "in_progress"


def test_a_chain_leads_to_its_end(world, coordinator, pair):
    (end, _), (middle, _) = pair
    first = world.report(a_hole())[0]["id"]
    world.pump()
    coordinator.does(first, "merge", to=middle, reason=BECAUSE)
    coordinator.does(middle, "merge", to=end, reason=BECAUSE)
    assert world.get(f"/v1/tickets/{first}").json_body["follows"]["id"] == end
    assert coordinator.sees(end)["reports"] == 3


def test_a_confidential_report_is_merged_with_nothing_and_its_page_names_no_other(world, coordinator, pair):
    (original, _), _ = pair
    secret_one = world.report(a_hole(visibility="confidential"))[0]["id"]
    world.pump()
    for one, other in ((secret_one, original), (original, secret_one)):
        answer = coordinator.post(f"/v1/tickets/{one}/merge", {"to": other, "reason": BECAUSE})
        assert (answer.status_code, answer.json_body["rule"]) == (409, "merge_confidential")
    assert "merged_into" not in world.get(f"/v1/tickets/{secret_one}").json_body


def test_all_the_opds_hear_of_it(world, coordinator, pair):
    (original, _), (number, _) = pair
    box = world.inbox("opd-dputr")
    coordinator.does(number, "merge", to=original, reason=BECAUSE)
    world.pump()
    heard = [each["MessageAttributes"]["event"]["Value"] for each in box()]
    assert heard == ["ticket.merged"]
    assert world.failures == []


# ---- pages


def test_the_page_of_a_duplicate_shows_the_progress_of_the_one_it_follows(world, coordinator, office, pair):
    (original, _), (number, _) = pair
    coordinator.does(number, "merge", to=original, reason=BECAUSE)
    office("opd-DPUTR").does(original, "assignments/DPUTR/start")
    page = public(world, number)
    assert f"hal yang sama dengan laporan {original}" in page.text
    assert page.links[f"Buka laporan {original}"] == f"/laporan/{original}"
    assert "Sedang dikerjakan" in page.text or "Diproses" in page.text
    assert "Laporan ini mewakili 2 laporan warga" in public(world, original).text
    assert BECAUSE in page.text


def test_a_reporter_who_disagrees_says_so_and_the_coordinator_decides(world, coordinator, desk, pair):
    (original, _), (number, secret) = pair
    coordinator.does(number, "merge", to=original, reason=BECAUSE)
    browser = Browser(world)
    page = browser.send(browser.get(f"/laporan/{number}").form(f"/laporan/{number}"), secret=secret)
    form = page.step("dispute") if "part" in page.forms[0].fields else next(
        form for form in page.forms if form.fields.get("step") == "dispute"
    )  # fmt: skip
    page = browser.send(form, text="Lubang saya di ujung lain.")
    assert "Keberatan Anda sudah sampai" in page.text
    assert not any(form.fields.get("step") == "dispute" for form in page.forms)
    assert "Lubang saya di ujung lain." not in public(world, number).text
    assert number in desk.get("/petugas/meja").text
    shown = desk.on(number)
    assert "Lubang saya di ujung lain." in shown.text
    shown = desk.take(number, "verify", text="Sudah kami lihat: lubang yang sama.")
    assert number not in desk.get("/petugas/meja").text
    page = browser.send(browser.get(f"/laporan/{number}").form(f"/laporan/{number}"), secret=secret)
    assert "Sudah kami lihat: lubang yang sama." in page.text


def test_the_coordinator_finds_looks_and_merges_in_the_console(world, desk):
    here = {"location": {"lat": -6.75555, "long": 111.03888}}
    original, number = (world.report(a_body(**here))[0]["id"] for _ in range(2))
    world.pump()
    shown = desk.get(desk.on(number).links["Gabungkan dengan laporan lain"])
    assert "0 meter dari sini" in shown.text
    both = desk.get(shown.links[original])
    assert both.text.count("Lampu") >= 2
    refused = desk.send(both.form(f"/petugas/laporan/{number}/gabung"), text="")
    assert refused.status == 422
    done = desk.send(
        next(form for form in refused.forms if form.method == "post" and "ke" in form.fields), text="Tiang yang sama."
    )
    assert "Laporan digabung" in done.text
    assert desk.trail[-1].startswith(f"/petugas/laporan/{number}")
    assert number in desk.on(original).text
    again = desk.take(number, "unmerge", text="Tiang sebelah.")
    assert "dipisahkan lagi" in again.text
    assert desk.on(original).text.count(number) == 2, "only the history still names it"


def test_looking_for_the_same_costs_a_query_a_cell_and_a_look_at_both_two(desk, calls, pair):
    (original, _), (number, _) = pair
    calls.clear()
    desk.get(f"/petugas/laporan/{number}/gabung")
    assert set(calls) == {"Query"}
    assert len(calls) <= 6
    calls.clear()
    desk.get(f"/petugas/laporan/{number}/gabung?ke={original}")
    assert calls == ["Query", "Query"]


def test_a_number_typed_wrong_is_said_beside_its_field(world, desk, pair):
    (_, _), (number, _) = pair
    page = desk.get(f"/petugas/laporan/{number}/gabung?ke=PTI-1111")
    assert page.status == 422
    assert "salah ketik" in page.of("ke-error")
    page = desk.get(f"/petugas/laporan/{number}/gabung?ke={number}")
    refused = desk.send(
        next(form for form in page.forms if form.method == "post" and "ke" in form.fields), text="Sama."
    )
    assert refused.status == 409
    assert "Ini nomor laporan yang sama." in refused.text
    assert "Sama." in refused.html


def test_a_form_sent_twice_is_one_merge(world, desk, coordinator, pair):
    (original, _), (number, _) = pair
    page = desk.get(f"/petugas/laporan/{number}/gabung?ke={original}")
    form = next(form for form in page.forms if form.method == "post" and "ke" in form.fields)
    for _ in range(2):
        assert "Laporan digabung" in desk.send(form, text=BECAUSE).text
    assert [e["type"] for e in coordinator.sees(original)["timeline"]].count("ticket.absorbed") == 1


def test_an_officer_cannot_open_the_page_that_merges(world, pair):
    browser = Browser(world)
    browser.sign_in(People(client, world.stage).add("opd-DPUTR"))
    (_, _), (number, _) = pair
    assert browser.get(f"/petugas/laporan/{number}/gabung").status == 403
    assert "Gabungkan dengan laporan lain" not in browser.on(number).text


def test_an_opd_of_the_kept_report_reads_the_others_as_the_public_does(world, coordinator, pair):
    (original, _), _ = pair
    lamp = world.report(a_body())[0]["id"]
    world.pump()
    coordinator.does(lamp, "merge", to=original, reason=BECAUSE)
    browser = Browser(world)
    browser.sign_in(People(client, world.stage).add("opd-DPUTR"))
    shown = browser.on(original)
    assert shown.links[lamp] == f"/laporan/{lamp}"
    assert browser.on(lamp).status == 404, "it has no part there"
    assert browser.get(shown.links[lamp]).status == 200
    assert "Dinas Perhubungan" in shown.text, "whose assignment came along"


# ---- me too


@pytest.fixture
def open_one(world):
    number = world.report(a_hole())[0]["id"]
    world.pump()
    return number


def test_me_too_counts_once_per_browser(world, open_one):
    one, other = Browser(world), Browser(world)
    page = one.send(one.get(f"/laporan/{open_one}").form(f"/laporan/{open_one}/saya-juga"))
    assert "Terima kasih, sudah dihitung." in page.text
    assert "Satu orang lain juga mengalaminya." in page.text
    page = one.send(one.get(f"/laporan/{open_one}").form(f"/laporan/{open_one}/saya-juga"))
    assert "Anda sudah dihitung." in page.text
    other.send(other.get(f"/laporan/{open_one}").form(f"/laporan/{open_one}/saya-juga"))
    assert "2 orang lain juga mengalaminya." in public(world, open_one).text
    assert world.get(f"/v1/tickets/{open_one}").json_body["supporters"] == 2


def test_the_cookie_of_me_too_is_its_own_and_reading_sets_none(world, open_one):
    answer = world.get(f"/laporan/{open_one}")
    assert "Set-Cookie" not in answer.headers
    posted = world.request(
        "POST", f"/laporan/{open_one}/saya-juga", b"", content_type="application/x-www-form-urlencoded",
        host="lapor.example", x_forwarded_proto="https",
    )  # fmt: skip
    (cookie,) = posted.headers["Set-Cookie"]
    assert cookie.startswith("__Host-saya-juga=")
    assert {"HttpOnly", "SameSite=Lax", "Secure", "Path=/"} <= set(cookie.split("; "))
    assert posted.status_code == 303


def test_another_site_cannot_make_its_visitors_say_me_too(world, open_one):
    answer = world.request(
        "POST", f"/laporan/{open_one}/saya-juga", b"", content_type="application/x-www-form-urlencoded",
        sec_fetch_site="cross-site",
    )  # fmt: skip
    assert answer.status_code == 403
    assert world.get(f"/v1/tickets/{open_one}").json_body["supporters"] == 0


def test_me_too_by_the_api_counts_once_for_a_key(world, calls, open_one):
    calls.clear()
    key = "kunci-acak-0123456789"
    first = world.post(f"/v1/tickets/{open_one}/support", {}, idempotency_key=key)
    assert calls == ["Query", "TransactWriteItems"]
    assert (first.status_code, first.json_body) == (200, {"id": open_one, "supporters": 1})
    again = world.post(f"/v1/tickets/{open_one}/support", {}, idempotency_key=key)
    assert again.json_body["supporters"] == 1
    assert again.headers["Idempotent-Replay"] == "true"
    assert world.post(f"/v1/tickets/{open_one}/support", {}).status_code == 400


def test_me_too_moves_no_version(world, coordinator, office, open_one):
    version = coordinator.sees(open_one)["version"]
    world.post(f"/v1/tickets/{open_one}/support", {}, idempotency_key="kunci-acak-0123456789")
    office("opd-DPUTR").does(open_one, "assignments/DPUTR/accept", version=version)
    assert coordinator.sees(open_one)["supporters"] == 1


def test_what_is_over_confidential_or_follows_another_takes_no_me_too(world, coordinator, pair, open_one):
    (original, _), (number, _) = pair
    key = {"idempotency_key": "kunci-acak-0123456789"}
    coordinator.does(number, "merge", to=original, reason=BECAUSE)
    assert world.post(f"/v1/tickets/{number}/support", {}, **key).json_body["rule"] == "support_the_kept"
    coordinator.does(open_one, "archive", reason="Tidak jelas.")
    assert world.post(f"/v1/tickets/{open_one}/support", {}, **key).json_body["rule"] == "ticket_status"
    hidden = world.report(a_hole(visibility="confidential"))[0]["id"]
    assert world.post(f"/v1/tickets/{hidden}/support", {}, **key).status_code == 404
    for over in (number, open_one, hidden):
        assert not any(form.action.endswith("/saya-juga") for form in public(world, over).forms)
