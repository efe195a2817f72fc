"""The day's digests: one a working day for whoever has something to look at, one for the leaders, none twice."""

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain.notifications.digest import Digests, digest_event, digest_flaws, section_of
from chalicelib.domain.tickets.inbox import InboxLine
from chalicelib.domain.transitions.step_input import StepInput
from chalicelib.flow.notifications.send_once import LEASE
from tests.support.factory import a_submission, an_event, an_officer, digest_texts
from tests.support.memory_ports import FixedCity
from tests.support.memory_world import Crash, FaultInjector, Outage, a_world, pump

TUESDAY = datetime(
    2026, 12, 1, 1, 0, tzinfo=UTC
)  # 08.00 WIB; the assignments of Tuesday 24 November are due on the 27th


def a_late_world(faults=None, n=1, at=TUESDAY):
    world = a_world(faults)
    for each in range(n):
        world.intake.submit(a_submission(service="banjir"), f"k-{each}", "c")
    assert pump(world) == []
    world.notice_publisher.out.clear()
    world.clock.now = at
    return world


def digests(world):
    return {notice.audience: notice for notice in world.notice_publisher.out if notice.attributes.get("digest")}


def test_who_has_something_late_gets_a_digest_and_the_leaders_get_one_of_all():
    world = a_late_world()
    assert world.digests.send() == []
    assert set(digests(world)) == {"BPBD", "DPUTR", "DINSOS", "leaders"}


def test_who_has_nothing_late_nor_due_soon_is_left_alone():
    world = a_world()
    world.clock.now = TUESDAY
    assert world.digests.send() == []
    assert set(digests(world)) == {"leaders"}


def test_a_digest_names_tickets_by_number_and_says_how_far_up_they_are():
    world = a_late_world()
    (number,) = world.tickets.cases
    world.digests.send()
    notice = digests(world)["BPBD"]
    assert number in notice.letter
    assert "Kepala OPD" in notice.letter
    assert "Banjir" not in notice.letter
    assert notice.subject == "Ringkasan Selasa, 1 Desember 2026: 1 terlambat, 0 segera jatuh tempo"
    (late,) = notice.machine["late"]
    assert (late["ticket"], late["level"], late["opd"]) == (number, 2, "BPBD")
    assert notice.attributes == {"event": "digest.daily", "digest": "daily", "opd": "BPBD"}


def test_the_leaders_read_who_is_late_and_what_has_come_up_to_them():
    world = a_late_world(n=2, at=datetime(2026, 12, 8, 1, 0, tzinfo=UTC))
    world.digests.send()
    notice = digests(world)["leaders"]
    assert {each["opd"]: each["late"] for each in notice.machine["opds"]} == {"BPBD": 2, "DPUTR": 2, "DINSOS": 2}
    assert {each["level"] for each in notice.machine["raised"]} == {4}
    assert "Dinas Sosial: 2 terlambat" in notice.letter
    assert f"- {min(world.tickets.cases)}, BPBD, tenggat 27 Nov 2026 14.30 (Sekda)" in notice.letter
    assert "Sekda" in notice.letter
    assert len(notice.sms) <= 160


def test_one_digest_a_day_however_often_it_runs():
    world = a_late_world()
    for _ in range(3):
        world.digests.send()
        world.clock.forward(minutes=15)
    assert all(count == 1 for count in world.notice_publisher.counts.values())
    world.clock.forward(days=1)
    world.digests.send()
    assert len(world.notice_publisher.counts) == 8


def test_once_the_day_is_done_a_run_is_one_write():
    world = a_late_world(FaultInjector())
    world.digests.send()
    world.faults.calls.clear()
    world.digests.send()
    assert [call for call in world.faults.calls if call != "clock"] == ["ledger.claim"]


@pytest.mark.parametrize(
    "at",
    [
        datetime(2026, 12, 1, 0, 0, tzinfo=UTC),  # 07.00 WIB
        datetime(2026, 12, 5, 3, 0, tzinfo=UTC),  # a Saturday
        datetime(2026, 12, 24, 3, 0, tzinfo=UTC),  # a holiday
    ],
)
def test_before_its_hour_and_on_days_off_nothing_is_asked_and_nothing_sent(at):
    world = a_late_world(FaultInjector(), at=at)
    world.faults.calls.clear()
    assert world.digests.send() == []
    assert set(world.faults.calls) == {"clock"}


