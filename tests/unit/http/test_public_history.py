"""What the public reads of joint work: who did what, in words a citizen understands, and nothing of what is internal."""

import json

import pytest

from chalicelib import texts
from chalicelib.domain import events
from chalicelib.domain.errors import ForbiddenStep
from chalicelib.domain.transitions.step_input import StepInput
from chalicelib.http.views.history import refusal, sentence
from chalicelib.http.views.ticket_view import ticket_view
from infra.events import schema
from tests.support.factory import (
    CONTACT,
    WHY,
    a_catalogue,
    a_coordinator,
    a_submission,
    an_event,
    an_officer,
)
from tests.support.memory_world import a_world, pump

DAPUR = "RAHASIADAPUR"  # in every text that is not for the public
BPBD, DPUTR, DINSOS = (an_officer(opd, person=f"{DAPUR}-{opd}") for opd in ("BPBD", "DPUTR", "DINSOS"))
COORDINATOR = a_coordinator(f"{DAPUR}-koordinator")


class Lived:
    """A flood on which everything was done that can be done, with a marker in every internal text."""

    def __init__(self, visibility="public"):
        self.world = world = a_world()
        receipt = world.intake.submit(a_submission(contact=CONTACT, service="banjir", visibility=visibility), "k", "c")
        self.number, self.secret = number, secret = receipt.ticket.id, receipt.secret
        pump(world)
        self.act("BPBD", "accept", BPBD, text="Tim berangkat.")
        world.staff_actions.take("room", number, BPBD, StepInput(text=f"@DPUTR {DAPUR}"))
        world.staff_actions.take("call_in", number, BPBD, StepInput(opd="DLH", text=DAPUR))
        self.act("DLH", "return", an_officer("DLH", person=DAPUR), text=DAPUR, opd="DPUTR")
        world.staff_actions.take("verify", number, COORDINATOR, StepInput(text=DAPUR))
        self.act("DPUTR", "order", BPBD, text=DAPUR, after=("DINSOS",))
        self.act("DPUTR", "lead", BPBD, text=DAPUR)
        self.act("DPUTR", "lead", DPUTR, text=DAPUR)
        if visibility == "confidential":
            self.act("DPUTR", "allow_identity", COORDINATOR, text=DAPUR)
        world.staff_actions.identity(number, DPUTR, StepInput(purpose="clarify"))
        world.staff_actions.take("ask", number, BPBD, StepInput(text="Di RT berapa?"))
        world.reporter_actions.take("message", number, secret, StepInput(text=f"Di RT 3. {DAPUR}"))
        self.act("DINSOS", "waive", COORDINATOR, text=DAPUR)
        self.act("BPBD", "answer", BPBD, text="Pompa sedang dibawa.")
        for opd, who in (("BPBD", BPBD), ("DPUTR", DPUTR)):
            self.act(opd, "start", who)
            self.act(opd, "finish", who, text=f"{opd} sudah selesai.")
        world.reporter_actions.take("dispute", number, secret, StepInput(text=DAPUR))
        world.staff_actions.take(
            "refer", number, COORDINATOR, StepInput(to="X-PUSAT", reference="SP-17", text="Jalan nasional.")
        )

    def act(self, whose, action, who, **step_fields):
        self.world.staff_actions.take(action, self.number, who, StepInput(**step_fields), whose)

    def shown(self, language="id", secret="", *, internal=False):
        case = self.world.tickets.get(self.number, internal=internal)
        return ticket_view(case, self.world.city, self.world.clock(), language, secret)


@pytest.fixture(scope="module")
def lived():
    return Lived()


@pytest.mark.parametrize("internal", [False, True], ids=["public read", "even of a staff read"])
@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_the_public_sees_nothing_internal(lived, language, internal):
    shown = json.dumps(lived.shown(language, internal=internal))
    assert "Pompa sedang dibawa." in shown
    for hidden in (DAPUR, CONTACT.name, CONTACT.phone[3:], "room.written", "identity.read", "lead.offered"):
        assert hidden not in shown


def test_the_reporter_sees_the_own_words_too_but_nothing_internal(lived):
    shown = lived.shown(secret=lived.secret, internal=True)
    notes = [each["note"] for each in shown["timeline"] if each["note"]]
    assert f"Di RT 3. {DAPUR}" in notes
    assert json.dumps(notes).count(DAPUR) == 2  # the message and the dispute
    assert "room.written" not in json.dumps(shown)


def test_no_event_and_no_log_line_carries_what_people_wrote(lived):
    text = json.dumps([event.as_json() for event in lived.world.tickets.stream])
    assert "Pompa" not in text
    assert text.count(DAPUR) == text.count(f'"by": "{DAPUR}')


