"""The citizen reads what was promised, and honestly what became of it."""

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

    def part(self, who, action, **told):
        (opd,) = who.opds
        self.world.staff_actions.take(action, self.number, who, StepInput(**({"text": "Sudah."} | told)), opd)

    @property
    def case(self):
        return self.world.tickets.get(self.number, internal=True)

    def view(self, language="id", secret="", case=None):
        return ticket_view(case or self.case, self.world.city, self.world.clock(), language, secret)

    def told(self, language="id"):
        return self.view(language)["promise"]

    def told_of(self, opd, language="id"):
        return next(part for part in self.view(language)["assignments"] if part["opd"] == opd)


@pytest.fixture
def flood():
    return Flood()


def test_while_there_is_time_the_day_is_promised(flood):
    told = flood.told()
    assert (told["state"], told["late_by"], told["now"]) == ("running", None, None)
    assert told["text"] == "Dijanjikan selesai Jumat, 27 November 2026."
    assert flood.told("en")["text"] == "Promised to be done by Friday, 27 November 2026."


def test_a_promise_that_is_missed_says_so_and_what_happens_now(flood):
    told = flood.after(days=7).told()
    assert (told["state"], told["late_by"]) == ("missed", 2)
    assert told["text"] == "Dijanjikan selesai Jumat, 27 November 2026, tetapi belum selesai: terlambat 2 hari kerja."
    assert "Yang terlambat: BPBD, Dinas Sosial, Dinas Pekerjaan Umum dan Tata Ruang." in told["now"]
    assert "disampaikan kepada atasan" in told["now"]


def test_who_was_told_of_it_is_named(flood):
    flood.after(days=7)
    case = flood.case
    who = {"id": "Kepala OPD", "en": "Head of the department"}
    due = case.ticket.assignments[0].due
    told = events.DeadlineEscalated(what="resolution", opd="BPBD", due=due, level=2, who=who, told=())
    step = Event(case.ticket.id, 9, flood.world.clock(), events.SYSTEM, told)
    case = Case(case.ticket, (*case.events, step), case.notes)
    assert "sudah disampaikan kepada Kepala OPD." in flood.view(case=case)["promise"]["now"]


def test_on_the_day_itself_it_is_late_by_less_than_a_day(flood):
    told = flood.after(days=3, hours=5).told()
    assert told["late_by"] == 0
    assert told["text"].endswith("terlambat kurang dari satu hari kerja.")


def test_an_opd_that_asked_the_citizen_is_not_said_to_be_silent(flood):
    silent = "Sudah diberi tahu, belum menjawab."
    flood.world.staff_actions.take("ask", flood.number, BPBD, StepInput(text="Di mana?"))
    assert flood.told_of("BPBD")["status_text"] == "Sudah bertanya kepada pelapor dan menunggu jawabannya."
    assert flood.told_of("DINSOS")["status_text"] == silent
    flood.world.reporter_actions.take("message", flood.number, flood.secret, StepInput(text="Di RT 2."))
    assert flood.told_of("BPBD")["status_text"] == "Sudah memberi tanggapan, belum mulai mengerjakan."
    assert flood.told_of("DINSOS")["status_text"] == silent
    flood.part(BPBD, "accept")
    assert flood.told_of("BPBD")["status_text"] == "Sudah menerima tugas ini."


def test_an_opd_that_answered_before_it_accepted_is_not_said_to_be_silent(flood):
    flood.part(DINSOS, "answer", text="Kami cek sore ini.")
    assert flood.told_of("DINSOS", "en")["status_text"] == "Has responded, has not begun the work yet."
    assert flood.told_of("BPBD", "en")["status_text"] == "Has been told, has not answered yet."


def test_while_the_citizen_is_asked_the_clock_stands_and_says_why(flood):
    flood.world.staff_actions.take("ask", flood.number, BPBD, StepInput(text="Di mana?"))
    told = flood.after(days=20).told()
    assert (told["state"], told["late_by"]) == ("paused", None)
    assert told["text"].startswith("Waktu berhenti sejak Selasa, 24 November 2026 pukul 10.00 WIB, karena petugas")
    assert "Tadinya dijanjikan selesai Jumat, 27 November 2026" in told["text"]
    assert flood.told_of("BPBD")["promise"]["text"].startswith("Waktu berhenti sejak Selasa")


def test_what_was_missed_before_the_question_stays_missed(flood):
    flood.after(days=6)
    flood.world.staff_actions.take("ask", flood.number, BPBD, StepInput(text="Di mana?"))
    told = flood.after(days=20).told()
    assert (told["state"], told["late_by"]) == ("missed", 1)
    assert "Sejak Senin, 30 November 2026 pukul 10.00 WIB waktu berhenti" in told["now"]


