"""Who may do what, cell by cell through HTTP; and nobody reaches what is none of their business.

This is the one proof of the whole table: what follows from it for pages and the domain is tested there by examples.
"""

import pytest

from chalicelib import wiring
from chalicelib.domain.actions.allowed import MAY
from chalicelib.domain.actions.registry import REPORTER
from chalicelib.http.errors import example
from tests.support.permission_matrix import rows
from tests.support.stage.api_staff import a_flood, a_hole, assignment_of

ON_ASSIGNMENT = ("accept", "start", "answer", "finish", "validate", "return", "lead", "order", "waive", "extend")
PATHS = {
    **{action: f"assignments/DPUTR/{action}" for action in ON_ASSIGNMENT},
    "allow_identity": "assignments/DPUTR/allow-identity",
    "call_in": "assignments",
    "give_lead": "assignments",
    "anonymous_identity": "identity",
    "resend": "notices",
    "accept_proof": f"photos/{'0' * 26}/accept",
    "reject_proof": f"photos/{'0' * 26}/reject",
    "hide_photo": f"photos/{'0' * 26}/hide",
    "show_photo": f"photos/{'0' * 26}/show",
}
NEEDED = {
    "call_in": {"opd": "DLH"},
    "give_lead": {"opd": "DLH", "role": "lead"},
    "refer": {"to": "X-PLN"},
    "merge": {"to": "PTI-7K3M-9QX2"},
    "resend": {"notice": "1/reporter/sms", "action": "send"},
}
NEVER_YET = {"version": 0}
"""A version that everything happened after: who may take the step is told what, and nothing changes."""

UNVERSIONED = {"room": "text", "resend": "notice"}
"""Nobody is refused these for what they have not read; the field that is wrong with what is sent here."""

GROUPS = {"own": "opd-DPUTR", "lead": "opd-BPBD", "support": "opd-DINSOS"}


@pytest.fixture(scope="module")
def hole(world):
    """A report and its secret."""
    return world.report(a_hole())


@pytest.fixture(scope="module")
def floods(world):
    """A public and an anonymous ticket that three OPDs have an assignment in."""
    numbers = [world.report(a_flood(visibility=v))[0]["id"] for v in ("public", "anonymous")]
    world.pump()
    return dict(zip(("public", "anonymous"), numbers, strict=True))


def outcome(answer):
    """Whether the step was theirs to take; on this old version nobody's takes effect."""
    body = answer.json_body
    return answer.status_code, body["errors"][0]["field"] if answer.status_code == 422 else body["code"]


@pytest.mark.parametrize(("action", "row"), list(rows()), ids=[action for action, _ in rows()])
def test_who_may_do_what(world, office, floods, action, row):
    number = floods["anonymous" if action == "anonymous_identity" else "public"]
    path = f"/v1/tickets/{number}/{PATHS.get(action, action)}"
    body = ({} if action == "resend" else {"text": "", **NEVER_YET}) | NEEDED.get(action, {})
    before = world.items(number)
    answers = {person: office(GROUPS.get(person, person)).post(path, body) for person in row}
    allowed = (422, UNVERSIONED[action]) if action in UNVERSIONED else (409, "outdated")
    assert {person: outcome(answer) for person, answer in answers.items()} == {
        person: allowed if may else (403, "not-allowed") for person, may in row.items()
    }
    assert world.items(number) == before


def test_the_table_is_the_whole_one():
    """Every action of the domain has its row here, but for reading and the reporter's own."""
    assert {action for action, _ in rows()} == set(MAY) - {"read"} - set(REPORTER)


@pytest.mark.parametrize("person", [*GROUPS, "coordinator", "leader", "auditor"])
def test_everybody_with_a_reason_to_reads_the_ticket(office, floods, person):
    assert office(GROUPS.get(person, person)).sees(floods["public"])["id"] == floods["public"]


