"""Whatever anybody does in whatever order, joint work keeps its promises."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.actions.action import Target
from chalicelib.domain.actions.allowed import may
from chalicelib.domain.actions.registry import ACTIONS, actions_on, assigning_action
from chalicelib.domain.deadlines.deadline_terms import terms_of
from chalicelib.domain.errors import ForbiddenStep, Invalid, NotAllowed, UnknownTicket
from chalicelib.domain.tickets.assignments import find, open_assignments
from chalicelib.domain.transitions.step_input import StepInput
from chalicelib.domain.watch.recalculation import replayed_ticket
from chalicelib.flow.deadlines.recalculate import Adjusted
from tests.support import memory_ports
from tests.support.event_replay import Replay, state_of
from tests.support.factory import (
    a_calendar,
    a_catalogue,
    a_coordinator,
    a_submission,
    an_actor,
    an_officer,
    assert_declared,
)
from tests.support.memory_world import a_world, pump
from tests.support.property_examples import examples

ON_ASSIGNMENT = [action.name for action in actions_on(Target.ASSIGNMENT)]
ON_TICKET = [a.name for a in actions_on(Target.TICKET) if not (a.is_on_pair or a.has_own_route)]
OPDS = ("BPBD", "DPUTR", "DINSOS", "DLH")
REFUSALS = (ForbiddenStep, NotAllowed, UnknownTicket, Invalid)
OFFICERS = [an_officer(opd, person=person) for opd in OPDS for person in ("budi", "ani")]

actor = st.sampled_from([*OFFICERS, a_coordinator(), a_coordinator(), an_actor("leader")])
opd = st.sampled_from(OPDS)
words = st.sampled_from(["", "Sudah.", "Sudah."])
on_assignment = st.tuples(
    st.just("on_assignment"), actor, opd, st.sampled_from(sorted(ON_ASSIGNMENT)), words, st.sets(opd, max_size=2)
)
on_own_assignment = st.tuples(
    st.just("on_own_assignment"),
    st.sampled_from(OFFICERS),
    st.sampled_from(["accept", "start", "start", "finish", "finish", "return", "validate"]),
)
on_ticket = st.tuples(st.just("on_ticket"), actor, st.sampled_from(sorted(ON_TICKET)), words)
assign = st.tuples(st.just("assign"), actor, opd, st.sampled_from(["", "lead", "support"]))
citizen = st.tuples(st.just("citizen"), st.sampled_from(["message", "confirm", "dispute", "withdraw", "rate"]), words)
wait = st.tuples(st.just("wait"), st.integers(1, 5))
steps = st.lists(
    st.one_of(on_own_assignment, on_own_assignment, on_assignment, on_ticket, assign, citizen, wait), max_size=30
)


class Story:
    """A flood with three OPDs, and what happens to it."""

    def __init__(self, *, validation):
        catalogue = a_catalogue()
        flood = replace(catalogue.services["banjir"], validation=validation)
        self.world = a_world()
        self.world.city.catalogue = a_catalogue(flood)
        receipt = self.world.intake.submit(a_submission(service="banjir"), "k-1", "c-1")
        self.number, self.secret = receipt.ticket.id, receipt.secret
        pump(self.world)
        self.seen = self.case.ticket

    @property
    def case(self):
        return self.world.tickets.get(self.number, internal=True)

    def take(self, step):
        kind, *rest = step
        try:
            getattr(self, kind)(*rest)
        except REFUSALS:
            assert self.case.ticket == self.seen, "a step that was refused has changed something"
        self.check()

    def act(self, action, who, step_input, opd=""):
        before = self.case.ticket.sequence
        case = self.world.staff_actions.take(action, self.number, who, step_input, opd)
        assert_declared(action, case.since(before))

    def on_assignment(self, who, opd, action, text, after):
        step_input = StepInput(text=text, after=tuple(sorted(after)), days=3 if action == "extend" else 0)
        self.act(action, who, step_input, opd)

    def on_own_assignment(self, who, action):
        (own,) = who.opds
        self.act(action, who, StepInput(text="Sudah."), own)

    def on_ticket(self, who, action, text):
        self.act(action, who, StepInput(text=text, to="X-PLN", passages=("lampu",)))

    def assign(self, who, opd, role):
        self.act(assigning_action(role).name, who, StepInput(opd=opd, role=role))

    def citizen(self, action, text):
        before = self.case.ticket.sequence
        case = self.world.reporter_actions.take(action, self.number, self.secret, StepInput(text=text, stars=3))
        assert_declared(action, case.since(before))

    def wait(self, days):
        self.world.clock.forward(days=days)

    def check(self):
        case, before = self.case, self.seen
        ticket = self.seen = case.ticket
        here = [assignment for assignment in ticket.assignments if assignment.status not in ("returned", "waived")]
        leads = [assignment.opd for assignment in here if assignment.role == "lead"]
        assert len(leads) <= 1, "two leads"
        assert {p.opd for p in before.assignments} <= {p.opd for p in ticket.assignments}, "an assignment was lost"
        assert [event.sequence for event in case.events] == list(range(1, ticket.sequence + 1))
        if ticket.status == "resolved":
            assert all(assignment.status == "done" for assignment in here if assignment.required)
            assert leads
            assert ticket.desk is None
            self.check_settled(before, case)
        if ticket.status in ("received", "incomplete", "dispatched", "in_progress"):
            assert leads or ticket.desk, "nobody has it"
        else:
            assert ticket.asked_at is None
        assert Replay(case.events).state() == state_of(ticket)

    def check_dates(self):
        """The history tells every date: under the same calendar nothing moves."""
        case, city = self.case, self.world.city
        ticket = case.ticket
        should = replayed_ticket(case, terms_of(ticket, city.catalogue, city.calendar))
        for assignment in open_assignments(ticket):
            expected = find(should, assignment.opd)
            assert (expected.due, expected.answer_due, expected.waiting_since) == (
                assignment.due,
                assignment.answer_due,
                assignment.waiting_since,
            )
        if ticket.desk:
            assert should.desk.due == ticket.desk.due

    @staticmethod
    def check_settled(before, case):
        """What an OPD gave back does not end by itself."""
        if before.status != "resolved" and before.desk and before.desk.reason == "returned":
            news = case.since(before.sequence)
            assert "coordinator" in {event.actor for event in news}, "a return was settled by nobody"

    def check_offers(self):
        """Every step that a page would offer can be taken, given words for it, and without where it needs none."""
        people = [*OFFICERS, a_coordinator(), an_actor("leader")]
        for who in {each.person + str(each.opds): each for each in people}.values():
            if not may(who, self.seen, "read"):
                continue
            offered = self.world.staff_actions.options(self.case, who)
            wanted = [(opd, action) for opd, actions in offered.assignments.items() for action in actions]
            wanted += [("", action) for action in offered.ticket if action in ON_TICKET]
            for opd, action in wanted:
                self.try_out(opd, action, who)

    def try_out(self, opd, action, who):
        kept = dict(self.world.tickets.cases)
        step_input = StepInput(text="Sudah.", to="X-PLN", passages=("lampu",), days=3 if action == "extend" else 0)
        self.act(action, who, step_input, opd)
        self.world.tickets.cases = dict(kept)
        if ACTIONS[action].needs_text and action != "validate":  # it has those of whoever did the work
            with pytest.raises(ForbiddenStep, match="text_needed"):
                self.act(action, who, replace(step_input, text=""), opd)
        else:
            self.act(action, who, replace(step_input, text=""), opd)
        self.world.tickets.cases = kept


@pytest.mark.parametrize("validation", [False, True])
@settings(max_examples=examples(150), deadline=None)
@given(steps=steps)
def test_joint_work_keeps_its_promises(validation, steps):
    story = Story(validation=validation)
    for step in steps:
        story.take(step)
    story.check_dates()
    story.check_offers()


def test_the_story_comes_to_its_end():
    """So that the test above does not only try what is refused."""
    story = Story(validation=False)
    for opd in ("BPBD", "DPUTR", "DINSOS"):
        story.take(("on_own_assignment", an_officer(opd), "start"))
        story.take(("on_own_assignment", an_officer(opd), "finish"))
    assert story.case.ticket.status == "resolved"
    story.take(("citizen", "dispute", "Belum."))
    assert story.case.ticket.status == "in_progress"
    story.take(("on_own_assignment", an_officer("BPBD"), "finish"))
    story.take(("citizen", "confirm", ""))
    assert story.case.ticket.status == "closed"
    assert isinstance(story.world.tickets, memory_ports.MemoryTickets)


@settings(max_examples=examples(60), deadline=None)
@given(steps=steps, offs=st.lists(st.integers(-10, 20), min_size=1, max_size=3), more=steps)
def test_a_calendar_that_changes_in_between_breaks_no_promise(steps, offs, more):
    """Days off are added one by one, before today or after it: what has passed stays, nothing moves twice."""
    story = Story(validation=False)
    world, recomputing = story.world, story.world.using().recalculation()
    for step in steps:
        story.take(step)
    for off in offs:
        before, now = story.case.ticket, world.clock()
        day = world.city.calendar.day(now + timedelta(days=off))
        world.city.calendar = a_calendar(holidays=world.city.calendar.holidays | {day})
        recomputing.adjust(story.number, "admin", "Libur.")
        after = story.case.ticket
        for assignment in open_assignments(before):
            stood = min(at for at in (now, before.asked_at, assignment.waiting_since) if at)
            moved = find(after, assignment.opd)
            assert moved.due == assignment.due or min(assignment.due, moved.due) > stood
        assert recomputing.adjust(story.number, "admin", "Libur.") is Adjusted.NOTHING
        story.check()
    for step in more:
        story.take(step)
