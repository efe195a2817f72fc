"""Photos in the JSON API: the right to send one, ids in reports and steps, and who sees what of them."""

import pytest
import urllib3

from chalicelib import names, wiring
from chalicelib.domain.tickets.photo import MAX_BYTES, Photo, PhotoState
from tests.support.photo_files import a_photo, an_id
from tests.support.stage.api_staff import COORDINATOR, a_hole, assignment_of
from tests.support.stage.stage_world import ACCOUNT, a_body, client

OFFICER = "opd-DPUTR"


@pytest.fixture
def ids():
    """Photos that no ticket has yet."""
    return [an_id() for _ in range(6)]


@pytest.fixture
def hole(world, ids):
    """A report that needs proof, in work at DPUTR, with the first of the photos: its number and secret."""
    ticket, secret = world.report(a_hole(photos=ids[:1]))
    world.pump()
    return ticket["id"], secret


def refusals(answer):
    assert answer.status_code == 422, answer.body
    return {(each["field"], each["code"]) for each in answer.json_body["errors"]}


def looked_at(number, *photos, sequence=1, opd="", **changes):
    """As `clean_photo` leaves it."""
    for photo in photos:
        known = Photo(photo, sequence, PhotoState.CLEAN, wiring.now(), opd, width=1600, height=1200, **changes)
        wiring.tickets().add_photo(number, known)


def test_a_photo_is_posted_straight_to_the_bucket(world):
    answer = world.post("/v1/photos", {"content_type": "image/jpeg", "size": 2_000_000})
    assert answer.status_code == 201
    upload = answer.json_body
    assert set(upload) == {"id", "url", "fields", "expires"}
    content = a_photo()
    fields = {**upload["fields"], "file": ("foto", content, "image/jpeg")}
    sent = urllib3.request("POST", upload["url"], fields=fields)
    assert sent.status in (200, 201, 204), sent.data
    bucket = names.photos(world.stage, ACCOUNT)
    raw = client("s3").get_object(Bucket=bucket, Key=f"raw/{upload['id']}")
    assert raw["Body"].read() == content


def test_the_right_to_send_a_photo_costs_no_call(world, calls):
    assert wiring.photos().origin  # the bucket's name is read once per container
    calls.clear()
    assert world.post("/v1/photos", {"content_type": "image/png"}).status_code == 201
    assert calls == []


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({}, {("content_type", "photo_kind")}),
        ({"content_type": "image/svg+xml", "size": 10}, {("content_type", "photo_kind")}),
        ({"content_type": ["image/png"], "size": 10}, {("content_type", "photo_kind")}),
        ({"content_type": "image/png", "size": MAX_BYTES + 1}, {("size", "photo_large")}),
        ({"content_type": "image/png", "size": 0}, {("size", "photo_empty")}),
        ({"content_type": "image/png", "size": "10"}, {("size", "photo_size")}),
        ({"content_type": "image/png", "size": True}, {("size", "photo_size")}),
        ({"content_type": "image/png", "name": "a.png"}, {("name", "field_unknown")}),
    ],
)
def test_a_photo_that_would_be_refused_is_told_by_field(world, body, wrong):
    assert refusals(world.post("/v1/photos", body)) == wrong


def test_what_is_no_json_is_told(world):
    assert world.post("/v1/photos", b"x", content_type="text/plain").status_code == 415
    assert world.post("/v1/photos", b"{", content_type="application/json").status_code == 400


@pytest.mark.parametrize(
    ("photos", "code"),
    [
        ([an_id() for _ in range(6)], "photos_many"),
        (["<script>"], "photo_unknown"),
        ([an_id().lower()], "photo_unknown"),
        ([1], "photo_unknown"),
        ({"a": 1}, "photo_unknown"),
        ([f"../{an_id()[3:]}"], "photo_unknown"),
    ],
)
def test_ids_that_cannot_be_are_told_at_their_field(world, photos, code):
    answer = world.post("/v1/tickets", a_body(photos=photos))
    assert refusals(answer) == {("photos", code)}
    assert "<script>" not in answer.body.decode()


def test_a_report_shows_its_photos_as_being_looked_at_until_they_were(world, ids):
    ticket, _ = world.report(a_body(photos=ids[:2]))
    assert [(p["id"], p["state"], p["url"]) for p in ticket["photos"]] == [(each, "waiting", None) for each in ids[:2]]
    looked_at(ticket["id"], ids[0])
    shown = world.get(f"/v1/tickets/{ticket['id']}").json_body["photos"]
    assert [p["state"] for p in shown] == ["clean", "waiting"]
    assert shown[0]["url"].partition("?")[0].endswith(f"/clean/{ids[0]}.jpg")
    assert shown[0]["thumbnail"].partition("?")[0].endswith(f"/thumb/{ids[0]}.jpg")