STEPS = [
    *[(f"assignments/DPUTR/{action}", {"text": "Kami saja.", "after": ["BPBD"]}) for action in ON_ASSIGNMENT],
    *[(f"assignments/DISHUB/{action}", {"text": "Kami saja."}) for action in ("accept", "finish", "lead")],
    ("assignments", {"opd": "DISHUB", "reason": "Kami mau ikut."}),
    ("assignments", {"opd": "DISHUB", "role": "lead"}),
    ("verify", {}),
    ("ask", {"text": "Siapa Anda?"}),
    ("refer", {"to": "X-PLN"}),
    ("archive", {"reason": "Sudah."}),
    ("resolve", {"text": "Sudah."}),
    ("room", {"text": "Halo @DPUTR"}),
    ("identity", {"reason": "Perlu menelepon pelapor."}),
    ("assignments/DPUTR/allow-identity", {"reason": "Silakan."}),
    ("merge", {"to": "PTI-7K3M-9QX2", "reason": "Sama."}),
    ("unmerge", {"reason": "Lain."}),
    *[(f"photos/{'0' * 26}/{action}", {"reason": "Begitu."}) for action in ("accept", "reject", "hide")],
    *[("notices", {"notice": notice, "action": "send"}) for notice in ("1/reporter/sms", "2/DPUTR")],
]


IDS = [f"{step}-{n}" for n, (step, _) in enumerate(STEPS)]


def fitting(step, body):
    """Without the fields that this step does not know."""
    return {name: value for name, value in body.items() if name != "after" or step.endswith("order")}


OUTSIDERS = [
    *[pytest.param("opd-DISHUB", asked, id=f"another-opd-{n}") for asked, n in zip(STEPS, IDS, strict=True)],
    # in no group that we know: nothing to the ticket as an OPD without assignment, so one step of each kind of path will do
    *[
        pytest.param(group, asked, id=f"{group or 'no-group'}-{asked[0]}")
        for group in ("", "tamu")
        for asked in (STEPS[0], *(each for each in STEPS if each[0] in ("verify", "identity", "room", "merge")))
    ],
]


@pytest.mark.parametrize(("group", "asked"), OUTSIDERS)
def test_an_opd_without_an_assignment_finds_nothing_and_changes_nothing(world, office, floods, group, asked):
    """Told in the same words as for a number that nobody has."""
    number, groups, (step, body) = floods["public"], [group] if group else [], asked
    before = world.items(number)
    nobodys = example(wiring.city().catalogue.city)
    answers = [office(*groups).post(f"/v1/tickets/{each}/{step}", fitting(step, body)) for each in (number, nobodys)]
    assert [(a.status_code, a.json_body["code"]) for a in answers] == [(404, "unknown-ticket")] * 2
    assert len({a.json_body["detail"] for a in answers}) == 1
    assert world.items(number) == before


def test_an_opd_without_an_assignment_reads_nothing(office, floods):
    for number in floods.values():
        assert office("opd-DISHUB").get(f"/v1/tickets/{number}").status_code == 404


def test_an_opd_sees_no_other_inbox(office):
    dishub = office("opd-DISHUB")
    for box in ("DPUTR", "coordinator", "bpbd"):
        assert dishub.get(f"/v1/inbox?opd={box}").status_code == 403
    assert office().get("/v1/inbox").status_code == 403


def test_who_belongs_to_two_opds_chooses_between_them(world, office, floods):
    both = office("opd-BPBD", "opd-DISHUB")
    assert both.get("/v1/inbox").json_body["opd"] == "BPBD"
    assert floods["public"] in both.inbox(opd="bpbd")
    assert floods["public"] not in both.inbox(opd="DISHUB")


def test_leader_and_auditor_look_into_every_inbox(office, floods):
    for role in ("leader", "auditor"):
        assert floods["public"] in office(role).inbox(opd="BPBD")
        assert office(role).get("/v1/inbox?opd=coordinator").status_code == 200


def test_one_opd_does_not_act_for_another(world, office, floods):
    before = world.items(floods["public"])
    answer = office("opd-DINSOS").post(f"/v1/tickets/{floods['public']}/assignments/DPUTR/accept")
    assert (answer.status_code, answer.json_body["code"]) == (403, "not-allowed")
    assert world.items(floods["public"]) == before


@pytest.mark.parametrize("step", ["message", "confirm", "dispute", "withdraw", "rate"])
@pytest.mark.parametrize("secret", ["another's", "none", "junk", "long"])
def test_only_the_tickets_own_secret_opens_it(world, office, hole, step, secret):
    (mine, _), (_, other) = hole, world.report(a_hole())
    sent = {"another's": other, "none": "", "junk": "é€\x7f' OR 1=1", "long": "A" * 5000}[secret]
    body = {"text": "Saya yang melapor."} | ({"stars": 5} if step == "rate" else {})
    before = world.items(mine["id"])
    coordinator = {"authorization": f"Bearer {office('coordinator').token}"}
    for headers in ({}, coordinator):
        answer = world.post(f"/v1/tickets/{mine['id']}/{step}", body, ticket_secret=sent, **headers)
        assert (answer.status_code, answer.json_body["code"]) == (403, "wrong-secret")
    assert world.items(mine["id"]) == before