def test_a_part_that_waits_for_another_says_since_when(flood):
    flood.part(BPBD, "accept")
    flood.world.staff_actions.take("order", flood.number, BPBD, StepInput(after=("DINSOS",)), "DPUTR")
    told = flood.after(days=10).told_of("DPUTR")
    assert (told["promise"]["state"], told["late_by"]) == ("waiting", None)
    assert "menunggu dinas lain" in told["promise"]["text"]


def test_the_first_answer_is_promised_until_it_is_given(flood):
    assert flood.told_of("BPBD")["answer_text"].startswith("Jawaban pertama paling lambat Rabu, 25 November 2026")
    assert flood.after(days=2).told_of("BPBD")["answer_text"].endswith("Terlambat 1 hari kerja.")
    flood.part(BPBD, "answer")
    told = flood.told_of("BPBD")
    assert (told["answer_due"], told["answer_text"]) == (None, None)


def test_what_was_done_in_time_says_so(flood):
    for who in (BPBD, DPUTR, DINSOS):
        flood.part(who, "start")
        flood.part(who, "finish")
    told = flood.after(days=30).told()
    assert (told["state"], told["late_by"]) == ("kept", None)
    assert told["text"] == (
        "Dijanjikan selesai Jumat, 27 November 2026. Selesai Selasa, 24 November 2026: tepat waktu."
    )
    assert flood.told_of("DINSOS")["promise"]["text"] == "Selesai Selasa, 24 November 2026: tepat waktu."


def test_what_was_done_too_late_says_by_how_much(flood):
    flood.after(days=8)
    for who in (BPBD, DPUTR, DINSOS):
        flood.part(who, "start")
        flood.part(who, "finish")
    assert flood.told()["text"].endswith("Selesai Rabu, 2 Desember 2026: terlambat 3 hari kerja.")
    told = flood.told_of("BPBD")
    assert (told["promise"]["state"], told["late_by"]) == ("late", 3)


def test_of_several_parts_the_last_that_is_open_counts(flood):
    flood.part(BPBD, "start")
    flood.part(BPBD, "finish")
    assert flood.after(days=7).told()["now"].startswith("Yang terlambat: Dinas Sosial, Dinas Pekerjaan")


def test_while_nobody_has_it_the_day_is_promised_all_the_same():
    told = Flood(service="lainnya").told()
    assert told["text"].startswith("Dijanjikan selesai Senin, 14 Desember 2026. Dinas yang menanganinya masih")


def test_a_decision_that_is_late_is_told_before_the_promise_is_missed():
    """Nobody has the report, and the day that the coordinator had for it is over: who waits reads that, and who knows."""
    unrouted = Flood(service="lainnya").after(days=6)
    told = unrouted.told()
    assert told["state"] == "running"
    assert told["now"].startswith("Keputusan koordinator seharusnya ada Jumat, 27 November 2026 pukul 14.30 WIB: ")
    assert "terlambat 1 hari kerja. Keterlambatan ini disampaikan kepada atasan" in told["now"]
    unrouted.world.deadline_watch.watch(lambda: True, "round")
    unrouted.after(days=3).world.deadline_watch.watch(lambda: True, "round")
    assert "The coordinator's decision was due" in unrouted.told("en")["now"]
    assert "disampaikan kepada Sekda" in unrouted.told()["now"]


def test_what_was_given_back_or_disputed_waits_for_a_decision_too(flood):
    flood.part(DPUTR, "return")
    assert flood.told()["now"] is None
    assert flood.after(days=1, hours=6).told()["now"].startswith("Keputusan koordinator seharusnya ada Rabu, 25")
    flood.world.staff_actions.take("ask", flood.number, BPBD, StepInput(text="Di mana?"))
    assert flood.told()["now"] is None, "its clock stands"


@pytest.mark.parametrize("step", ["archive", "refer"])
def test_what_ends_without_being_done_promises_nothing_more(flood, step):
    flood.world.staff_actions.take(step, flood.number, a_coordinator(), StepInput(text="Ganda.", to="X-PUSAT"))
    view = flood.view()
    assert view["promise"] is None
    assert {part["promise"] for part in view["assignments"]} == {None}


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
        part.opd: promise_status.of_assignment(case, part, terms, monday).late_by for part in case.ticket.assignments
    }
    assert late == {"BPBD": 2, "DPUTR": 1, "DINSOS": 1}


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_every_state_has_its_words(language):
    assert all(texts.known(f"promised.{end}{state}") for state in STATES for end in ("part_",))
    assert [late_words(days, "id") for days in (0, 1, 12)] == [
        "terlambat kurang dari satu hari kerja",
        "terlambat 1 hari kerja",
        "terlambat 12 hari kerja",
    ]
    assert late_words(12, language)