def test_a_report_with_photos_is_one_transaction_and_its_page_one_query(world, calls, ids):
    assert wiring.photos().origin
    calls.clear()
    ticket, _ = world.report(a_body(photos=ids[:5]))
    assert calls == ["TransactWriteItems"]
    looked_at(ticket["id"], *ids[:5])
    calls.clear()
    assert world.get(f"/v1/tickets/{ticket['id']}").status_code == 200
    assert calls == ["Query"]


def test_proof_comes_with_the_end_of_the_work_and_without_it_there_is_no_end(world, office, hole, ids):
    number, _ = hole
    officer = office(OFFICER)
    officer.does(number, "assignments/DPUTR/accept")
    officer.does(number, "assignments/DPUTR/start")
    without = officer.post(f"/v1/tickets/{number}/assignments/DPUTR/finish", {"text": "Sudah ditambal."})
    assert (without.status_code, without.json_body["rule"]) == (409, "proof_needed")
    assert refusals(officer.post(f"/v1/tickets/{number}/assignments/DPUTR/finish", {"text": "x", "photos": "x"})) == {
        ("photos", "photos")
    }
    view = officer.does(number, "assignments/DPUTR/finish", text="Sudah ditambal.", photos=[ids[3]])
    done = next(each for each in view["timeline"] if each["type"] == "assignment.done")
    assert [(p["id"], p["state"], p["opd"]) for p in done["photos"]] == [(ids[3], "waiting", "DPUTR")]
    assert assignment_of(view, "DPUTR")["status"] == "done"


def test_a_photo_goes_along_with_an_answer_and_not_with_a_step_without_words(office, hole, ids):
    officer = office(OFFICER)
    refused = officer.post(f"/v1/tickets/{hole[0]}/assignments/DPUTR/accept", {"photos": [ids[3]]})
    assert refusals(refused) == {("photos", "field_unknown")}
    view = officer.does(hole[0], "assignments/DPUTR/answer", text="Begini keadaannya.", photos=[ids[4]])
    assert [p["id"] for p in view["timeline"][-1]["photos"]] == [ids[4]]


def test_what_the_reporter_sends_later_is_not_for_everybody(world, office, hole, ids):
    number, secret = hole
    own = world.post(
        f"/v1/tickets/{number}/message", {"text": "Ini dari dekat.", "photos": [ids[5]]}, ticket_secret=secret
    )
    assert [p["id"] for p in own.json_body["timeline"][-1]["photos"]] == [ids[5]]
    assert ids[5] not in world.get(f"/v1/tickets/{number}").body.decode()
    assert ids[5] in str(office(OFFICER).sees(number))


def test_a_confidential_reports_photos_are_seen_with_its_secret_and_by_its_opds_alone(world, office, ids):
    ticket, secret = world.report(a_hole(visibility="confidential", photos=[ids[5]]))
    number = ticket["id"]
    world.pump()
    looked_at(number, ids[5])
    for answer in (world.get(f"/v1/tickets/{number}"), world.get(f"/v1/tickets/{number}", ticket_secret="0" * 26)):
        assert ids[5] not in answer.body.decode()
    own = world.get(f"/v1/tickets/{number}", ticket_secret=secret)
    assert "X-Amz-Expires=2100" in own.json_body["photos"][0]["url"]  # five minutes after half an hour of one address
    assert own.headers["Cache-Control"] == "no-store"
    assert office(OFFICER).sees(number)["photos"][0]["url"]
    stranger = office("opd-DLH").get(f"/v1/tickets/{number}")
    assert stranger.status_code == 404
    assert ids[5] not in stranger.body.decode()


def test_nobody_but_the_coordinator_judges_a_photo(world, office, hole, ids):
    number, secret = hole
    looked_at(number, ids[0])
    path = f"/v1/tickets/{number}/photos/{ids[0]}/hide"
    assert world.post(path, {"reason": "Wajah."}).status_code == 401
    assert world.post(path, {"reason": "Wajah."}, ticket_secret=secret).status_code == 401
    assert office("opd-DLH").post(path, {"reason": "Wajah."}).status_code == 404
    assert office(OFFICER).post(path, {"reason": "Wajah."}).status_code == 403
    assert refusals(office(COORDINATOR).post(path)) == {("text", "missing")}
    view = office(COORDINATOR).does(number, f"photos/{ids[0]}/hide", reason="Wajah terlihat.")
    assert view["photos"][0]["state"] == "hidden"
    assert ids[0] not in world.get(f"/v1/tickets/{number}").body.decode()
    own = world.get(f"/v1/tickets/{number}", ticket_secret=secret).json_body["photos"][0]
    assert (own["state"], own["url"], own["text"]) == ("hidden", None, "Foto 1 dari pelapor disembunyikan dari umum.")