@pytest.mark.parametrize("asked", STEPS, ids=IDS)
def test_the_secret_is_no_token(world, hole, asked):
    step, body = asked
    ticket, secret = hole
    before = world.items(ticket["id"])
    answer = world.post(f"/v1/tickets/{ticket['id']}/{step}", fitting(step, body), ticket_secret=secret)
    assert (answer.status_code, answer.json_body["code"]) == (401, "not-signed-in")
    assert world.items(ticket["id"]) == before


TOKENS = [
    "",
    "Bearer",
    "Bearer x",
    "Bearer a.b.c",
    "Basic Zm9vOmJhcg==",
    "Bearer {token}x",
    "Bearer {header}..",
    "Bearer {none}",
]


@pytest.mark.parametrize("given", TOKENS)
def test_without_a_good_token_there_is_nothing_for_staff(world, office, floods, given):
    token = office("coordinator").token
    header, payload, _ = token.split(".")
    none = "eyJhbGciOiJub25lIn0"  # {"alg":"none"}
    sent = given.format(token=token, header=header, none=f"{none}.{payload}.")
    number = floods["public"]
    asked = [
        world.get("/v1/inbox", authorization=sent),
        world.post(f"/v1/tickets/{number}/archive", {"reason": "x"}, authorization=sent),
        world.post(f"/v1/tickets/{number}/assignments", {"opd": "DLH"}, authorization=sent),
        world.post(f"/v1/tickets/{number}/assignments/DPUTR/accept", {}, authorization=sent),
        world.post(f"/v1/tickets/{number}/identity", {"reason": "x"}, authorization=sent),
        world.post(f"/v1/tickets/{number}/room", {"text": "x"}, authorization=sent),
        *([world.get(f"/v1/tickets/{number}", authorization=sent)] if sent else []),
    ]
    for answer in asked:
        assert (answer.status_code, answer.json_body["code"]) == (401, "not-signed-in")
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
        assert answer.headers["Content-Type"] == "application/problem+json"


WHO = {"name": "Siti Aminah", "phone": "081234567890", "email": "siti@warga.example"}


def test_an_opd_with_an_assignment_reads_who_reported_and_leaves_why(world, office):
    number = world.report(a_hole(contact=WHO))[0]["id"]
    world.pump()
    dputr = office("opd-DPUTR")
    for body, field in [
        ({"reason": "  "}, "purpose"),
        ({"reason": "x"}, "reason"),
        ({"text": "Ingin tahu.", "purpose": "other"}, "text"),
        ({"purpose": "law"}, "text"),
        ({"purpose": "iseng"}, "purpose"),
    ]:
        refused = dputr.post(f"/v1/tickets/{number}/identity", body)
        assert (refused.status_code, refused.json_body["errors"][0]["field"]) == (422, field)
    answer = dputr.post(f"/v1/tickets/{number}/identity", {"reason": "Janji bertemu di lokasi."})
    assert answer.json_body == {"contact": WHO | {"phone": "+6281234567890"}}
    assert answer.headers["Cache-Control"] == "no-store"
    (read,) = [each for each in office("auditor").sees(number)["timeline"] if each["type"] == "identity.read"]
    assert (read["by"], read["note"]) == (dputr.name, "Janji bertemu di lokasi.")
    assert "identity.read" not in world.get(f"/v1/tickets/{number}").body.decode()
    assert dputr.post(f"/v1/tickets/{number}/identity", {"purpose": "clarify"}).status_code == 200
    assert office("auditor").get("/v1/reads").json_body["reads"][0]["reason"] == "clarify"


