"""Merges and unmerges in any order: no assignment is lost or due later, and an unmerge restores everything."""

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.actions.registry import ACTIONS, assigning_action
from chalicelib.domain.deadlines.deadline_terms import terms_of
from chalicelib.domain.duplicates import carried_deadlines
from chalicelib.domain.duplicates.merge import MAX_CHAIN
from chalicelib.domain.errors import ForbiddenStep, Invalid, NotAllowed, UnknownTicket
from chalicelib.domain.tickets.assignments import active_assignments, find, open_assignments
from chalicelib.domain.transitions.step_input import StepInput
from tests.support.event_replay import Replay, state_of
from tests.support.factory import a_coordinator, a_submission, an_officer, assert_declared
from tests.support.memory_world import a_world, pump
from tests.support.property_examples import examples

OPDS = ("BPBD", "DPUTR", "DINSOS", "DLH", "DISHUB")
SERVICES = ("banjir", "banjir", "jalan-rusak", "lampu-jalan", "lainnya")
REFUSALS = (ForbiddenStep, NotAllowed, UnknownTicket, Invalid)
COORDINATOR = a_coordinator()

which = st.integers(0, len(SERVICES) - 1)
opd = st.sampled_from(OPDS)
merge = st.tuples(st.just("merge"), which, which)
unmerge = st.tuples(st.just("unmerge"), which)
assignment_step = st.tuples(
    st.just("act"),
    which,
    opd,
    st.sampled_from(["accept", "start", "finish", "return", "answer", "order", "waive"]),
    opd,
)
ask = st.tuples(st.just("ask"), which, opd)
citizen = st.tuples(st.just("citizen"), which, st.sampled_from(["message", "confirm", "dispute", "withdraw"]))
desk = st.tuples(st.just("desk"), which, st.sampled_from(["verify", "archive", "resolve"]))
assign = st.tuples(st.just("assign"), which, opd, st.sampled_from(["lead", "support"]))
wait = st.tuples(st.just("wait"), st.integers(1, 3))
steps = st.lists(
    st.one_of(merge, merge, merge, unmerge, assignment_step, assignment_step, ask, citizen, desk, assign, wait),
    max_size=25,
)