def test_a_photo_of_another_report_is_judged_by_no_number(office, world, hole, ids):
    other, _ = world.report(a_body(photos=[ids[5]]))
    looked_at(other["id"], ids[5])
    answer = office(COORDINATOR).post(f"/v1/tickets/{hole[0]}/photos/{ids[5]}/hide", {"reason": "x y z"})
    assert (answer.status_code, answer.json_body["rule"]) == (409, "no_photo")
    assert office(COORDINATOR).post(f"/v1/tickets/{hole[0]}/photos/{ids[5]}/burn").status_code == 404


def test_doubtful_proof_is_a_list_of_the_coordinators(office):
    assert office(COORDINATOR).inbox(opd="proof") == []
    assert office(OFFICER).get("/v1/inbox?opd=proof").status_code == 403


def sent(world, content=None):
    """A photo on its way, as a browser sends it: its id."""
    upload = world.post("/v1/photos", {"content_type": "image/jpeg"}).json_body
    fields = {**upload["fields"], "file": ("foto", content or a_photo(), "image/jpeg")}
    assert urllib3.request("POST", upload["url"], fields=fields).status in (200, 201, 204)
    return upload["id"]


def test_a_photo_is_looked_at_and_then_there_for_who_may_see_it(world):
    photo = sent(world)
    ticket, _ = world.report(a_body(photos=[photo]))
    world.pump()
    (shown,) = world.get(f"/v1/tickets/{ticket['id']}").json_body["photos"]
    assert (shown["state"], shown["width"], shown["height"]) == ("clean", 800, 600)
    for address in (shown["url"], shown["thumbnail"]):
        got = urllib3.request("GET", address)
        assert (got.status, got.data[:3]) == (200, b"\xff\xd8\xff")


def test_who_names_a_photo_of_another_report_gets_to_see_nothing_of_it(world, office):
    photo = sent(world)
    world.report(a_hole(photos=[photo], visibility="confidential"))
    world.pump()
    thief, secret = world.report(a_hole(photos=[photo]))
    world.pump()
    number = thief["id"]
    assert world.get(f"/v1/tickets/{number}").json_body["photos"] == []
    (own,) = world.get(f"/v1/tickets/{number}", ticket_secret=secret).json_body["photos"]
    assert (own["state"], own["url"], own["thumbnail"]) == ("refused", None, None)
    assert "sudah dipakai di laporan lain" in own["text"]
    (seen,) = office(OFFICER).sees(number)["photos"]
    assert (seen["state"], seen["url"]) == ("refused", None)


def test_what_is_no_photo_is_refused_to_its_sender_in_words(world):
    photo = sent(world, b"<html><script>alert(1)</script></html>")
    ticket, secret = world.report(a_body(photos=[photo]))
    world.pump()
    assert world.get(f"/v1/tickets/{ticket['id']}").json_body["photos"] == []
    (own,) = world.get(f"/v1/tickets/{ticket['id']}", ticket_secret=secret).json_body["photos"]
    assert (own["state"], own["url"]) == ("refused", None)
    assert "ditolak: berkas ini bukan foto" in own["text"]


def test_the_same_picture_twice_is_doubtful_proof(world, office):
    content = a_photo(colour=(17, 60, 140))
    first, _ = world.report(a_hole(photos=[sent(world, content)]))
    number = world.report(a_hole())[0]["id"]
    world.pump()
    officer = office(OFFICER)
    officer.does(number, "assignments/DPUTR/accept")
    officer.does(number, "assignments/DPUTR/finish", text="Sudah ditambal.", photos=[sent(world, content)])
    world.pump()
    coordinator = office(COORDINATOR)
    assert number in coordinator.inbox(opd="proof")
    proof = next(p for each in coordinator.sees(number)["timeline"] for p in each["photos"])
    assert proof["doubtful"]
    assert proof["flags"] == ["same_picture", "no_origin"]
    view = coordinator.does(number, f"photos/{proof['id']}/reject", reason="Foto laporan lain.")
    assert assignment_of(view, "DPUTR")["status"] == "in_progress"
    assert number not in coordinator.inbox(opd="proof")
    assert first["id"] != number