def test_who_could_not_be_told_is_told_by_the_next_run():
    world = a_late_world()
    world.notice_publisher.refuses.add("DPUTR")
    assert [audience for audience, _ in world.digests.send()] == ["DPUTR"]
    assert world.ledger.count_undelivered() == 0, "the coordinator can do nothing about a digest"
    world.notice_publisher.refuses.clear()
    world.clock.forward(minutes=15)
    assert world.digests.send() == []
    assert len(world.notice_publisher.counts) == 4
    assert all(count == 1 for count in world.notice_publisher.counts.values())


@pytest.mark.parametrize("kind", [Crash, Outage])
def test_a_crash_at_any_call_sends_no_digest_twice_and_loses_none(kind):
    whole = a_late_world(FaultInjector())
    whole.faults.calls.clear()
    whole.digests.send()
    for nth in range(1, len(whole.faults.calls) + 1):
        for after in (False, True):
            world = a_late_world(FaultInjector())
            world.faults.calls.clear()
            world.faults.nth, world.faults.after, world.faults.kind = nth, after, kind
            with suppress(Crash, Outage):
                world.digests.send()
            world.clock.forward(minutes=15)
            assert world.digests.send() == []
            assert set(world.notice_publisher.counts) == set(whole.notice_publisher.counts)
            repeats = sum(world.notice_publisher.counts.values()) - len(whole.notice_publisher.counts)
            assert repeats == world.faults.fell_between_sending_and_noting


class Meeting(FaultInjector):
    """Before the nth call somebody else does something."""

    def arrange(self, nth, other):
        self.calls.clear()
        self.due, self.other = nth, other

    def call(self, name, function, *args, **kwargs):
        if len(self.calls) + 1 == getattr(self, "due", None):
            self.due = None
            self.other()
        return super().call(name, function, *args, **kwargs)


@pytest.mark.parametrize("slow", [False, True], ids=["at once", "after the first one's lease"])
def test_two_at_once_tell_everybody_once_wherever_they_meet(slow):
    """Whoever outlives its lease between claiming and noting may send that one letter again, and no other."""
    whole = a_late_world(FaultInjector())
    whole.faults.calls.clear()
    whole.digests.send()
    for nth in range(1, len(whole.faults.calls) + 1):
        world = a_late_world(Meeting())

        def other(world=world):
            world.clock.now += LEASE * slow
            world.using().digests("").send()

        world.faults.arrange(nth, other)
        world.digests.send()
        assert world.faults.due is None, "they did not meet"
        world.clock.now += LEASE
        assert world.digests.send() == []
        assert set(world.notice_publisher.counts) == set(whole.notice_publisher.counts)
        assert sum(world.notice_publisher.counts.values()) - len(whole.notice_publisher.counts) <= slow


def test_one_query_an_inbox():
    world = a_late_world(FaultInjector(), n=3)
    world.faults.calls.clear()
    world.digests.send()
    own = [opd for opd in world.city.catalogue.opds.values() if not opd.is_external]
    assert world.faults.calls.count("tickets.inbox") == len(own) + 1


def test_an_assignment_that_is_done_is_in_no_digest():
    world = a_late_world()
    (number,) = world.tickets.cases
    for action, text in (("accept", ""), ("finish", "Sudah.")):
        world.staff_actions.take(action, number, an_officer("BPBD"), StepInput(text=text), "BPBD")
    world.digests.send()
    assert "BPBD" not in digests(world)


def test_what_stands_still_is_not_late():
    line = InboxLine("1", "banjir", None, "assigned", "incomplete", TUESDAY)
    assert section_of("DLH", [line], TUESDAY, more=False).is_empty


def test_a_bad_month_fits_into_one_message():
    city = FixedCity()
    ago = TUESDAY - timedelta(days=60)
    lines = [InboxLine(f"CTH-{n:04}-XXXX", "banjir", None, "assigned", "dispatched", ago, "lead") for n in range(50)]
    boxes = [section_of(f"OPD-{n}", lines, TUESDAY, more=True) for n in range(200)]
    writer = Digests(city.catalogue, city.calendar, city.escalation, city.digest_texts, "https://x.example", TUESDAY)
    for notice in (
        writer.leaders_digest(boxes, digest_event(TUESDAY, city.calendar)),
        writer.inbox_digest(boxes[0], an_event()),
    ):
        forms = [json.dumps(notice.machine), notice.letter, notice.sms]
        assert sum(len(json.dumps(form)) for form in forms) < 200_000
        assert "dan lainnya" in notice.letter
        assert "lebih dari" in notice.subject


def test_the_texts_that_ship_have_no_flaw():
    assert list(digest_flaws(digest_texts())) == []


def test_everything_that_is_missing_is_told():
    assert {flaw.entry for flaw in digest_flaws({})} == {"words", "opd", "desk", "leaders"}