def test_the_reporter_reads_who_opened_the_contact_and_why_and_nobody_else_does(world, office):
    ticket, secret = world.report(a_hole(contact=WHO))
    world.pump()
    office("opd-DPUTR").post(f"/v1/tickets/{ticket['id']}/identity", {"purpose": "visit"})
    own = world.get(f"/v1/tickets/{ticket['id']}", ticket_secret=secret).json_body["timeline"]
    assert "membuka kontak pelapor: janji bertemu di lokasi" in str(own)
    page = world.post(
        f"/laporan/{ticket['id']}",
        f"secret={secret}&step=open".encode(),
        content_type="application/x-www-form-urlencoded",
    )
    assert "membuka kontak pelapor: janji bertemu di lokasi" in page.body.decode()
    for public in (f"/v1/tickets/{ticket['id']}", f"/laporan/{ticket['id']}"):
        assert "kontak" not in world.get(public).body.decode().partition("timeline")[2].partition("</ol>")[0]


def test_an_opd_opens_who_reported_in_confidence_once_the_coordinator_agrees(world, office):
    number = world.report(a_hole(visibility="confidential", contact=WHO))[0]["id"]
    world.pump()
    dputr, asked = office("opd-DPUTR"), (f"/v1/tickets/{number}/identity", {"purpose": "clarify"})
    before = world.items(number)
    refused = dputr.post(*asked)
    assert (refused.status_code, refused.json_body["code"], refused.json_body["rule"]) == (
        409, "forbidden-step", "assent_needed",
    )  # fmt: skip
    assert world.items(number) == before
    assert office("coordinator").post(*asked).status_code == 200
    office("coordinator").does(number, "assignments/DPUTR/allow-identity", reason="Perlu untuk perbaikan.")
    office("coordinator").does(number, "assignments/DPUTR/allow-identity", reason="Perlu untuk perbaikan.")
    assert dputr.post(*asked).json_body["contact"]["name"] == "Siti Aminah"
    kinds = [each["type"] for each in office("auditor").sees(number)["timeline"]]
    assert kinds.count("identity.allowed") == 1


def test_a_complaint_about_staff_shows_who_reported_to_the_inspectorate_alone(world, office):
    body = a_hole(
        service="pungli",
        visibility="confidential",
        contact=WHO,
        attributes={"siapa": "pegawai"},
        description="Diminta uang di loket.",
    )
    number = world.report(body)[0]["id"]
    world.pump()
    coordinator = office("coordinator")
    coordinator.does(number, "assignments", opd="DINKES", reason="Mohon keterangan.")
    refused = coordinator.post(f"/v1/tickets/{number}/assignments/DINKES/allow-identity", {"reason": "Silakan saja."})
    assert (refused.status_code, refused.json_body["rule"]) == (409, "about_staff")
    refused = office("opd-DINKES").post(f"/v1/tickets/{number}/identity", {"purpose": "clarify"})
    assert (refused.status_code, refused.json_body["rule"]) == (409, "about_staff")
    coordinator.does(number, "assignments/INSPEKTORAT/allow-identity", reason="Untuk pemeriksaan.")
    opened = office("opd-INSPEKTORAT").post(f"/v1/tickets/{number}/identity", {"purpose": "clarify"})
    assert opened.json_body["contact"]["name"] == "Siti Aminah"


def test_a_withdrawn_report_gives_nobody_the_contact_but_the_law(world, office):
    ticket, secret = world.report(a_hole(contact=WHO))
    world.pump()
    path = f"/v1/tickets/{ticket['id']}"
    assert world.post(f"{path}/withdraw", {"text": "Sudah beres."}, ticket_secret=secret).status_code == 200
    coordinator, order = office("coordinator"), {"purpose": "law", "reason": "Penetapan PN Pati 12/2026."}
    refused = coordinator.post(f"{path}/identity", {"purpose": "clarify"})
    assert (refused.status_code, refused.json_body["rule"]) == (409, "contact_closed")
    assert office("opd-DPUTR").post(f"{path}/identity", order).status_code == 404
    assert coordinator.post(f"{path}/identity", order).json_body["contact"]["name"] == "Siti Aminah"


def test_who_reports_anonymously_is_hidden_from_opds(world, office):
    number = world.report(a_hole(visibility="anonymous", contact=WHO))[0]["id"]
    world.pump()
    dputr, asked = office("opd-DPUTR"), f"/v1/tickets/{number}/identity"
    before = world.items(number)
    refused = dputr.post(asked, {"reason": "Janji bertemu di lokasi."})
    assert (refused.status_code, refused.json_body["code"]) == (403, "not-allowed")
    assert world.items(number) == before
    assert "identity" not in dputr.sees(number)["options"]
    assert (
        office("coordinator").post(asked, {"reason": "Ada ancaman kepada warga."}).json_body["contact"]["name"]
        == "Siti Aminah"
    )