class Story:
    """Five reports and the steps on them."""

    def __init__(self):
        self.world = a_world()
        self.numbers, self.secrets = [], []
        for n, service in enumerate(SERVICES):
            receipt = self.world.intake.submit(a_submission(service=service), f"kunci-{n}", "c-1")
            self.numbers.append(receipt.ticket.id)
            self.secrets.append(receipt.secret)
            pump(self.world)
            self.world.clock.forward(hours=7)
        self.merges = self.undone = 0

    def case(self, number):
        return self.world.tickets.get(number, internal=True)

    def ticket(self, number):
        return self.case(number).ticket

    def take(self, step):
        kind, *rest = step
        before = dict(self.world.tickets.cases)
        try:
            getattr(self, kind)(*rest)
        except REFUSALS:
            assert self.world.tickets.cases == before, "a step that was refused has changed something"
        self.check(before)

    def merge(self, one, other):
        duplicate, original = (self.numbers[n] for n in (one, other))
        before = {number: self.case(number) for number in (duplicate, original)}
        if before[duplicate].ticket.merged_into == original:
            return
        case = self.world.staff_actions.take("merge", duplicate, COORDINATOR, StepInput(text="Sama.", into=original))
        assert_declared("merge", case.since(before[duplicate].ticket.sequence))
        happened = self.case(original).since(before[original].ticket.sequence)
        assert {event.type for event in happened} <= ACTIONS["merge"].followed_by
        self.merges += 1
        self.check_taken_over(before[duplicate], before[original])
        self.check_undo(before, duplicate)

    def unmerge(self, one):
        number = self.numbers[one]
        duplicate = self.ticket(number)
        original = self.ticket(duplicate.merged_into) if duplicate.merged_into else duplicate
        case = self.world.staff_actions.take("unmerge", number, COORDINATOR, StepInput(text="Beda."))
        assert_declared("unmerge", case.since(duplicate.sequence))
        happened = self.case(original.id).since(original.sequence)
        assert {event.type for event in happened} <= ACTIONS["unmerge"].followed_by
        self.undone += 1
        assert self.ticket(number).assignments == duplicate.assignments

    def act(self, one, name, action, other):
        who = COORDINATOR if action == "waive" else an_officer(name, other)
        step_input = StepInput(text="Sudah.", after=(other,) if action == "order" else ())
        self.world.staff_actions.take(action, self.numbers[one], who, step_input, name)

    def ask(self, one, name):
        self.world.staff_actions.take("ask", self.numbers[one], an_officer(name), StepInput(text="Di mana?"))

    def desk(self, one, action):
        self.world.staff_actions.take(action, self.numbers[one], COORDINATOR, StepInput(text="Baik."))

    def assign(self, one, name, role):
        self.world.staff_actions.take(
            assigning_action(role).name, self.numbers[one], COORDINATOR, StepInput(text="Bantu.", opd=name, role=role)
        )

    def citizen(self, one, action):
        self.world.reporter_actions.take(action, self.numbers[one], self.secrets[one], StepInput(text="Begini."))

    def wait(self, days):
        self.world.clock.forward(days=days)

    def check_taken_over(self, duplicate, original):
        """Every open assignment of the duplicate goes on in the original, due no later than in either."""
        now, city = self.world.clock.now, self.world.city
        here = self.ticket(original.ticket.id)
        for each in carried_deadlines.incoming_assignments(
            duplicate.ticket, now, terms_of(duplicate.ticket, city.catalogue, city.calendar)
        ):
            own = find(here, each.opd)
            assert own is not None
            assert own.status == "done" or own.due <= each.due
        for each in open_assignments(original.ticket):
            assert find(here, each.opd).due <= each.due or find(here, each.opd).waiting_since

    def check_undo(self, before, duplicate):
        """An immediate unmerge restores assignments, dates, status, desk and question."""
        cases, events_before = dict(self.world.tickets.cases), len(self.world.tickets.stream)
        self.world.staff_actions.take("unmerge", duplicate, COORDINATOR, StepInput(text="Keliru."))
        for number, was in before.items():
            now = self.ticket(number)
            assert snapshot(now) == snapshot(was.ticket)
        self.world.tickets.cases = cases
        del self.world.tickets.stream[events_before:]

    def check(self, before):
        for number in self.numbers:
            case = self.case(number)
            ticket = case.ticket
            lost = {p.opd for p in before[number].ticket.assignments} - {p.opd for p in ticket.assignments}
            assert not lost
            assert sum(p.role == "lead" for p in active_assignments(ticket)) <= 1
            assert (ticket.status == "duplicate") == bool(ticket.merged_into)
            assert Replay(case.events).state() == state_of(ticket)
            self.check_following(number)
            if ticket.status in ("received", "incomplete", "dispatched", "in_progress"):
                assert ticket.desk or any(p.role == "lead" for p in active_assignments(ticket)), "nobody has it"

    def check_following(self, number):
        """Every duplicate leads to an original that is no duplicate itself and that lists it."""
        links, at = 0, number
        while (ticket := self.ticket(at)).merged_into:
            at, links = ticket.merged_into, links + 1
            assert number in self.ticket(at).duplicates
        assert links <= MAX_CHAIN
        others = {each for each in self.numbers if number in self.ticket(each).duplicates}
        assert len(others) == links


def snapshot(ticket):
    assignments = {assignment.opd: assignment for assignment in active_assignments(ticket)}
    return (
        ticket.status,
        assignments,
        ticket.desk,
        ticket.asked_at,
        ticket.lead_offered_to,
        ticket.merged_into,
        ticket.duplicates,
    )


@settings(max_examples=examples(100), deadline=None)
@given(steps=steps)
def test_merging_keeps_its_promises(steps):
    story = Story()
    for step in steps:
        story.take(step)


def test_the_story_comes_to_something():
    """Guards the test above against trying only what is refused."""
    story = Story()
    for step in [
        ("merge", 1, 0),
        ("act", 0, "DINSOS", "start", "DLH"),
        ("merge", 2, 0),
        ("merge", 0, 3),
        ("unmerge", 0),
    ]:
        story.take(step)
    assert (story.merges, story.undone) == (3, 1)