def test_a_confidential_ticket_shows_its_status_and_nothing_else():
    head = {"id", "visibility", "status", "status_name", "status_text", "publication", "publication_text"}
    assert set(Lived("confidential").shown()) == head


def test_a_citizen_reads_which_opd_did_what_and_what_it_said(lived):
    lines = [(each["text"], each["note"]) for each in lived.shown()["timeline"]]
    for line in (
        ("BPBD menerima tugasnya.", "Tim berangkat."),
        ("Diminta ikut menangani: Dinas Lingkungan Hidup (pendukung).", None),
        ("Dinas Pekerjaan Umum dan Tata Ruang menunggu Dinas Sosial selesai lebih dulu.", None),
        ("Dinas Pekerjaan Umum dan Tata Ruang sekarang penanggung jawab.", None),
        ("Pelapor melengkapi laporannya. Penanganan berlanjut.", None),
        ("BPBD menyelesaikan bagiannya.", "BPBD sudah selesai."),
        ("Pelapor menyatakan masalahnya belum selesai. Penanganan dibuka lagi.", None),
        ("Ini wewenang Pemerintah Pusat. Laporan dirujuk ke sana dengan nomor SP-17. 1708", "Jalan nasional."),
    ):
        assert line in lines


def test_an_assignment_that_waits_is_shown_as_waiting_and_for_whom():
    world = a_world()
    number = world.intake.submit(a_submission(service="banjir"), "k", "c").ticket.id
    pump(world)
    world.staff_actions.take("order", number, BPBD, StepInput(after=("BPBD", "DINSOS")), "DPUTR")
    shown = ticket_view(world.tickets.get(number), world.city, world.clock(), "id")
    (assignment,) = [each for each in shown["assignments"] if each["opd"] == "DPUTR"]
    assert assignment["waits_for"] == ["BPBD", "DINSOS"]
    assert (assignment["status"], assignment["status_name"]) == ("assigned", "Menunggu giliran")
    assert assignment["status_text"] == "Menunggu BPBD, Dinas Sosial selesai lebih dulu. Batas waktunya ikut bergeser."


def test_while_nobody_leads_the_public_sees_that_the_coordinator_decides():
    world = a_world()
    number = world.intake.submit(a_submission(service="banjir"), "k", "c").ticket.id
    pump(world)
    world.staff_actions.take("return", number, BPBD, StepInput(text="Bukan kami."), "BPBD")
    shown = ticket_view(world.tickets.get(number), world.city, world.clock(), "id")["coordinator"]
    assert shown["due"] == world.tickets.get(number).ticket.desk.due.isoformat(timespec="milliseconds")
    assert shown["why"].startswith("Belum ada OPD penanggung jawab.")


DATA = {
    "opd": "DISHUB", "why": WHY, "due": "2026-11-26T08:30:00+00:00",
    "after": ["DLH"], "to": "X-PLN", "reference": "", "stars": 4, "hand_overs": 3, "lead": "DISHUB",
    "from": "CTH-7K3M-9QX2", "into": "CTH-2222-333X", "of": 3, "audience": "reporter/sms",
    "was": "2026-11-24T08:30:00+00:00", "what": "resolution", "who": {"id": "Bupati", "en": "Regent"},
}  # fmt: skip


@pytest.mark.parametrize("language", texts.LANGUAGES)
@pytest.mark.parametrize("kind", sorted(events.TYPES))
def test_every_event_is_a_whole_sentence(kind, language):
    example = schema.examples()[kind]["data"]
    data = example | {name: each for name, each in DATA.items() if type(example.get(name)) is type(each)}
    text = sentence(an_event(kind, data=data), a_catalogue(), language)
    assert text != texts.say(language, "event.other")
    assert text[0].isupper()
    assert "{" not in text
    assert "  " not in text
    bare = sentence(an_event(kind, data={}), a_catalogue(), language)  # what newer code left out
    assert bare


@pytest.mark.parametrize("language", texts.LANGUAGES)
@pytest.mark.parametrize("rule", sorted(texts.section_of("rule")))
def test_every_rule_is_told_with_names_instead_of_codes(rule, language):
    params = {"opd": "DISHUB, DLH", "status": "in_progress", "to": "done", "most": 50}
    params |= {"ticket": "CTH-7K3M-9QX2", "into": "CTH-2222-333X"}
    text = refusal(ForbiddenStep(rule, **params), a_catalogue(), language)
    assert "{" not in text
    assert not any(code in text for code in ("DISHUB", "in_progress"))