@pytest.mark.parametrize("visibility", ["public", "anonymous", "confidential"])
def test_who_reported_is_in_no_view_of_staff(world, office, visibility):
    number = world.report(a_flood(visibility=visibility, contact=WHO))[0]["id"]
    world.pump()
    for groups in ("opd-BPBD", "opd-DINSOS", "coordinator", "leader", "auditor"):
        seen = (
            office(groups).get(f"/v1/tickets/{number}").body.decode()
            + office(groups).get("/v1/inbox?opd=BPBD").body.decode()
        )
        for word in ("Siti", "Aminah", "81234567890", "warga.example"):
            assert word not in seen


MARK = "ZZ-RAHASIA-DINAS"


def test_what_opds_say_among_themselves_reaches_no_public_answer(world, office):
    ticket, secret = world.report(a_flood(contact=WHO))
    number = ticket["id"]
    world.pump()
    bpbd, dputr, coordinator = office("opd-BPBD"), office("opd-DPUTR"), office("coordinator")
    bpbd.does(number, "assignments", opd="DLH", reason=f"{MARK} 1")
    bpbd.does(number, "assignments/DPUTR/order", after=["DLH"], reason=f"{MARK} 2")
    bpbd.does(number, "assignments/DPUTR/lead", reason=f"{MARK} 3")
    dputr.does(number, "room", text=f"{MARK} 4 @BPBD")
    dputr.does(number, "assignments/DPUTR/return", reason=f"{MARK} 5")
    coordinator.does(number, "assignments/DINSOS/waive", reason=f"{MARK} 6")
    coordinator.does(number, "verify", reason=f"{MARK} 7")
    bpbd.post(f"/v1/tickets/{number}/identity", {"purpose": "clarify"})  # what is written with it, the reporter reads
    staffs = coordinator.get(f"/v1/tickets/{number}").body.decode()
    assert all(f"{MARK} {n}" in staffs for n in range(1, 8))
    for answer in (
        world.get(f"/v1/tickets/{number}"),
        world.get(f"/v1/tickets/{number}", ticket_secret=secret),
        world.get(f"/v1/tickets/{number}", ticket_secret="A" * 26),
        world.post(f"/v1/tickets/{number}/message", {"text": "Halo?", "version": 1}, ticket_secret=secret),
        world.post(f"/v1/tickets/{number}/message", {"text": "Halo?"}, ticket_secret=secret),
        world.get("/v1/tickets"),
        world.get("/v1/tickets?opd=BPBD"),
        world.get(f"/laporan/{number}"),
    ):
        shown = answer.body.decode()
        assert MARK not in shown
        assert not any(name in shown for name in (bpbd.name, dputr.name, coordinator.name))
    for kind in ("room.written", "lead.offered", "ticket.verified"):
        assert kind not in world.get(f"/v1/tickets/{number}", ticket_secret=secret).body.decode()
    assert "identity.read" not in world.get(f"/v1/tickets/{number}").body.decode()


def test_what_the_reporter_writes_is_for_the_opds_and_the_reporter(world, office):
    ticket, secret = world.report(a_hole())
    number = ticket["id"]
    world.pump()
    fields = {"text": "ZZ-PESAN: rumah saya nomor 7."}
    assert world.post(f"/v1/tickets/{number}/message", fields, ticket_secret=secret).status_code == 200
    assert "ZZ-PESAN" not in world.get(f"/v1/tickets/{number}").body.decode()
    assert "ZZ-PESAN" not in world.get(f"/v1/tickets/{number}", ticket_secret="A" * 26).body.decode()
    assert "ZZ-PESAN" not in world.get(f"/laporan/{number}").body.decode()
    assert "ZZ-PESAN" in world.get(f"/v1/tickets/{number}", ticket_secret=secret).body.decode()
    assert office("opd-DPUTR").sees(number)["timeline"][-1]["note"] == fields["text"]


def test_an_opd_reads_the_words_of_a_confidential_ticket_and_the_public_does_not(world, office):
    number = world.report(a_hole(visibility="confidential"))[0]["id"]
    world.pump()
    assert "berlubang" in office("opd-DPUTR").sees(number)["description"]
    assert "berlubang" not in world.get(f"/v1/tickets/{number}").body.decode()
    assert assignment_of(office("opd-DPUTR").sees(number), "DPUTR")["options"]
