"""A quarter of a city's year, audited; and an auditor that finds whatever is wrong with it."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.adapters.city_pack.pack import load
from chalicelib.domain import events
from tests.simulation import habits
from tests.simulation.audit.office_calendar import OfficeCalendar
from tests.simulation.inspection import audited, evidence_of
from tests.simulation.summary import lines
from tests.simulation.year import Plan, simulate
from tests.support.event_schema import validator

QUARTER = Plan(tickets=150, year=2026, seed=1, days=90)


@pytest.fixture(scope="module")
def pack():
    return load("pati")


@pytest.fixture(scope="module")
def quarter(pack):
    return simulate(pack, habits.invented(), QUARTER)


@pytest.fixture(scope="module")
def evidence(quarter):
    return evidence_of(quarter)


def found(evidence):
    """What the auditor finds, with the tickets."""
    return {(finding.check, finding.ticket) for finding in audited(evidence).findings}


def case_with(evidence, kind, fits=lambda _event: True):
    """A ticket with such an event, which is not the last."""
    return next(
        (case, event)
        for _, case in sorted(evidence.cases.items())
        for event in case.events
        if event.type == kind and fits(event)
    )


def with_case(evidence, case):
    return replace(evidence, cases={**evidence.cases, case.ticket.id: case})


def with_event(evidence, case, event, *instead):
    """The case with others in the place of this event; what it was counted by stays."""
    events_ = [each for old in case.events for each in (instead if old is event else (old,))]
    return with_case(evidence, replace(case, events=tuple(events_)))


# a quarter of a year


def test_a_quarter_of_a_year_leaves_nothing_to_find(evidence):
    report = audited(evidence)
    assert report.findings == []
    assert report.checked["tickets"] == QUARTER.tickets
    assert report.checked["steps of ladders"] > 200
    assert report.checked["closings, reminders and archivings"] > 20
    assert report.checked["promises whose dates no event tells"] < 10
    assert report.checked["confidential reports"] > 3
    assert report.checked["nights of public figures"] > QUARTER.days - 3, "the outage lasts two nights"
    assert report.checked["public figures compared"] > 10_000


def test_every_event_is_as_its_schema_says(evidence):
    checks = {name: validator(name) for name in events.TYPES}
    events_ = [event for case in evidence.cases.values() for event in case.events]
    assert len({event.type for event in events_}) > 25
    wrong = [(e.type, error.message) for e in events_ for error in checks[e.type].iter_errors(e.as_json())]
    assert wrong == []


def test_in_it_happens_what_happens_in_a_city(evidence, quarter):
    kinds = Counter(event.type for case in evidence.cases.values() for event in case.events)
    wanted = {
        events.TicketIncomplete.type, events.TicketCompleted.type, events.AssignmentAdded.type, events.AssignmentReturned.type, events.TicketDisputed.type, events.TicketConfirmed.type,
        events.TicketClosed.type, events.TicketRated.type, events.DeadlineWarned.type, events.DeadlineMissed.type, events.DeadlineEscalated.type, events.TicketReminded.type, events.TicketWithdrawn.type,
    }  # fmt: skip
    assert wanted <= kinds.keys()
    top = [e for case in evidence.cases.values() for e in case.events if e.data.wire.get("level") == 5]
    assert top, "nobody was so slow that the regent heard of it"
    assert quarter.schedule.counts["rounds skipped"] == 2 * 24 * 12
    assert quarter.schedule.counts["rounds by two at once"]
    assert quarter.bus.struck


def test_the_same_seed_gives_the_same_days(pack):
    one, other = (simulate(pack, habits.invented(), replace(QUARTER, tickets=40, days=14)) for _ in range(2))
    assert one.city.tickets.cases == other.city.tickets.cases
    assert one.city.notice_publisher.arrived == other.city.notice_publisher.arrived


def test_the_summary_tells_how_many_promises_were_kept(quarter):
    summary = dict(lines(quarter))
    assert summary["tickets"].startswith("150: ")
    assert "%" in summary["kept"]


# the auditor


def test_the_auditor_misses_a_step_that_was_not_taken(evidence):
    case, event = case_with(evidence, events.DeadlineEscalated.type)
    kinds = {check for check, ticket in found(with_event(evidence, case, event)) if ticket == case.ticket.id}
    assert {"missed_unnoticed", "history_has_gaps"} <= kinds


def test_the_auditor_sees_a_step_that_was_taken_twice(evidence):
    case, event = case_with(evidence, events.DeadlineEscalated.type)
    twice = with_event(evidence, case, event, event, event)
    assert ("escalated_twice", case.ticket.id) in found(twice)


@pytest.mark.parametrize(
    ("by", "check"), [(timedelta(minutes=-6), "escalated_too_early"), (timedelta(minutes=6), "escalated_too_late")]
)
def test_the_auditor_sees_a_step_out_of_its_time(evidence, by, check):
    case, event = case_with(
        evidence,
        events.DeadlineMissed.type,
        lambda e: e.at - datetime.fromisoformat(e.data.wire["due"]) < timedelta(minutes=5),
    )
    assert (check, case.ticket.id) in found(with_event(evidence, case, event, replace(event, at=event.at + by)))


def test_the_auditor_asks_what_a_step_is_about(evidence):
    case, event = case_with(evidence, events.DeadlineWarned.type)
    other = replace(event, data=events.read(event.type, {**event.data.wire, "opd": "DINKES"}))
    assert ("escalated_without_promise", case.ticket.id) in found(with_event(evidence, case, event, other))


def test_the_auditor_wants_somebody_to_hear(evidence):
    case, event = case_with(evidence, events.DeadlineMissed.type)
    silent = replace(event, data=events.read(event.type, {**event.data.wire, "told": []}))
    assert ("escalated_to_nobody", case.ticket.id) in found(with_event(evidence, case, event, silent))


def test_the_auditor_sees_what_was_closed_too_early(evidence):
    case, event = case_with(evidence, events.TicketClosed.type)
    early = replace(event, at=event.at - timedelta(days=1))
    assert ("ended_early", case.ticket.id) in found(with_event(evidence, case, event, early))


def test_the_auditor_sees_what_was_archived_too_early(evidence):
    case, event = case_with(evidence, events.TicketArchived.type, lambda e: e.actor == events.SYSTEM)
    early = replace(event, at=event.at - timedelta(days=1))
    assert ("ended_early", case.ticket.id) in found(with_event(evidence, case, event, early))


def test_the_auditor_sees_what_was_never_closed(evidence):
    case, event = case_with(evidence, events.TicketClosed.type, lambda e: e.at < evidence.end - timedelta(days=1))
    assert ("left_open", case.ticket.id) in found(with_event(evidence, case, event))


def test_the_auditor_misses_a_ticket(evidence):
    number = min(evidence.cases)
    others = {other: case for other, case in evidence.cases.items() if other != number}
    assert ("lost", number) in found(replace(evidence, cases=others))


def test_the_auditor_misses_a_watch_on_what_is_open(evidence):
    case = next(case for case in evidence.cases.values() if case.ticket.next_check)
    blind = replace(case, ticket=replace(case.ticket, next_check=None))
    assert ("lost", case.ticket.id) in found(with_case(evidence, blind))


def test_the_auditor_compares_what_is_stored_with_what_has_happened(evidence):
    case = next(case for case in evidence.cases.values() if case.ticket.status == "closed")
    other = replace(case, ticket=replace(case.ticket, status="archived"))
    assert ("lost", case.ticket.id) in found(with_case(evidence, other))


def test_the_auditor_counts_anew(evidence):
    (cell, count), *_ = sorted(evidence.counters.items())
    checks = {check for check, _ in found(replace(evidence, counters={**evidence.counters, cell: count + 1}))}
    assert checks == {"figures_differ", "rebuild_differs"}


def test_the_auditor_compares_with_the_rebuild(evidence):
    (cell, count), *_ = sorted(evidence.rebuilt.items())
    checks = {check for check, _ in found(replace(evidence, rebuilt={**evidence.rebuilt, cell: count + 1}))}
    assert checks == {"rebuild_differs"}


def a_notice(evidence):
    return min(notice for notice, line in evidence.ledger.items() if not line.ticket.startswith("digest-"))


def test_the_auditor_misses_a_notice(evidence):
    notice = a_notice(evidence)
    without = {name: line for name, line in evidence.ledger.items() if name != notice}
    assert ("not_notified", notice.partition("/")[0]) in found(replace(evidence, ledger=without))


def test_the_auditor_misses_a_notice_that_never_arrived(evidence):
    notice = a_notice(evidence)
    arrived = Counter({name: n for name, n in evidence.arrived.items() if name != notice})
    assert ("not_notified", notice.partition("/")[0]) in found(replace(evidence, arrived=arrived))


def test_the_auditor_sees_a_notice_that_came_twice(evidence):
    notice = a_notice(evidence)
    arrived = evidence.arrived + Counter({notice: 2})
    assert ("notified_twice", notice.partition("/")[0]) in found(replace(evidence, arrived=arrived))


def test_the_auditor_sees_a_notice_of_nothing(evidence):
    line = evidence.ledger[a_notice(evidence)]
    odd = replace(line, notice=f"{line.ticket}/999/DLH")
    assert ("notified_wrongly", line.ticket) in found(replace(evidence, ledger={**evidence.ledger, odd.notice: odd}))


def test_the_auditor_sees_what_no_queue_could_deliver(evidence):
    assert ("dead_letter", "") in found(replace(evidence, dead=["statistics: ticket.received"]))


@pytest.mark.parametrize(
    ("cell", "count"),
    [
        (("2026-02", "opd:DISHUB", "given"), 1),
        (("2026-01", "opd:DISHUB", "given"), 7),
        (("2026-01", "city", "n"), 4),
        (("2026-02", "city", "n"), 9),
        (("now", "city", "open"), 5),
    ],
)
def test_the_auditor_sees_a_confidential_report_in_the_public_figures(evidence, cell, count):
    night = next(night for night in evidence.nights if night.at.month == 2 and night.at.day > 3)
    nights = [replace(each, confidential={cell: count}) if each is night else each for each in evidence.nights]
    assert ("confidential_report_disclosed", "") in found(replace(evidence, nights=nights))


def test_the_auditor_sees_a_month_whose_confidential_reports_change_once_they_are_told(evidence):
    told = [(5, 8), (6, 9)]
    cell = ("2026-01", "city", "n")
    nights = [
        replace(
            next(night for night in evidence.nights if (night.at.month, night.at.day) == (2, day)),
            confidential={cell: count},
        )
        for day, count in told
    ]
    assert ("confidential_report_disclosed", "") in found(replace(evidence, nights=nights))


# its calendar


def test_the_almanac_and_the_calendar_agree(pack):
    office_calendar, calendar = OfficeCalendar(pack.calendar, pack.catalogue.opds), pack.calendar
    for opd in ("", "RSUD-KAYEN"):
        own = calendar.for_week(pack.catalogue.week_of(opd))
        for hours in range(0, 24 * 60, 7):
            at = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(hours=hours)
            assert office_calendar.closing(at, 5, opd) == own.due(at, 5)
            assert office_calendar.work(at, at + timedelta(days=9), opd) == own.work_between(at, at + timedelta(days=9))
            assert office_calendar.back(at, timedelta(hours=20), opd) == own.shift(at, -timedelta(hours=20))


# people


def test_habits_are_read_from_the_requests_of_another_city(tmp_path):
    import gzip

    rows = [
        "OPEN_DT,TARGET_DT,CLOSED_DT,CLOSURE_REASON,TYPE",
        "2015-04-01 09:10:00,2015-04-03 09:10:00,2015-04-02 09:10:00,Case Closed,Street Light Outages",
        "2015-04-01 09:30:00,2015-04-03 09:30:00,,,Street Light Outages",
        "2015-04-02 10:00:00,,2015-04-02 11:00:00,Duplicate of Existing Case,Rodent Activity",
    ]
    path = tmp_path / "requests.csv.gz"
    path.write_bytes(gzip.compress("\n".join(rows).encode()))
    known = habits.of_file(path)
    assert known.arrivals == {(2, 9): 2, (3, 10): 1}
    assert (list(known.shares), known.never) == ([0.5], 0.5)
    assert known.duplicates == pytest.approx(1 / 3)
    assert known.services == {"lampu-jalan": 2, "sampah": 1}


def test_what_is_invented_has_the_same_shape_and_says_so():
    known = habits.invented()
    assert len(known.arrivals) == 7 * 24
    assert list(known.shares) == sorted(known.shares)
    assert "invented" in known.source
