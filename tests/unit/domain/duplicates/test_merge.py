"""Merging: duplicates follow the original, no assignment is lost or due later, and a merge can be undone."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from chalicelib.domain import events
from chalicelib.domain.errors import ForbiddenStep, Invalid, NotAllowed, Outdated, UnknownTicket
from chalicelib.domain.tickets.assignments import active_assignments, find, open_assignments
from chalicelib.domain.tickets.limits import MAX_DUPLICATES
from chalicelib.domain.transitions.step_input import StepInput
from tests.support.factory import CONTACT, NOW, a_coordinator, a_submission, an_actor, an_officer
from tests.support.memory_world import a_world, pump

COORDINATOR = a_coordinator()
BPBD, DPUTR, DISHUB = an_officer("BPBD"), an_officer("DPUTR"), an_officer("DISHUB")
BECAUSE = "Lampu yang sama, di tiang yang sama."


@pytest.fixture
def world():
    return a_world()


class Office:
    """Reports, and what the coordinator and the OPDs do with them."""

    def __init__(self, world):
        self.world = world
        self.secrets = {}

    def report(self, service="lampu-jalan", *, later=None, pumped=True, **fields):
        self.world.clock.forward(**(later or {"minutes": 1}))
        key = f"kunci-{len(self.secrets)}"
        receipt = self.world.intake.submit(a_submission(service=service, **fields), key, "c-1")
        self.secrets[receipt.ticket.id] = receipt.secret
        if pumped:
            assert pump(self.world) == []
        return receipt.ticket.id

    def merge(self, number, into, text=BECAUSE, who=COORDINATOR, version=None):
        return self.world.staff_actions.take("merge", number, who, StepInput(text=text, into=into, version=version))

    def unmerge(self, number, text="Ternyata tiang lain.", who=COORDINATOR):
        return self.world.staff_actions.take("unmerge", number, who, StepInput(text=text))

    def step(self, number, opd, action, text="Sudah.", who=None, **fields):
        return self.world.staff_actions.take(
            action, number, who or an_officer(opd), StepInput(text=text, **fields), opd
        )

    def say(self, action, number, text="Sudah.", **fields):
        return self.world.reporter_actions.take(action, number, self.secrets[number], StepInput(text=text, **fields))

    def ticket(self, number):
        return self.case(number).ticket

    def case(self, number):
        return self.world.tickets.get(number, internal=True)

    def types(self, number):
        return [event.type for event in self.case(number).events]

    def notified(self, audience, event_type):
        """The numbers of the tickets about whose events of this type the audience got a notice."""
        assert pump(self.world) == []
        notices = [
            n for n in self.world.notice_publisher.out if n.audience == audience and n.attributes["event"] == event_type
        ]
        return [notice.machine["ticket"] for notice in notices]


@pytest.fixture
def office(world):
    return Office(world)


def due(ticket, opd):
    return find(ticket, opd).due


def refused(step, rule, **params):
    with pytest.raises(ForbiddenStep) as refusal:
        step()
    assert refusal.value.rule == rule
    assert params.items() <= refusal.value.params.items()


# ---- what a merge does ---------------------------------------------------------------------------------------


def test_the_duplicate_follows_and_the_kept_ticket_knows_who_follows_it(office):
    original, duplicate = office.report(), office.report()
    answer = office.merge(duplicate, original)
    assert (answer.ticket.status, answer.ticket.merged_into) == ("duplicate", original)
    assert office.ticket(original).duplicates == (duplicate,)
    assert office.ticket(original).status == "dispatched"
    assert office.types(duplicate)[-1] == events.TicketMerged.type
    assert office.types(original)[-1] == events.TicketAbsorbed.type


def test_the_reason_is_read_on_the_page_of_the_duplicate_and_in_the_other_among_the_opds(office):
    original, duplicate = office.report(), office.report()
    office.merge(duplicate, original)
    public = {number: office.world.tickets.get(number).notes for number in (original, duplicate)}
    assert [note.text for note in public[duplicate]] == [BECAUSE]
    assert public[original] == ()


@pytest.mark.parametrize("first", ["kept", "duplicate"])
def test_the_earlier_of_both_dates_stands(office, first):
    old = office.report()
    young = office.report(later={"days": 3})
    original, duplicate = (old, young) if first == "kept" else (young, old)
    promised = min(due(office.ticket(number), "DISHUB") for number in (original, duplicate))
    office.merge(duplicate, original)
    assert due(office.ticket(original), "DISHUB") == promised


def test_an_opd_that_works_only_on_the_duplicate_goes_on_in_the_kept_ticket(office):
    original, duplicate = office.report("jalan-rusak"), office.report("banjir")
    office.step(duplicate, "DINSOS", "accept")
    dues = {assignment.opd: assignment.due for assignment in office.ticket(duplicate).assignments}
    office.merge(duplicate, original)
    ticket = office.ticket(original)
    assert {assignment.opd for assignment in open_assignments(ticket)} == {"DPUTR", "BPBD", "DINSOS"}
    assert all(assignment.due <= dues[assignment.opd] for assignment in ticket.assignments if assignment.opd in dues)
    brought = find(ticket, "DINSOS")
    assert (brought.role, brought.status, brought.person) == ("support", "accepted", "petugas-dinsos")
    assert find(ticket, "BPBD").role == "support", "the kept ticket has one lead"


def test_nobody_has_the_duplicate_in_an_inbox_any_more(office):
    original, duplicate = office.report(), office.report()
    office.merge(duplicate, original)
    assert [line.ticket for line in office.world.inbox.page(DISHUB).lines] == [original]


def test_what_lay_on_the_desk_is_settled_and_the_kept_ticket_lies_there_no_longer_than_either(office):
    old = office.report("lainnya")
    young = office.report("lainnya", later={"days": 1})
    earliest = min(office.ticket(number).desk.due for number in (old, young))
    office.merge(old, young)
    assert office.ticket(old).desk is None
    assert office.ticket(young).desk.due == earliest


def test_what_is_promised_later_counts_from_the_first_of_all_reports(office):
    old, young = office.report("lainnya"), office.report("lainnya", later={"days": 2})
    office.merge(old, young)
    given = office.world.staff_actions.take(
        "give_lead", young, COORDINATOR, StepInput(opd="DLH", role="lead", text="Punya DLH.")
    )
    alone = Office(a_world())
    first = alone.report("lainnya")
    alone.world.clock.now = office.world.clock.now
    same = alone.world.staff_actions.take(
        "give_lead", first, COORDINATOR, StepInput(opd="DLH", role="lead", text="Punya DLH.")
    )
    assert due(given.ticket, "DLH") == due(same.ticket, "DLH")


def test_a_clock_that_stood_is_counted_up_to_the_merge_and_no_further(office):
    original = office.report(later={"days": 5})
    duplicate = office.report()
    office.world.staff_actions.take("ask", duplicate, DISHUB, StepInput(text="Di mana?"))
    office.world.clock.forward(days=2)
    before = due(office.ticket(original), "DISHUB")
    office.merge(duplicate, original)
    assert office.ticket(duplicate).asked_at is None
    assert due(office.ticket(original), "DISHUB") <= before
    assert "incomplete" not in office.ticket(original).status


def test_an_assignment_that_waits_is_held_to_the_duplicate_s_date_from_now_on(office):
    duplicate = office.report("banjir")
    original = office.report("banjir", later={"days": 3})
    office.step(original, "DPUTR", "order", who=BPBD, after=("DINSOS",))
    office.world.clock.forward(days=3)
    promised = due(office.ticket(duplicate), "DPUTR")
    office.merge(duplicate, original)
    assignment = find(office.ticket(original), "DPUTR")
    assert assignment.due == promised
    assert assignment.waiting_since == office.world.clock.now


# ---- who is notified ----------------------------------------------------------------------------------------------


def test_the_opds_of_the_duplicate_are_told_where_their_work_goes_on_and_by_when(office):
    original, duplicate = office.report("jalan-rusak"), office.report("banjir")
    office.merge(duplicate, original)
    assert office.notified("DINSOS", events.TicketMerged.type) == [duplicate]
    (notice,) = [
        n
        for n in office.world.notice_publisher.out
        if n.audience == "DINSOS" and n.attributes["event"] == events.TicketMerged.type
    ]
    assert original in notice.letter
    assert original in notice.sms
    assert notice.machine["due"] == due(office.ticket(original), "DINSOS").isoformat()


def test_the_lead_of_the_kept_ticket_is_told_once_whichever_event_brings_it(office):
    original, duplicate = office.report("jalan-rusak"), office.report("banjir")
    office.merge(duplicate, original)
    assert office.notified("DPUTR", events.TicketMerged.type) == [duplicate]
    assert office.notified("DPUTR", events.TicketAbsorbed.type) == []
    another = office.report("lampu-jalan")
    office.merge(another, original)
    assert office.notified("DPUTR", events.TicketAbsorbed.type) == [original]


def test_who_gets_its_own_assignment_back_is_told(office):
    original, duplicate = office.report("jalan-rusak"), office.report("banjir")
    office.merge(duplicate, original)
    office.unmerge(duplicate)
    assert office.notified("DINSOS", events.TicketUnmerged.type) == [duplicate]
    assert office.notified("DINSOS", events.AssignmentWaived.type) == [original], (
        "its part in the other ticket ends, and not silently"
    )
    assert office.notified("DPUTR", events.TicketReleased.type) == []


# ---- what may not be merged -----------------------------------------------------------------------------------


def test_a_report_is_not_merged_with_itself(office):
    number = office.report()
    refused(lambda: office.merge(number, number), "merge_with_itself")


@pytest.mark.parametrize("secret", ["duplicate", "kept", "both"])
def test_a_confidential_report_is_merged_with_no_other(office, secret):
    options = {"visibility": "confidential"}
    original = office.report(**(options if secret != "duplicate" else {}))
    duplicate = office.report(**(options if secret != "kept" else {}))
    refused(lambda: office.merge(duplicate, original), "merge_confidential")
    assert office.ticket(duplicate).merged_into == ""


def test_who_reported_anonymously_stays_unknown_to_the_opds_of_the_kept_ticket(office):
    world = office.world
    original = office.report()
    anonymous = office.report(visibility="anonymous", contact=CONTACT)
    office.merge(anonymous, original)
    with pytest.raises(NotAllowed):
        world.staff_actions.identity(anonymous, DISHUB, StepInput(text="Ingin tahu."))
    assert world.staff_actions.identity(original, DISHUB, StepInput(purpose="clarify")).name == ""


def test_a_report_that_is_over_is_merged_no_more(office):
    original, duplicate = office.report(), office.report()
    office.step(duplicate, "DISHUB", "start")
    office.step(duplicate, "DISHUB", "finish")
    refused(lambda: office.merge(duplicate, original), "ticket_status", status="resolved")


def test_nothing_is_merged_into_a_report_that_is_over(office):
    original, duplicate = office.report(), office.report()
    office.step(original, "DISHUB", "start")
    office.step(original, "DISHUB", "finish")
    refused(lambda: office.merge(duplicate, original), "kept_is_over", ticket=original, status="resolved")
    archived, other = office.report(), office.report()
    office.world.staff_actions.take("archive", archived, COORDINATOR, StepInput(text="Tidak jelas."))
    refused(lambda: office.merge(other, archived), "kept_is_over", status="archived")


def test_nothing_is_merged_into_a_report_whose_clock_stands(office):
    original, duplicate = office.report(), office.report()
    office.world.staff_actions.take("ask", original, DISHUB, StepInput(text="Di mana?"))
    refused(lambda: office.merge(duplicate, original), "kept_waits", ticket=original)
    office.merge(original, duplicate)  # the other way round


def test_a_report_with_a_lead_is_not_merged_into_one_without(office):
    original, duplicate = office.report("lainnya"), office.report()
    refused(lambda: office.merge(duplicate, original), "merge_other_way", ticket=original)
    office.merge(original, duplicate)
    assert office.ticket(original).desk is None


def test_a_merge_needs_a_reason_and_the_number_of_a_report_that_there_is(office):
    number = office.report()
    other = office.report()
    refused(lambda: office.merge(number, other, text=""), "text_needed")
    for into, code in [
        ("", "number_missing"),
        ("CTH-0000-0001", "number_mistyped"),
        ("CTH-7K3M-9QXV", "number_unknown"),
    ]:
        with pytest.raises(Invalid) as wrong:
            office.merge(number, into)
        assert [(problem.field, problem.code) for problem in wrong.value.problems] in (
            [("to", code)],
            [("to", "number_mistyped")],
        )


@pytest.mark.parametrize("who", [DISHUB, an_officer("DLH")])
def test_an_opd_merges_nothing_even_if_it_leads_both(office, who):
    original, duplicate = office.report(), office.report()
    with pytest.raises((NotAllowed, UnknownTicket)):
        office.merge(duplicate, original, who=who)
    office.merge(duplicate, original)
    with pytest.raises((NotAllowed, UnknownTicket)):
        office.unmerge(duplicate, who=who)


def test_no_assignment_of_a_duplicate_can_be_worked_on(office):
    original, duplicate = office.report(), office.report()
    office.merge(duplicate, original)
    refused(lambda: office.step(duplicate, "DISHUB", "accept"), "ticket_status", status="duplicate")
    assert office.world.staff_actions.options(office.case(duplicate), DISHUB).assignments == {}


# ---- chains, circles, many ------------------------------------------------------------------------------------


def test_reports_follow_through_a_chain(office):
    a, b, c = (office.report() for _ in range(3))
    office.merge(a, b)
    office.merge(b, c)
    assert office.ticket(a).merged_into == b
    assert office.ticket(b).merged_into == c
    assert office.ticket(c).duplicates == tuple(sorted((a, b)))
    refused(lambda: office.unmerge(a), "kept_follows", ticket=b, into=c)
    office.unmerge(b)
    assert office.ticket(b).duplicates == (a,)
    assert office.ticket(c).duplicates == ()
    office.unmerge(a)
    assert {str(office.ticket(number).status) for number in (a, b, c)} == {"dispatched"}


def test_a_chain_has_an_end(office):
    numbers = [office.report() for _ in range(5)]
    for one, next_ in pairwise(numbers[:4]):
        office.merge(one, next_)
    refused(lambda: office.merge(numbers[3], numbers[4]), "chain_too_long")
    office.merge(numbers[4], numbers[3])  # the other way round


def test_reports_never_follow_in_a_circle(office):
    a, b, c = (office.report() for _ in range(3))
    office.merge(a, b)
    refused(lambda: office.merge(b, a), "kept_follows", ticket=a, into=b)
    office.merge(b, c)
    refused(lambda: office.merge(c, a), "kept_follows", ticket=a, into=b)
    refused(lambda: office.merge(a, c), "merged_already", into=b)


def test_a_ticket_stands_for_so_many_at_most(office):
    original = office.report()
    case = office.case(original)
    full = replace(case.ticket, duplicates=tuple(f"CTH-{n:04}" for n in range(MAX_DUPLICATES)))
    office.world.tickets.cases[original] = replace(case, ticket=full)
    refused(lambda: office.merge(office.report(), original), "too_many_followers")


# ---- again, and at once ---------------------------------------------------------------------------------------


def test_a_merge_that_is_sent_again_changes_nothing(office):
    original, duplicate = office.report(), office.report()
    version = office.ticket(duplicate).sequence
    first = office.merge(duplicate, original, version=version)
    again = office.merge(duplicate, original, version=version)
    assert first.ticket.sequence == again.ticket.sequence
    assert office.types(original).count(events.TicketAbsorbed.type) == 1


def test_an_undo_that_is_sent_again_changes_nothing(office):
    original, duplicate = office.report(), office.report()
    office.merge(duplicate, original)
    assert office.unmerge(duplicate).ticket == office.unmerge(duplicate).ticket
    assert office.types(original).count(events.TicketReleased.type) == 1


def test_the_second_of_two_coordinators_hears_what_the_first_did(office):
    original, duplicate = office.report(), office.report()
    seen = office.ticket(duplicate).sequence
    office.merge(duplicate, original)
    other = a_coordinator("koordinator-2")
    refused(lambda: office.merge(duplicate, original, who=other), "merged_already", into=original)
    with pytest.raises(Outdated) as outdated:
        office.merge(duplicate, original, who=other, version=seen)
    assert [event.type for event in outdated.value.since] == [events.TicketMerged.type]


def test_two_coordinators_who_merge_both_ways_at_once_make_no_circle(office):
    a, b = office.report(), office.report()
    save, raced = office.world.tickets.save, []

    def late(*changes):
        if not raced:
            raced.append(True)
            office.merge(b, a, who=a_coordinator("koordinator-2"))
        save(*changes)

    office.world.tickets.save = late
    refused(lambda: office.merge(a, b), "kept_follows", ticket=b, into=a)
    assert (office.ticket(a).status, office.ticket(b).status) == ("dispatched", "duplicate")


def test_an_officer_who_acts_on_the_kept_ticket_meanwhile_is_not_overwritten(office):
    original, duplicate = office.report(), office.report()
    save, raced = office.world.tickets.save, []

    def late(*changes):
        if not raced:
            raced.append(True)
            office.step(original, "DISHUB", "accept")
        save(*changes)

    office.world.tickets.save = late
    office.merge(duplicate, original)
    assert find(office.ticket(original), "DISHUB").status == "accepted"
    assert office.ticket(original).duplicates == (duplicate,)


# ---- undone ---------------------------------------------------------------------------------------------------


def test_an_undo_gives_back_what_was(office):
    original, duplicate = office.report("jalan-rusak"), office.report("banjir", later={"days": 2})
    office.step(duplicate, "DINSOS", "accept")
    before = {number: office.ticket(number) for number in (original, duplicate)}
    office.merge(duplicate, original)
    office.unmerge(duplicate)
    assert_as_before(office, before)


@pytest.mark.parametrize("action", ["ask", "desk"])
def test_an_undo_gives_back_the_question_and_the_desk(office, action):
    original = office.report()
    duplicate = office.report("lainnya" if action == "desk" else "lampu-jalan")
    if action == "ask":
        office.world.staff_actions.take("ask", duplicate, DISHUB, StepInput(text="Di mana?"))
    before = {number: office.ticket(number) for number in (original, duplicate)}
    office.merge(duplicate, original)
    office.unmerge(duplicate)
    assert_as_before(office, before)
    after = office.ticket(duplicate)
    assert (after.asked_at, after.desk) == (before[duplicate].asked_at, before[duplicate].desk)


def test_work_that_was_done_in_the_kept_ticket_stays_there_when_the_duplicate_leaves(office):
    original, duplicate = office.report("jalan-rusak"), office.report("banjir")
    office.merge(duplicate, original)
    office.step(original, "DINSOS", "start")
    office.unmerge(duplicate)
    assert find(office.ticket(original), "DINSOS").status == "in_progress"
    assert find(office.ticket(original), "BPBD").status == "waived"
    assert find(office.ticket(duplicate), "DINSOS").status == "assigned"


def test_an_assignment_that_two_duplicates_brought_stays_until_both_have_left(office):
    original, one, two = office.report("jalan-rusak"), office.report("banjir"), office.report("banjir")
    office.merge(one, original)
    office.merge(two, original)
    office.unmerge(one)
    assert find(office.ticket(original), "DINSOS").status == "assigned"
    office.unmerge(two)
    assert find(office.ticket(original), "DINSOS").status == "waived"


def test_a_date_that_two_duplicates_hastened_goes_back_step_by_step(office):
    one = office.report()
    two = office.report(later={"days": 1})
    original = office.report(later={"days": 2})
    dues = {number: due(office.ticket(number), "DISHUB") for number in (one, two, original)}
    office.merge(one, original)
    office.merge(two, original)
    assert due(office.ticket(original), "DISHUB") == dues[one]
    office.unmerge(one)
    assert due(office.ticket(original), "DISHUB") == dues[two]
    office.unmerge(two)
    assert due(office.ticket(original), "DISHUB") == dues[original]


def test_a_date_that_was_moved_since_is_left_as_it_is(office):
    duplicate, original = office.report(), office.report(later={"days": 3})
    office.merge(duplicate, original)
    leader = an_actor("leader")
    office.step(original, "DISHUB", "extend", "Suku cadang dipesan.", leader, days=3)
    moved = due(office.ticket(original), "DISHUB")
    office.unmerge(duplicate)
    assert due(office.ticket(original), "DISHUB") == moved


@pytest.mark.parametrize("end", ["resolved", "closed", "archived", "referred"])
def test_a_duplicate_can_leave_a_ticket_that_is_over_and_is_worked_on_again(office, end):
    original, duplicate = office.report(), office.report()
    office.merge(duplicate, original)
    if end in ("resolved", "closed"):
        office.step(original, "DISHUB", "start")
        office.step(original, "DISHUB", "finish")
    if end == "closed":
        office.say("confirm", original)
    if end in ("archived", "referred"):
        step = "archive" if end == "archived" else "refer"
        office.world.staff_actions.take(step, original, COORDINATOR, StepInput(text="Bukan.", to="X-PLN"))
    assert office.ticket(original).status == end
    office.unmerge(duplicate)
    assert office.ticket(original).status == end
    assert office.ticket(original).duplicates == ()
    assert office.ticket(duplicate).status == "dispatched"
    assert [line.ticket for line in office.world.inbox.page(DISHUB).lines] == [duplicate]


def test_a_report_that_follows_none_cannot_be_separated(office):
    number = office.report()
    refused(lambda: office.unmerge(number), "not_merged")


def assert_as_before(office, before):
    """Status, dates, question, desk and assignments are as before; one that came and went stays in the history."""
    for number, was in before.items():
        now = office.ticket(number)
        assert now.status == was.status
        assert {assignment.opd: assignment for assignment in active_assignments(now)} == {
            assignment.opd: assignment for assignment in active_assignments(was)
        }
        assert (now.merged_into, now.duplicates) == (was.merged_into, was.duplicates)
        assert (now.desk, now.asked_at, now.lead_offered_to) == (was.desk, was.asked_at, was.lead_offered_to)


# ---- the reporters --------------------------------------------------------------------------------------------


def test_the_reporter_of_a_duplicate_who_disagrees_brings_it_to_the_coordinator(office):
    original, duplicate = office.report(), office.report()
    office.merge(duplicate, original)
    answer = office.say("dispute", duplicate, "Lampu saya di tiang lain.")
    assert answer.ticket.status == "duplicate"
    assert answer.ticket.desk.reason == "disputed"
    assert [line.ticket for line in office.world.inbox.page(COORDINATOR, box="coordinator").lines] == [duplicate]
    assert office.notified("coordinator", events.TicketContested.type) == [duplicate]
    refused(lambda: office.say("dispute", duplicate, "Benar-benar lain."), "contested_already")
    assert office.say("dispute", duplicate, "Lampu saya di tiang lain.").ticket == answer.ticket


def test_the_coordinator_separates_what_was_doubted(office):
    original, duplicate = office.report(), office.report()
    office.merge(duplicate, original)
    office.say("dispute", duplicate, "Lampu saya di tiang lain.")
    office.unmerge(duplicate)
    assert office.ticket(duplicate).desk is None
    assert office.ticket(duplicate).status == "dispatched"


def test_or_leaves_it_merged_with_a_word_that_the_reporter_reads(office):
    original, duplicate = office.report(), office.report()
    office.merge(duplicate, original)
    office.say("dispute", duplicate, "Lampu saya di tiang lain.")
    refused(lambda: office.world.staff_actions.take("verify", duplicate, COORDINATOR, StepInput()), "text_needed")
    office.world.staff_actions.take(
        "verify", duplicate, COORDINATOR, StepInput(text="Sudah kami cek: tiang yang sama.")
    )
    read = office.world.reporter_actions.read(duplicate, office.secrets[duplicate])
    assert read.ticket.desk is None
    assert read.notes[-1].text == "Sudah kami cek: tiang yang sama."
    assert read.ticket.merged_into == original


def test_an_objection_has_a_date_that_is_watched(office):
    original, duplicate = office.report(), office.report()
    office.merge(duplicate, original)
    assert office.ticket(duplicate).next_check is None, "nothing of a duplicate can become late"
    office.say("dispute", duplicate, "Lampu saya di tiang lain.")
    ticket = office.ticket(duplicate)
    assert ticket.next_check is not None
    assert ticket.next_check <= ticket.desk.due


def finish(office, number):
    for action in ("accept", "start", "finish"):
        office.step(number, "DISHUB", action)


def test_the_reporter_of_a_duplicate_disputes_the_end_and_work_starts_again_in_the_kept_ticket(office):
    original, duplicate = office.report(), office.report()
    office.merge(duplicate, original)
    finish(office, original)
    answer = office.say("dispute", duplicate, "Lampu masih mati.")
    assert (answer.ticket.id, answer.ticket.status, answer.ticket.desk) == (duplicate, "duplicate", None)
    ticket = office.ticket(original)
    assert (ticket.status, ticket.desk.reason) == ("in_progress", "disputed")
    assert find(ticket, "DISHUB").status == "in_progress"
    assert office.notified("DISHUB", events.TicketDisputed.type) == [original]
    assert office.notified("coordinator", events.TicketDisputed.type) == [original]
    letters = {
        each.audience: each.letter
        for each in office.world.notice_publisher.out
        if each.attributes["event"] == events.TicketDisputed.type
    }
    assert duplicate in letters["coordinator"], "which of the reports to look at"


def test_that_dispute_sent_again_changes_nothing_and_opens_no_objection(office):
    original, duplicate = office.report(), office.report()
    office.merge(duplicate, original)
    finish(office, original)
    office.say("dispute", duplicate, "Lampu masih mati.")
    before = office.case(original), office.case(duplicate)
    office.say("dispute", duplicate, "Lampu masih mati.")
    assert (office.case(original), office.case(duplicate)) == before


def test_the_end_is_disputed_along_a_chain_and_in_time_only(office):
    original, middle, last = office.report(), office.report(), office.report()
    office.merge(last, middle)
    office.merge(middle, original)
    finish(office, original)
    office.world.clock.forward(days=60)
    refused(lambda: office.say("dispute", last, "Masih mati."), "dispute_over")
    office.world.clock.forward(days=-59)
    office.say("dispute", last, "Masih mati.")
    assert office.case(original).last(events.TicketDisputed.type).data.wire["from"] == last


def test_a_report_that_stands_for_others_cannot_be_taken_back(office):
    original, duplicate = office.report(), office.report()
    office.merge(duplicate, original)
    refused(lambda: office.say("withdraw", original), "stands_for_others")
    office.unmerge(duplicate)
    office.say("withdraw", original)


def test_nobody_s_clock_stands_because_one_of_several_reporters_is_asked(office):
    """Otherwise all their reports could be archived because that one does not answer."""
    original, duplicate = office.report(), office.report()
    office.merge(duplicate, original)
    refused(
        lambda: office.world.staff_actions.take("ask", original, DISHUB, StepInput(text="Di mana?")), "asks_for_others"
    )
    assert "ask" not in office.world.staff_actions.options(office.case(original), DISHUB).ticket
    office.unmerge(duplicate)
    office.world.staff_actions.take("ask", original, DISHUB, StepInput(text="Di mana?"))


def test_what_opds_already_work_on_is_not_taken_back_and_the_rule_says_so(office):
    number = office.report()
    office.step(number, "DISHUB", "start")
    refused(lambda: office.say("withdraw", number), "already_worked_on")


# ---- what may be the same -------------------------------------------------------------------------------------


def test_reports_of_the_same_service_close_by_are_likely_the_same(office):
    here = {"lat": -6.75123, "long": 111.03812}
    number = office.report(place=here)
    near = office.report(place={"lat": -6.75178, "long": 111.03812})  # 61 m
    at_edge = office.report(place={"lat": -6.75123, "long": 111.03722})  # 99 m
    office.report(place={"lat": -6.75323, "long": 111.03812})  # 222 m
    office.report("jalan-rusak", place=here)
    office.report(place=here, visibility="confidential")
    somewhere = office.report(place={"lat": None, "long": None})
    found = office.world.duplicates.likely(office.case(number), COORDINATOR)
    assert [(each.id, each.metres) for each in found] == [(near, 61), (at_edge, 99), (somewhere, None)]


def test_what_is_merged_over_or_too_old_is_not_likely(office):
    office.report()
    number = office.report(later={"days": 15})
    merged, over = office.report(), office.report()
    office.merge(merged, number)
    office.world.staff_actions.take("archive", over, COORDINATOR, StepInput(text="Tidak jelas."))
    assert office.world.duplicates.likely(office.case(number), COORDINATOR) == ()


def test_only_the_coordinator_is_shown_what_is_likely_the_same(office):
    number = office.report()
    with pytest.raises(NotAllowed):
        office.world.duplicates.likely(office.case(number), DISHUB)


def test_time_goes_on(office):
    """The shared clock stays near the factory's date throughout these tests."""
    assert office.world.clock.now - NOW < timedelta(days=30)
