"""Staff and reporter at work on a ticket, through the use cases and on fakes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.errors import ForbiddenStep, Invalid, NotAllowed, Outdated, UnknownTicket, WrongSecret
from chalicelib.domain.transitions.by_reporter import MAX_UNANSWERED
from chalicelib.domain.transitions.step_input import StepInput
from tests.support.factory import CONTACT, NOW, a_coordinator, a_submission, an_actor, an_officer
from tests.support.memory_world import a_world, pump

BPBD, DPUTR, DLH = an_officer("BPBD"), an_officer("DPUTR"), an_officer("DLH")
COORDINATOR = a_coordinator()


class Desk:
    """A world with one flood: BPBD leads, DPUTR and DINSOS support."""

    def __init__(self, **report):
        self.world = a_world()
        receipt = self.world.intake.submit(
            a_submission(**({"contact": CONTACT, "service": "banjir"} | report)), "k", "c"
        )
        self.number, self.secret = receipt.ticket.id, receipt.secret
        pump(self.world)
        self.world.notice_publisher.out.clear()
        self.staff_actions, self.reporter_actions, self.inbox = (
            self.world.staff_actions,
            self.world.reporter_actions,
            self.world.inbox,
        )

    def act(self, who, action, text="Sudah kami periksa.", opd=None, **fields):
        return self.staff_actions.take(
            action, self.number, who, StepInput(text=text, **fields), opd or next(iter(who.opds))
        )

    def new_notices(self):
        """Audience and subject of every notice since the last call."""
        assert pump(self.world) == []  # also what was carried before: nobody hears of it again
        out = sorted(
            (notice.audience, notice.subject.split(" PTI")[0].split(" CTH")[0])
            for notice in self.world.notice_publisher.out
        )
        self.world.notice_publisher.out.clear()
        return out


@pytest.fixture
def desk():
    return Desk()


# two at once


def test_who_has_not_seen_the_latest_is_told_what_changed(desk):
    seen = desk.staff_actions.read(desk.number, BPBD).ticket.sequence
    desk.act(BPBD, "accept")
    with pytest.raises(Outdated) as old:
        desk.act(an_officer("BPBD", person="ani"), "start", version=seen)
    assert [(event.type, event.data.wire["by"]) for event in old.value.since] == [
        ("assignment.accepted", "petugas-bpbd")
    ]


def test_who_loses_a_race_is_told_what_changed_and_overwrites_nothing(desk):
    seen = desk.staff_actions.read(desk.number, BPBD).ticket.sequence
    raced = racing(desk, lambda: desk.act(DPUTR, "return", opd="DPUTR"))
    with pytest.raises(Outdated) as old:
        raced.take("accept", desk.number, BPBD, StepInput(version=seen), "BPBD")
    assert [event.type for event in old.value.since] == ["assignment.returned"]
    assert {str(p.status) for p in desk.staff_actions.read(desk.number, BPBD).ticket.assignments} == {
        "assigned",
        "returned",
    }


def test_two_who_give_no_version_both_have_their_say_one_after_the_other(desk):
    raced = racing(desk, lambda: desk.act(DPUTR, "accept"))
    case = raced.take("accept", desk.number, BPBD, StepInput(), "BPBD")
    assert [assignment.opd for assignment in case.ticket.assignments if assignment.status == "accepted"] == [
        "BPBD",
        "DPUTR",
    ]
    assert [event.sequence for event in case.events] == [1, 2, 3, 4]


def test_the_slower_of_two_that_want_the_same_finds_the_rule(desk):
    raced = racing(desk, lambda: desk.act(BPBD, "return"))
    with pytest.raises(UnknownTicket):
        raced.take("accept", desk.number, BPBD, StepInput(), "BPBD")


def racing(desk, other):
    """A `Work` that reads, and then somebody else is quicker."""
    real = desk.world.tickets
    pending = [other]

    class Slow:
        def get(self, number, *, internal=False):
            case = real.get(number, internal=internal)
            if pending:
                pending.pop()()
            return case

        def __getattr__(self, name):
            return getattr(real, name)

    return type(desk.staff_actions)(desk.world.city, Slow(), desk.world.contact_cipher, desk.world.clock)


# costs


def test_a_step_is_one_read_and_one_write(desk):
    desk.world.faults.calls.clear()
    desk.act(BPBD, "accept")
    assert [call for call in desk.world.faults.calls if call.startswith("tickets")] == ["tickets.get", "tickets.save"]


# the reporter writes


def test_a_reporter_who_gets_no_answer_floods_nobody_and_goes_on_after_one(desk):
    for n in range(MAX_UNANSWERED):
        desk.reporter_actions.take("message", desk.number, desk.secret, StepInput(text=f"Bagaimana kabarnya? {n}"))
    with pytest.raises(ForbiddenStep) as refused:
        desk.reporter_actions.take("message", desk.number, desk.secret, StepInput(text="Halo?"))
    assert refused.value.rule == "messages_unanswered"
    desk.act(BPBD, "answer", "Besok kami datang.")
    assert (
        desk.reporter_actions.take("message", desk.number, desk.secret, StepInput(text="Baik.")).events[-1].type
        == "ticket.message"
    )


# the room


def test_a_word_in_the_room_tells_only_those_that_it_names_and_that_have_an_assignment(desk):
    desk.staff_actions.take(
        "room", desk.number, BPBD, StepInput(text="@dputr tolong cek pompa, @DLH dan @BPBD sudah tahu.")
    )
    assert desk.new_notices() == [("DPUTR", "Anda disebut di")]


def test_a_word_in_the_room_does_not_reach_an_opd_that_has_given_its_assignment_back(desk):
    desk.act(DPUTR, "return", "Bukan saluran kami.")
    desk.new_notices()
    desk.staff_actions.take("room", desk.number, BPBD, StepInput(text="@DPUTR benar bukan milik kalian?"))
    assert desk.new_notices() == []


def test_the_room_is_closed_to_those_who_only_look_and_to_strangers(desk):
    with pytest.raises(NotAllowed):
        desk.staff_actions.take("room", desk.number, an_actor("auditor"), StepInput(text="Halo"))
    with pytest.raises(UnknownTicket):
        desk.staff_actions.take("room", desk.number, DLH, StepInput(text="Halo"))


# who reported


def test_reading_who_reported_leaves_who_and_why(desk):
    contact = desk.staff_actions.identity(desk.number, BPBD, StepInput(text="Perlu menelepon untuk evakuasi."))
    assert contact == CONTACT
    case = desk.staff_actions.read(desk.number, an_actor("auditor"))
    assert (case.events[-1].type, case.events[-1].data.wire) == (
        "identity.read",
        {"opd": "BPBD", "purpose": "other", "by": "petugas-bpbd"},
    )
    assert case.notes[-1].text == "Perlu menelepon untuk evakuasi."


@pytest.mark.parametrize(
    "step_input",
    [
        StepInput(),
        StepInput(text="Ingin tahu."),
        StepInput(purpose="law"),
        StepInput(purpose="other", text="x"),
        StepInput(purpose="iseng", text="Perlu menelepon untuk evakuasi."),
    ],
)
def test_without_a_reason_that_says_something_nobody_reads_who_reported(desk, step_input):
    with pytest.raises(Invalid):
        desk.staff_actions.identity(desk.number, BPBD, step_input)
    assert not desk.staff_actions.read(desk.number, COORDINATOR).has("identity.read")


def test_a_purpose_of_the_list_needs_no_words(desk):
    assert desk.staff_actions.identity(desk.number, BPBD, StepInput(purpose="safety")) == CONTACT
    case = desk.staff_actions.read(desk.number, an_actor("auditor"))
    assert (case.events[-1].data.purpose, case.notes[-1].text) == ("safety", "safety")


def test_who_reported_in_confidence_is_opened_with_the_coordinators_assent():
    desk = Desk(visibility="confidential")
    with pytest.raises(ForbiddenStep, match="assent_needed"):
        desk.staff_actions.identity(desk.number, BPBD, StepInput(purpose="safety"))
    desk.staff_actions.take("allow_identity", desk.number, COORDINATOR, StepInput(text="Silakan."), "BPBD")
    assert desk.staff_actions.identity(desk.number, BPBD, StepInput(purpose="safety")) == CONTACT
    with pytest.raises(ForbiddenStep, match="assent_needed"):
        desk.staff_actions.identity(desk.number, DPUTR, StepInput(purpose="safety"))


def test_no_assent_is_needed_for_what_is_public(desk):
    case = desk.staff_actions.read(desk.number, COORDINATOR)
    assert "allow_identity" not in str(desk.staff_actions.options(case, COORDINATOR))


def test_an_anonymous_reporter_stays_unknown_to_opds():
    desk = Desk(visibility="anonymous")
    with pytest.raises(NotAllowed):
        desk.staff_actions.identity(desk.number, BPBD, StepInput(purpose="clarify"))
    assert desk.staff_actions.identity(desk.number, COORDINATOR, StepInput(text="Permintaan inspektorat.")) == CONTACT


def test_who_left_no_contact_has_none():
    desk = Desk(contact=None)
    assert not desk.staff_actions.identity(desk.number, BPBD, StepInput(text="Perlu menelepon."))


# notices


def test_every_step_tells_those_who_must_act_and_nobody_else(desk):
    number, secret = desk.number, desk.secret
    desk.staff_actions.take("call_in", number, DPUTR, StepInput(opd="DLH", text="Ada pohon di saluran."))
    assert desk.new_notices() == [("BPBD", "OPD lain ikut menangani"), ("DLH", "Mohon dukungan")]
    desk.act(DLH, "accept")
    assert desk.new_notices() == []
    desk.act(BPBD, "order", opd="DPUTR", after=("DLH",))
    assert desk.new_notices() == [("DPUTR", "Menunggu OPD lain")]
    desk.act(DLH, "start")
    desk.act(DLH, "finish")
    assert desk.new_notices() == [("BPBD", "Bagian selesai"), ("DPUTR", "Giliran Anda")]
    desk.staff_actions.take("ask", number, DPUTR, StepInput(text="Di RT berapa?"))
    assert desk.new_notices() == []
    desk.reporter_actions.take("message", number, secret, StepInput(text="RT 3."))
    assert desk.new_notices() == [("BPBD", "Pelapor menjawab"), ("DPUTR", "Pelapor menjawab")]
    desk.reporter_actions.take("message", number, secret, StepInput(text="Air naik lagi."))
    assert desk.new_notices() == [("BPBD", "Pesan pelapor")]
    desk.act(BPBD, "lead", opd="DPUTR")
    assert desk.new_notices() == [("DPUTR", "Ditawari memimpin")]
    desk.act(DPUTR, "lead")
    assert desk.new_notices() == [("BPBD", "Penanggung jawab beralih"), ("DPUTR", "Anda memimpin")]
    desk.act(BPBD, "return")
    assert desk.new_notices() == [("coordinator", "Dikembalikan")]
    desk.act(COORDINATOR, "waive", opd="DINSOS")
    assert desk.new_notices() == [("DINSOS", "Dibebaskan")]
    desk.staff_actions.take("verify", number, COORDINATOR, StepInput())
    desk.act(DPUTR, "start")
    desk.act(DPUTR, "finish")
    assert desk.new_notices() == []
    desk.reporter_actions.take("dispute", number, secret, StepInput(text="Masih banjir."))
    assert desk.new_notices() == [("DLH", "Dibuka lagi"), ("DPUTR", "Dibuka lagi"), ("coordinator", "Dibantah")]


def test_the_third_hand_over_reaches_the_leaders(desk):
    for opd in ("DPUTR", "BPBD", "DPUTR"):
        desk.act(COORDINATOR, "lead", opd=opd)
    assert ("leaders", "Perlu perhatian pimpinan") in desk.new_notices()


def test_a_withdrawn_report_is_told_to_every_opd_once(desk):
    desk.reporter_actions.take("withdraw", desk.number, desk.secret, StepInput())
    assert desk.new_notices() == [(opd, "Ditarik pelapor") for opd in ("BPBD", "DINSOS", "DPUTR")]


def test_no_notice_carries_what_people_wrote(desk):
    desk.staff_actions.take("room", desk.number, BPBD, StepInput(text="@DPUTR RAHASIADAPUR"))
    desk.act(DPUTR, "return", text="RAHASIADAPUR")
    desk.reporter_actions.take("message", desk.number, desk.secret, StepInput(text="RAHASIADAPUR"))
    assert pump(desk.world) == []
    assert len(desk.world.notice_publisher.out) >= 3
    assert "RAHASIADAPUR" not in str(desk.world.notice_publisher.out)


# what is asked for must make sense


@pytest.mark.parametrize(
    ("step_input", "field"),
    [
        (StepInput(opd="DISHUBB"), "opd"), (StepInput(opd="X-PLN"), "opd"), (StepInput(opd=""), "opd"),
        (StepInput(opd="DLH", role="boss"), "role"), (StepInput(opd="DLH", text="x" * 4001), "text"),
    ],
)  # fmt: skip
def test_a_wrong_assignment_names_the_field(desk, step_input, field):
    with pytest.raises(Invalid) as wrong:
        desk.staff_actions.take("call_in", desk.number, COORDINATOR, step_input)
    assert [problem.field for problem in wrong.value.problems] == [field]


@pytest.mark.parametrize("to", ["", "DLH", "X-NOWHERE"])
def test_a_referral_goes_to_a_known_institution_outside(desk, to):
    with pytest.raises(Invalid):
        desk.staff_actions.take("refer", desk.number, COORDINATOR, StepInput(to=to))


def test_only_the_coordinator_gives_the_lead(desk):
    with pytest.raises(NotAllowed):
        desk.staff_actions.take("give_lead", desk.number, BPBD, StepInput(opd="DLH", role="lead"))


def test_the_citizen_reads_the_workers_words_once_a_second_person_has_looked(desk):
    catalogue = desk.world.city.catalogue
    flood = replace(catalogue.services["banjir"], validation=True)
    desk.world.city.catalogue = replace(catalogue, services={**catalogue.services, "banjir": flood})
    desk.act(BPBD, "start", text="")
    desk.act(BPBD, "finish", text="Genangan sudah surut.")
    assert desk.world.tickets.get(desk.number).notes == ()
    desk.act(an_officer("BPBD", person="ani"), "validate", text="")
    assert [note.text for note in desk.world.tickets.get(desk.number).notes] == ["Genangan sudah surut."]
    assert desk.new_notices() == [("BPBD", "Mohon periksa")]


# the reporter


@pytest.mark.parametrize("action", ["message", "confirm", "dispute", "withdraw", "rate"])
def test_without_the_secret_nobody_is_the_reporter(desk, action):
    other = Desk(description="Banjir yang lain sama sekali di tempat lain.")
    for secret in ("", "X" * 26, desk.number):
        with pytest.raises(WrongSecret):
            desk.reporter_actions.take(action, desk.number, secret, StepInput(text="Halo", stars=3))
    assert other.secret == desk.secret  # of the same key; a stranger's is another


def test_the_reporter_reads_what_is_said_to_the_reporter_and_nothing_else(desk):
    desk.staff_actions.take("room", desk.number, BPBD, StepInput(text="Dapur."))
    desk.act(BPBD, "answer", text="Pompa sedang dibawa.")
    case = desk.reporter_actions.take("message", desk.number, desk.secret, StepInput(text="Terima kasih."))
    for shown in (case, desk.reporter_actions.read(desk.number, desk.secret)):
        assert [note.text for note in shown.notes] == ["Pompa sedang dibawa.", "Terima kasih."]


def test_a_reporter_need_not_know_what_the_opds_do_meanwhile(desk):
    desk.reporter_actions.take("message", desk.number, desk.secret, StepInput(text="Halo"))
    desk.act(BPBD, "start")
    assert (
        desk.reporter_actions.take("message", desk.number, desk.secret, StepInput(text="Halo lagi")).events[-1].type
        == "ticket.message"
    )


def test_stars_are_from_one_to_five(desk):
    with pytest.raises(Invalid):
        desk.reporter_actions.take("rate", desk.number, desk.secret, StepInput(stars=6))


# inboxes


def test_an_inbox_shows_what_the_opd_has_to_do(desk):
    (line,) = desk.inbox.page(DPUTR).lines
    assert (line.ticket, line.role, line.status, line.ticket_status) == (
        desk.number,
        "support",
        "assigned",
        "dispatched",
    )
    assert desk.inbox.page(DLH).lines == ()


def test_the_coordinators_desk_shows_why(desk):
    assert desk.inbox.page(COORDINATOR).lines == ()
    desk.act(DPUTR, "return")
    (line,) = desk.inbox.page(COORDINATOR).lines
    assert (line.reason, line.due) == ("returned", desk.staff_actions.read(desk.number, BPBD).ticket.desk.due)
    assert desk.inbox.page(COORDINATOR, "disputed").lines == ()
    assert desk.inbox.page(COORDINATOR, "returned").lines == (line,)


def test_views_show_what_they_are_called(desk):
    def shown(view):
        return len(desk.inbox.page(DPUTR, view).lines)

    assert (shown("unaccepted"), shown("mine"), shown("late"), shown("waiting_citizen"), shown("waiting_opd")) == (
        1,
        0,
        0,
        0,
        0,
    )
    desk.act(DPUTR, "accept")
    assert (shown("unaccepted"), shown("mine")) == (0, 1)
    desk.act(BPBD, "order", opd="DPUTR", after=("BPBD",))
    assert shown("waiting_opd") == 1
    desk.world.clock.now = NOW + timedelta(days=60)
    assert (shown("late"), len(desk.inbox.page(BPBD, "late").lines)) == (
        0,
        1,
    )  # the clock of an assignment that waits stands
    with pytest.raises(Invalid):
        shown("everything")


def test_nobody_looks_into_another_opds_inbox_but_those_who_oversee(desk):
    with pytest.raises(NotAllowed):
        desk.inbox.page(DPUTR, box="BPBD")
    with pytest.raises(NotAllowed):
        desk.inbox.page(DPUTR, box="coordinator")
    for overseer in (COORDINATOR, an_actor("leader"), an_actor("auditor")):
        assert len(desk.inbox.page(overseer, box="BPBD").lines) == 1


def test_what_is_due_within_two_working_days_is_due_soon(desk):
    assert desk.inbox.page(BPBD, "due_soon").lines == ()
    due = desk.staff_actions.read(desk.number, BPBD).ticket.assignments[0].due
    desk.world.clock.now = due - timedelta(days=1)
    assert len(desk.inbox.page(BPBD, "due_soon").lines) == 1


# routing


def test_what_staff_have_in_hand_is_left_alone_by_routing():
    world = a_world()
    number = world.intake.submit(a_submission(service="banjir"), "k", "c").ticket.id
    world.staff_actions.take("call_in", number, COORDINATOR, StepInput(opd="DLH"))
    assert pump(world) == []
    assert [assignment.opd for assignment in world.tickets.get(number).ticket.assignments] == ["DLH"]


def test_who_only_asks_before_routing_finds_the_ticket_on_the_desk():
    world = a_world()
    receipt = world.intake.submit(a_submission(service="banjir"), "k", "c")
    number = receipt.ticket.id
    world.staff_actions.take("ask", number, COORDINATOR, StepInput(text="Di mana?"))
    world.reporter_actions.take("message", number, receipt.secret, StepInput(text="Di Kalirejo."))
    assert pump(world) == []
    ticket = world.tickets.get(number).ticket
    assert (ticket.status, ticket.desk.reason, ticket.assignments) == ("received", "unroutable", ())


def test_a_citizen_who_writes_before_routing_stops_nothing():
    world = a_world()
    receipt = world.intake.submit(a_submission(service="banjir"), "k", "c")
    world.reporter_actions.take("message", receipt.ticket.id, receipt.secret, StepInput(text="Cepat!"))
    world.staff_actions.take("room", receipt.ticket.id, COORDINATOR, StepInput(text="Sudah lihat."))
    pump(world)
    assert world.tickets.get(receipt.ticket.id).ticket.status == "dispatched"
