"""Who is told of a deadline, in which words: OPD, lead, coordinator, leaders, the public."""

import pytest

from chalicelib.domain import events
from chalicelib.domain.notifications.notice_templates import SUBJECT_LIMIT
from chalicelib.domain.notifications.sms_text import LIMIT
from chalicelib.domain.transitions.step_input import StepInput
from chalicelib.http.views.history import sentence
from chalicelib.http.views.ticket_view import ticket_view
from tests.support.factory import WORDS, a_coordinator, a_submission, an_officer
from tests.support.memory_world import a_world, pump


@pytest.fixture
def world():
    world = a_world()
    receipt = world.intake.submit(a_submission(service="banjir"), "k-1", "c")
    world.number, world.secret = receipt.ticket.id, receipt.secret
    settle(world)
    return world


def settle(world):
    """What the notices of everything that happened were; they are taken."""
    assert pump(world) == []
    out = list(world.notice_publisher.out)
    world.notice_publisher.out.clear()
    return out


def watch(world, **forward):
    world.clock.forward(**forward)
    assert world.deadline_watch.watch(lambda: True, "round").failed == []
    return settle(world)


def audiences(notices):
    return [(n.audience, n.attributes["event"], n.attributes.get("level")) for n in notices]


def is_of(notice, opd, what):
    deadline = notice.machine["deadline"]
    return (deadline["opd"], deadline["what"]) == (opd, what)


def test_an_opd_is_warned_a_working_day_before(world):
    assert watch(world, days=1)
    notices = watch(world, days=1, hours=6)
    assert ("DPUTR", events.DeadlineWarned.type, "0") in audiences(notices)
    assert {n.audience for n in notices} == {"BPBD", "DPUTR", "DINSOS"}
    letter = next(n.letter for n in notices if n.audience == "DPUTR" and n.attributes["level"] == "0")
    assert "Tenggat Anda sudah dekat" in letter
    assert "Yang dijanjikan: penyelesaian" in letter


def test_each_rung_hears_of_a_late_assignment_in_its_turn(world):
    heard = []
    for _ in range(24):
        notices = watch(world, days=1)
        heard += [(n.audience, n.attributes["level"]) for n in notices if is_of(n, "DINSOS", "resolution")]
    assert [each for each in dict.fromkeys(heard) if each[0] != "DINSOS"] == [
        ("BPBD", "1"),  # leads, and must know
        ("coordinator", "3"),
        ("leaders", "4"),
        ("leaders", "5"),
    ]
    assert [level for who, level in heard if who == "DINSOS"] == ["0", "1", "2", "3", "4", "5"]


def test_after_an_outage_everybody_is_told_once(world):
    watch(world, days=1)
    notices = watch(world, days=30)
    of_one = [n for n in notices if is_of(n, "DINSOS", "resolution")]
    assert sorted(n.audience for n in of_one) == ["BPBD", "DINSOS", "coordinator", "leaders"]
    assert {n.attributes["level"] for n in of_one} == {"5"}


def test_a_head_of_an_opd_can_ask_for_what_is_urgent_alone(world):
    notices = watch(world, days=30)
    late = [n for n in notices if n.audience == "DINSOS"]
    assert {n.attributes["priority"] for n in late} == {"urgent"}
    assert all(n.machine["priority"] == "urgent" for n in late)


def test_notices_fit_their_channels_and_say_what_to_do(world):
    notices = watch(world, days=2, hours=6) + watch(world, days=1, hours=1) + watch(world, days=30)
    assert {n.attributes["event"] for n in notices} == {
        events.DeadlineWarned.type,
        events.DeadlineMissed.type,
        events.DeadlineEscalated.type,
    }
    for n in notices:
        assert len(n.subject) <= SUBJECT_LIMIT
        assert len(n.sms) <= LIMIT
        assert "perlu dilakukan sekarang" in n.letter
        assert f"/petugas/laporan/{world.number}" in n.letter
        assert "{" not in n.letter + n.sms + n.subject


def test_a_notice_says_to_people_and_to_programs_by_how_much_it_is_late(world):
    notices = watch(world, days=2, hours=6)
    warned = [n for n in notices if n.attributes["event"] == events.DeadlineWarned.type]
    assert {n.machine["late_by"] for n in warned} == {None}
    late = [n for n in watch(world, days=12) if is_of(n, "DINSOS", "resolution") and n.audience == "DINSOS"]
    assert [n.machine["late_by"] for n in late] == [7]
    assert all(n.machine["due"] == "2026-11-27T07:30:00+00:00" for n in late)
    assert all("Terlambat: 7 hari kerja" in n.letter for n in late)


