"""The citizen reads what was promised, and whether it was kept."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib import texts
from chalicelib.domain import events
from chalicelib.domain.deadlines import promise_status
from chalicelib.domain.deadlines.deadline_terms import terms_of
from chalicelib.domain.deadlines.promise_status import STATES
from chalicelib.domain.events import Event
from chalicelib.domain.tickets.ticket import Case
from chalicelib.domain.transitions.step_input import StepInput
from chalicelib.http.views.promise_view import late_words
from chalicelib.http.views.ticket_view import ticket_view
from tests.support.factory import a_coordinator, a_submission, an_officer
from tests.support.memory_world import a_world, pump

BPBD, DPUTR, DINSOS = (an_officer(opd) for opd in ("BPBD", "DPUTR", "DINSOS"))


class Flood:
    """Received on Tuesday at 10.00, three OPDs, three working days: due on Friday 27 November at 14.30."""

    def __init__(self, **report):
        self.world = a_world()
        receipt = self.world.intake.submit(a_submission(**({"service": "banjir"} | report)), "k-1", "c-1")
        self.number, self.secret = receipt.ticket.id, receipt.secret
        pump(self.world)

    def after(self, **span):
        self.world.clock.forward(**span)
        return self

    def step(self, who, action, **fields):
        (opd,) = who.opds
        self.world.staff_actions.take(action, self.number, who, StepInput(**({"text": "Sudah."} | fields)), opd)

    @property
    def case(self):
        return self.world.tickets.get(self.number, internal=True)

    def view(self, language="id", secret="", case=None):
        return ticket_view(case or self.case, self.world.city, self.world.clock(), language, secret)

    def promise(self, language="id"):
        return self.view(language)["promise"]

    def assignment(self, opd, language="id"):
        return next(view for view in self.view(language)["assignments"] if view["opd"] == opd)


@pytest.fixture
def flood():
    return Flood()


def test_while_there_is_time_the_day_is_promised(flood):
    promise = flood.promise()
    assert (promise["state"], promise["late_by"], promise["now"]) == ("running", None, None)
    assert promise["text"] == "Dijanjikan selesai Jumat, 27 November 2026."
    assert flood.promise("en")["text"] == "Promised to be done by Friday, 27 November 2026."


def test_a_promise_that_is_missed_says_so_and_what_happens_now(flood):
    promise = flood.after(days=7).promise()
    assert (promise["state"], promise["late_by"]) == ("missed", 2)
    assert (
        promise["text"] == "Dijanjikan selesai Jumat, 27 November 2026, tetapi belum selesai: terlambat 2 hari kerja."
    )
    assert "Yang terlambat: BPBD, Dinas Sosial, Dinas Pekerjaan Umum dan Tata Ruang." in promise["now"]
    assert "disampaikan kepada atasan" in promise["now"]


def test_who_was_told_of_it_is_named(flood):
    flood.after(days=7)
    case = flood.case
    who = {"id": "Kepala OPD", "en": "Head of the department"}
    due = case.ticket.assignments[0].due
    escalated = events.DeadlineEscalated(what="resolution", opd="BPBD", due=due, level=2, who=who, told=())
    step = Event(case.ticket.id, 9, flood.world.clock(), events.SYSTEM, escalated)
    case = Case(case.ticket, (*case.events, step), case.notes)
    assert "sudah disampaikan kepada Kepala OPD." in flood.view(case=case)["promise"]["now"]


def test_on_the_day_itself_it_is_late_by_less_than_a_day(flood):
    promise = flood.after(days=3, hours=5).promise()
    assert promise["late_by"] == 0
    assert promise["text"].endswith("terlambat kurang dari satu hari kerja.")


def test_an_opd_that_asked_the_citizen_is_not_said_to_be_silent(flood):
    silent = "Sudah diberi tahu, belum menjawab."
    flood.world.staff_actions.take("ask", flood.number, BPBD, StepInput(text="Di mana?"))
    assert flood.assignment("BPBD")["status_text"] == "Sudah bertanya kepada pelapor dan menunggu jawabannya."
    assert flood.assignment("DINSOS")["status_text"] == silent
    flood.world.reporter_actions.take("message", flood.number, flood.secret, StepInput(text="Di RT 2."))
    assert flood.assignment("BPBD")["status_text"] == "Sudah memberi tanggapan, belum mulai mengerjakan."
    assert flood.assignment("DINSOS")["status_text"] == silent
    flood.step(BPBD, "accept")
    assert flood.assignment("BPBD")["status_text"] == "Sudah menerima tugas ini."


def test_an_opd_that_answered_before_it_accepted_is_not_said_to_be_silent(flood):
    flood.step(DINSOS, "answer", text="Kami cek sore ini.")
    assert flood.assignment("DINSOS", "en")["status_text"] == "Has responded, has not begun the work yet."
    assert flood.assignment("BPBD", "en")["status_text"] == "Has been told, has not answered yet."


def test_while_the_citizen_is_asked_the_clock_stands_and_says_why(flood):
    flood.world.staff_actions.take("ask", flood.number, BPBD, StepInput(text="Di mana?"))
    promise = flood.after(days=20).promise()
    assert (promise["state"], promise["late_by"]) == ("paused", None)
    assert promise["text"].startswith("Waktu berhenti sejak Selasa, 24 November 2026 pukul 10.00 WIB, karena petugas")
    assert "Tadinya dijanjikan selesai Jumat, 27 November 2026" in promise["text"]
    assert flood.assignment("BPBD")["promise"]["text"].startswith("Waktu berhenti sejak Selasa")


def test_what_was_missed_before_the_question_stays_missed(flood):
    flood.after(days=6)
    flood.world.staff_actions.take("ask", flood.number, BPBD, StepInput(text="Di mana?"))
    promise = flood.after(days=20).promise()
    assert (promise["state"], promise["late_by"]) == ("missed", 1)
    assert "Sejak Senin, 30 November 2026 pukul 10.00 WIB waktu berhenti" in promise["now"]


def test_an_assignment_that_waits_for_another_says_since_when(flood):
    flood.step(BPBD, "accept")
    flood.world.staff_actions.take("order", flood.number, BPBD, StepInput(after=("DINSOS",)), "DPUTR")
    assignment = flood.after(days=10).assignment("DPUTR")
    assert (assignment["promise"]["state"], assignment["late_by"]) == ("waiting", None)
    assert "menunggu dinas lain" in assignment["promise"]["text"]


def test_the_first_answer_is_promised_until_it_is_given(flood):
    assert flood.assignment("BPBD")["answer_text"].startswith("Jawaban pertama paling lambat Rabu, 25 November 2026")
    assert flood.after(days=2).assignment("BPBD")["answer_text"].endswith("Terlambat 1 hari kerja.")
    flood.step(BPBD, "answer")
    assignment = flood.assignment("BPBD")
    assert (assignment["answer_due"], assignment["answer_text"]) == (None, None)


def test_what_was_done_in_time_says_so(flood):
    for who in (BPBD, DPUTR, DINSOS):
        flood.step(who, "start")
        flood.step(who, "finish")
    promise = flood.after(days=30).promise()
    assert (promise["state"], promise["late_by"]) == ("kept", None)
    assert promise["text"] == (
        "Dijanjikan selesai Jumat, 27 November 2026. Selesai Selasa, 24 November 2026: tepat waktu."
    )
    assert flood.assignment("DINSOS")["promise"]["text"] == "Selesai Selasa, 24 November 2026: tepat waktu."


def test_what_was_done_too_late_says_by_how_much(flood):
    flood.after(days=8)
    for who in (BPBD, DPUTR, DINSOS):
        flood.step(who, "start")
        flood.step(who, "finish")
    assert flood.promise()["text"].endswith("Selesai Rabu, 2 Desember 2026: terlambat 3 hari kerja.")
    assignment = flood.assignment("BPBD")
    assert (assignment["promise"]["state"], assignment["late_by"]) == ("late", 3)


def test_of_several_assignments_the_last_that_is_open_counts(flood):
    flood.step(BPBD, "start")
    flood.step(BPBD, "finish")
    assert flood.after(days=7).promise()["now"].startswith("Yang terlambat: Dinas Sosial, Dinas Pekerjaan")


def test_while_nobody_has_it_the_day_is_promised_all_the_same():
    promise = Flood(service="lainnya").promise()
    assert promise["text"].startswith("Dijanjikan selesai Senin, 14 Desember 2026. Dinas yang menanganinya masih")


def test_a_decision_that_is_late_is_told_before_the_promise_is_missed():
    """No OPD has the report and the coordinator's deadline has passed: the citizen reads that, and who was promise."""
    unrouted = Flood(service="lainnya").after(days=6)
    promise = unrouted.promise()
    assert promise["state"] == "running"
    assert promise["now"].startswith("Keputusan koordinator seharusnya ada Jumat, 27 November 2026 pukul 14.30 WIB: ")
    assert "terlambat 1 hari kerja. Keterlambatan ini disampaikan kepada atasan" in promise["now"]
    unrouted.world.deadline_watch.watch(lambda: True, "round")
    unrouted.after(days=3).world.deadline_watch.watch(lambda: True, "round")
    assert "The coordinator's decision was due" in unrouted.promise("en")["now"]
    assert "disampaikan kepada Sekda" in unrouted.promise()["now"]


