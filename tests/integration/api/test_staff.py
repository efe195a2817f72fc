"""The story of one hole in the road, through the API: two OPDs, a citizen, and everybody who must know."""

import pytest

from tests.support.photo_files import an_id
from tests.support.stage.api_staff import a_hole, assignment_of

TOPICS = ("opd-dputr", "opd-perumdam", "opd-dishub", "coordinator", "leaders")


@pytest.fixture(scope="module")
def boxes(world):
    return {topic: world.inbox(topic) for topic in TOPICS}


@pytest.fixture
def new_events(world, boxes):
    """Who was told of which events since it was last called: topic to event types."""

    def read_inboxes():
        world.pump()
        return {
            topic: [each["MessageAttributes"]["event"]["Value"] for each in messages]
            for topic, box in boxes.items()
            if (messages := box())
        }

    read_inboxes()
    yield read_inboxes
    assert world.failures == []


@pytest.fixture
def dputr(office):
    return office("opd-DPUTR")


@pytest.fixture
def perumdam(office):
    return office("opd-PERUMDAM")


def reporter(world, number, secret, step, **body):
    """A step of the reporter's that must succeed: the ticket after it."""
    answer = world.post(f"/v1/tickets/{number}/{step}", body, ticket_secret=secret)
    assert answer.status_code == 200, answer.body
    return answer.json_body


def test_dputr_sees_its_assignment_of_eleven_tickets_by_due_date(world, dputr):
    bodies = [a_hole() if n % 3 else a_hole(service="jembatan-rusak", attributes=None) for n in range(11)]
    numbers = [world.report(body)[0]["id"] for body in bodies]
    world.pump()
    lines = dputr.get("/v1/inbox").json_body["tickets"]
    assert {line["id"] for line in lines} >= set(numbers)
    assert [line["due"] for line in lines] == sorted(line["due"] for line in lines)
    assert all(line["assignment"]["opd"] == "DPUTR" for line in lines)


def test_from_the_hole_to_the_confirmation(world, new_events, dputr, perumdam):  # noqa: PLR0915 - one story
    ticket, secret = world.report(a_hole())
    number = ticket["id"]
    assert new_events() == {"opd-dputr": ["ticket.dispatched"]}
    assert number in dputr.inbox()
    assert number not in perumdam.inbox()

    seen = dputr.does(number, "assignments/DPUTR/accept", version=dputr.sees(number)["version"])
    assert (seen["status"], assignment_of(seen, "DPUTR")["status"]) == ("in_progress", "accepted")
    assert assignment_of(seen, "DPUTR")["person"] == dputr.name
    assert new_events() == {}

    seen = dputr.does(number, "ask", text="Lubangnya di sebelah mana tikungan?")
    assert seen["status"] == "incomplete"
    assert number in dputr.inbox(view="waiting_citizen")
    assert new_events() == {}

    seen = reporter(world, number, secret, "message", text="Sebelah timur, depan bengkel.")
    assert seen["status"] == "in_progress"
    assert [each["note"] for each in seen["timeline"]][-2:] == [
        "Lubangnya di sebelah mana tikungan?", "Sebelah timur, depan bengkel.",
    ]  # fmt: skip
    assert new_events() == {"opd-dputr": ["ticket.completed"]}

    seen = dputr.does(number, "assignments", opd="PERUMDAM", reason="Pipanya bocor di bawah aspal.")
    assert assignment_of(seen, "PERUMDAM")["role"] == "support"
    assert new_events() == {"opd-perumdam": ["assignment.added"]}

    seen = dputr.does(number, "assignments/DPUTR/order", after=["PERUMDAM"], reason="Aspal setelah pipa.")
    assert assignment_of(seen, "DPUTR")["waits_for"] == ["PERUMDAM"]
    assert number in dputr.inbox(view="waiting_opd")
    early = dputr.post(f"/v1/tickets/{number}/assignments/DPUTR/finish", {"text": "Sudah."})
    assert (early.status_code, early.json_body["rule"]) == (409, "waits_for")
    assert new_events() == {}

    dputr.does(number, "room", text="Kapan bisa digali, @PERUMDAM?")
    assert new_events() == {"opd-perumdam": ["room.written"]}
    perumdam.does(number, "assignments/PERUMDAM/accept")
    perumdam.does(number, "assignments/PERUMDAM/start")
    seen = perumdam.does(number, "assignments/PERUMDAM/finish", text="Pipa sudah disambung.", photos=[an_id()])
    assert seen["status"] == "in_progress"
    assert assignment_of(seen, "DPUTR")["waits_for"] == []
    assert number not in perumdam.inbox()
    assert sorted(new_events()["opd-dputr"]) == ["assignment.done", "assignment.released"]

    dputr.does(number, "assignments/DPUTR/start")
    seen = dputr.does(number, "assignments/DPUTR/finish", text="Jalan sudah ditambal.", photos=[an_id()])
    assert seen["status"] == "resolved"
    assert number not in dputr.inbox()
    assert new_events() == {}

    public = world.get(f"/v1/tickets/{number}").json_body
    assert public["status"] == "resolved"
    assert {p["opd"]: p["status"] for p in public["assignments"]} == {"DPUTR": "done", "PERUMDAM": "done"}
    assert "Jalan sudah ditambal." in [each["note"] for each in public["timeline"]]

    seen = reporter(world, number, secret, "dispute", reason="Masih berlubang.")
    assert seen["status"] == "in_progress"
    assert number in dputr.inbox()
    heard = new_events()
    assert heard["coordinator"] == heard["opd-dputr"] == heard["opd-perumdam"] == ["ticket.disputed"]

    dputr.does(number, "assignments/DPUTR/finish", text="Sudah ditambal ulang.", photos=[an_id()])
    seen = reporter(world, number, secret, "confirm")
    assert seen["status"] == "closed"
    seen = reporter(world, number, secret, "rate", stars=4, text="Akhirnya rata.")
    assert seen["options"] == []
    assert dputr.sees(number)["rating"] == 4
    assert new_events() == {}