def test_a_confidential_report_is_late_without_its_content():
    world = a_world()
    world.intake.submit(a_submission(service="banjir", visibility="confidential"), "k-1", "c")
    settle(world)
    for n in watch(world, days=2) + watch(world, days=30):
        assert WORDS not in n.letter + n.sms + n.subject
        assert "Banjir" not in n.letter + n.sms + n.subject
        assert "rahasia" in n.letter


def test_the_coordinators_delay_goes_to_the_leaders():
    world = a_world()
    world.intake.submit(a_submission(service="lainnya", description="Mohon dibantu."), "k-1", "c")
    settle(world)
    notices = watch(world, days=30)
    assert sorted(n.audience for n in notices) == ["coordinator", "leaders"]
    reported = next(n for n in notices if n.audience == "leaders")
    assert "Koordinator belum memenuhi janjinya" in reported.letter
    assert "pemeriksaan laporan" in reported.letter


def test_who_works_on_an_archived_report_is_told_why_once(world):
    world.staff_actions.take("ask", world.number, a_coordinator(), StepInput(text="Di mana?"))
    settle(world)
    watch(world, days=3)
    notices = watch(world, days=30)
    assert sorted((n.audience, n.attributes["event"]) for n in notices) == [
        ("BPBD", events.TicketArchived.type),
        ("DINSOS", events.TicketArchived.type),
        ("DPUTR", events.TicketArchived.type),
    ]
    assert "Pelapor tidak menjawab" in notices[0].letter


def test_the_public_reads_that_a_promise_was_not_kept_and_what_happens_now(world):
    watch(world, days=4)
    watch(world, days=3)
    case = world.tickets.get(world.number)
    view = ticket_view(case, world.city, world.clock(), "id")
    texts = [each["text"] for each in view["timeline"]]
    assert any(text.startswith("Tidak ditepati: penyelesaian oleh Dinas Sosial") for text in texts)
    assert any("dilaporkan kepada: Kepala OPD" in text for text in texts)
    assert not any("Tenggat dekat" in text for text in texts), "a warning stays among the OPDs"


def test_the_public_history_tells_of_steps_taken_at_once_only_the_highest(world):
    watch(world, days=60)
    case = world.tickets.get(world.number)
    shown = [e for e in case.events if e.is_public and "what" in e.data.wire and e.data.wire["opd"] == "DINSOS"]
    assert {e.data.wire["level"] for e in shown} == {5}
    assert len(shown) == 1 + (case.ticket.assignments[0].answer_due < case.ticket.assignments[0].due)


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_step_of_the_watch_has_a_sentence(world, language):
    world.staff_actions.take("ask", world.number, a_coordinator(), StepInput(text="Di mana?"))
    watch(world, days=3)
    world.reporter_actions.take("message", world.number, world.secret, StepInput(text="Di RT 3."))
    for days in (2, 2, 1, 20):
        watch(world, days=days)
    for opd in ("BPBD", "DPUTR", "DINSOS"):
        world.staff_actions.take("accept", world.number, an_officer(opd), StepInput(), opd)
        world.staff_actions.take("finish", world.number, an_officer(opd), StepInput(text="Sudah."), opd)
    watch(world, days=40)
    case = world.tickets.get(world.number)
    assert case.ticket.status == "closed"
    kinds = {e.type for e in case.events}
    assert {
        events.TicketReminded.type,
        events.DeadlineWarned.type,
        events.DeadlineMissed.type,
        events.DeadlineEscalated.type,
        events.TicketClosed.type,
    } <= kinds
    for e in case.events:
        text = sentence(e, world.city.catalogue, language)
        assert text
        assert "{" not in text
        assert "perkembangan" not in text
        assert "  " not in text


def test_a_lead_is_told_of_what_the_whole_waits_for_and_not_of_every_word(world):
    notices = watch(world, days=1, hours=6)
    assert sorted(audiences(notices)) == [(opd, events.DeadlineMissed.type, "1") for opd in ("BPBD", "DINSOS", "DPUTR")]