def test_what_was_given_back_or_disputed_waits_for_a_decision_too(flood):
    flood.step(DPUTR, "return")
    assert flood.promise()["now"] is None
    assert flood.after(days=1, hours=6).promise()["now"].startswith("Keputusan koordinator seharusnya ada Rabu, 25")
    flood.world.staff_actions.take("ask", flood.number, BPBD, StepInput(text="Di mana?"))
    assert flood.promise()["now"] is None, "its clock stands"


@pytest.mark.parametrize("step", ["archive", "refer"])
def test_what_ends_without_being_done_promises_nothing_more(flood, step):
    flood.world.staff_actions.take(step, flood.number, a_coordinator(), StepInput(text="Ganda.", to="X-PUSAT"))
    view = flood.view()
    assert view["promise"] is None
    assert {assignment["promise"] for assignment in view["assignments"]} == {None}


def test_of_a_confidential_report_nobody_reads_a_promise_but_its_reporter():
    flood = Flood(visibility="confidential")
    assert "promise" not in flood.view()
    assert flood.view(secret=flood.secret)["promise"]["state"] == "running"


def test_an_opd_with_six_days_is_late_by_its_own_days(flood):
    """Due on Friday, not done on Monday: BPBD works on Saturdays too."""
    opds = flood.world.city.catalogue.opds
    opds["BPBD"] = replace(opds["BPBD"], week=6)
    case, city = flood.case, flood.world.city
    terms = terms_of(case.ticket, city.catalogue, city.calendar)
    monday = case.ticket.assignments[0].due + timedelta(days=3)
    late = {
        assignment.opd: promise_status.of_assignment(case, assignment, terms, monday).late_by
        for assignment in case.ticket.assignments
    }
    assert late == {"BPBD": 2, "DPUTR": 1, "DINSOS": 1}


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_every_state_has_its_words(language):
    assert all(texts.known(f"promise.{end}{state}") for state in STATES for end in ("part_",))
    assert [late_words(days, "id") for days in (0, 1, 12)] == [
        "terlambat kurang dari satu hari kerja",
        "terlambat 1 hari kerja",
        "terlambat 12 hari kerja",
    ]
    assert late_words(12, language)