def test_not_ours_goes_to_the_coordinator_who_gives_it_to_another(world, new_events, office, dputr):
    number = world.report(a_hole())[0]["id"]
    new_events()
    dputr.does(number, "assignments/DPUTR/return", reason="Lampu, bukan jalan.", opd="DISHUB")
    assert new_events() == {"coordinator": ["assignment.returned"]}
    assert number not in dputr.inbox()
    assert dputr.get(f"/v1/tickets/{number}").status_code == 404

    coordinator = office("coordinator")
    assert number in coordinator.inbox(view="returned")
    seen = coordinator.does(number, "assignments", opd="DISHUB", role="lead", reason="Milik Dishub.")
    assert (seen["status"], seen["desk"]) == ("dispatched", None)
    assert assignment_of(seen, "DPUTR")["status"] == "returned"
    assert new_events() == {"opd-dishub": ["ticket.dispatched"]}
    assert number not in coordinator.inbox()
    assert number in office("opd-DISHUB").inbox()


def test_another_governments_matter_is_referred_with_its_number(world, new_events, office):
    number = world.report(a_hole(attributes={"pemilik": "nasional"}))[0]["id"]
    new_events()
    coordinator = office("coordinator")
    assert number in coordinator.inbox(view="unroutable")
    unnamed = coordinator.post(f"/v1/tickets/{number}/refer", {})
    assert [each["field"] for each in unnamed.json_body["errors"]] == ["to"]
    seen = coordinator.does(number, "refer", to="X-PROV", reference="BPJN-77", reason="Jalan nasional.")
    assert (seen["status"], seen["desk"]) == ("referred", None)
    assert "BPJN-77" in world.get(f"/v1/tickets/{number}").json_body["timeline"][-1]["text"]


def test_the_lead_is_offered_and_taken(world, new_events, office, dputr, perumdam):
    number = world.report(a_hole())[0]["id"]
    new_events()
    dputr.does(number, "assignments", opd="PERUMDAM")
    new_events()
    seen = dputr.does(number, "assignments/PERUMDAM/lead", reason="Lebih banyak pipanya.")
    assert seen["lead_offered_to"] == "PERUMDAM"
    assert new_events() == {"opd-perumdam": ["lead.offered"]}
    assert "lead" in assignment_of(perumdam.sees(number), "PERUMDAM")["options"]
    seen = perumdam.does(number, "assignments/PERUMDAM/lead")
    assert {p["opd"]: p["role"] for p in seen["assignments"]} == {"DPUTR": "support", "PERUMDAM": "lead"}
    heard = new_events()
    assert heard == {"opd-perumdam": ["lead.moved"], "opd-dputr": ["lead.moved"]}


def test_a_report_can_be_taken_back_until_somebody_works_on_it(world, new_events, dputr):
    (first, its_secret), (second, secret) = world.report(a_hole()), world.report(a_hole())
    new_events()
    assert reporter(world, first["id"], its_secret, "withdraw")["status"] == "archived"
    assert new_events() == {"opd-dputr": ["ticket.withdrawn"]}
    dputr.does(second["id"], "assignments/DPUTR/accept")
    refused = world.post(f"/v1/tickets/{second['id']}/withdraw", {}, ticket_secret=secret)
    assert (refused.status_code, refused.json_body["rule"]) == (409, "already_worked_on")


@pytest.mark.parametrize(
    ("step", "body"),
    [
        ("assignments/DPUTR/accept", {}),
        ("assignments/DPUTR/answer", {"text": "Dijadwalkan Senin."}),
        ("ask", {"text": "Di mana?"}),
        ("room", {"text": "Ada yang tahu?"}),
        ("assignments", {"opd": "PERUMDAM"}),
    ],
)
def test_a_step_that_is_sent_again_changes_nothing(world, dputr, step, body):
    """As when the answer was lost on a bad line: also with the version that was seen before the first time."""
    number = world.report(a_hole())[0]["id"]
    world.pump()
    body = body | {"version": dputr.sees(number)["version"]}
    once = dputr.does(number, step, **body)
    assert dputr.does(number, step, **body) == once


def test_the_reporters_steps_can_be_sent_again_too(world, dputr):
    ticket, secret = world.report(a_hole())
    number = ticket["id"]
    world.pump()
    for step, body in (("message", {"text": "Makin lebar."}), ("withdraw", {"reason": "Sudah ditambal warga."})):
        once = reporter(world, number, secret, step, **body)
        assert reporter(world, number, secret, step, **body) == once
