"""Several reports at once, merged and watched: the counters say what anybody finds who goes through the tickets."""

from collections import Counter
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain import events
from chalicelib.domain.errors import DomainError
from chalicelib.domain.statistics.counters import ALL, CITY, NOW, OPD, Place
from chalicelib.domain.transitions.step_input import StepInput
from tests.support import factory
from tests.support.counter_recount import MemoryCounters, recount
from tests.support.factory import a_coordinator, an_officer
from tests.support.memory_world import a_world, pump
from tests.support.property_examples import examples

SERVICES = ("banjir", "lampu-jalan", "banjir", "pohon")
OPDS = ("BPBD", "DPUTR", "DINSOS", "DISHUB", "DLH")
OPEN = {"received", "incomplete", "dispatched", "in_progress"}


class BusyCity:
    """Four reports, and chance that decides what happens."""

    def __init__(self, seed):
        self.chance = Random(seed)
        self.world = a_world()
        self.made = [
            self.world.intake.submit(factory.a_submission(service=service), f"k-{n}", "c-1")
            for n, service in enumerate(SERVICES)
        ]
        pump(self.world)
        self.counters = MemoryCounters()
        self.counting = self.world.using(counters=self.counters).counting()

    def live(self, steps):
        for _ in range(steps):
            try:
                self.chance.choice([*[self.advance_one] * 12, *[self.citizen] * 3, self.merge, self.watch, self.desk])()
            except DomainError:
                continue
            if self.chance.random() < 0.3:
                self.count(copies=1)

    def count(self, copies):
        stream = [event for event in self.world.tickets.stream for _ in range(copies)]
        self.chance.shuffle(stream)
        for event in stream[: self.chance.randrange(len(stream) + 1)] if copies == 1 else stream:
            self.counting.on_event(event)

    def any_number(self):
        return self.chance.choice(self.made).ticket.id

    def advance_one(self):
        opd, action = (
            self.chance.choice(OPDS),
            self.chance.choice(["accept", *["start", "finish"] * 3, "return"]),
        )
        self.world.staff_actions.take(action, self.any_number(), an_officer(opd), StepInput(text="Sudah."), opd)

    def citizen(self):
        made, action = self.chance.choice(self.made), self.chance.choice(["confirm", "dispute", "rate", "message"])
        self.world.reporter_actions.take(action, made.ticket.id, made.secret, StepInput(text="Begitu.", stars=4))

    def merge(self):
        number, into = self.any_number(), self.any_number()
        action = self.chance.choice(["merge", "unmerge"])
        self.world.staff_actions.take(action, number, a_coordinator(), StepInput(text="Sama.", into=into))

    def watch(self):
        self.world.clock.forward(days=self.chance.choice([1, 2, 20]))
        self.world.deadline_watch.watch(lambda: True, "c-1")

    def desk(self):
        opd, number = self.chance.choice(OPDS), self.any_number()
        if self.chance.random() < 0.8:
            self.world.staff_actions.take("call_in", number, a_coordinator(), StepInput(opd=opd, text="Anda."))
        else:
            self.world.staff_actions.take("ask", number, a_coordinator(), StepInput(text="Di mana?"))

    @property
    def cases(self):
        return list(self.world.tickets.cases.values())


@settings(max_examples=examples(120), deadline=None)
@given(seed=st.integers(0, 2**32), steps=st.integers(5, 70))
def test_the_counters_say_what_going_through_the_tickets_says(seed, steps):
    city = BusyCity(seed)
    city.live(steps)
    city.count(copies=2)
    kept = city.counters.all_of(1)
    assert kept == recount(city.cases, city.world.city)
    assert all(count > 0 for count in kept.values())
    assert totals(kept, CITY, "n") == len(city.cases)
    assert kept.get((Place(NOW, ALL, CITY), "open"), 0) == sum(str(c.ticket.status) in OPEN for c in city.cases)
    assert totals(kept, CITY, "resolved") == sum(str(c.ticket.status) in ("resolved", "closed") for c in city.cases)
    for opd in OPDS:
        assert figures(kept, opd) == by_hand(city.cases, opd), opd


def figures(kept, opd):
    subject = OPD + opd
    figures = {name: totals(kept, subject, name) for name in ("open", "done", "returns", "late")}
    return figures | {"stars": totals(kept, subject, "star:4")}


def by_hand(cases, opd):
    found = Counter()
    for case in cases:
        status = str(case.ticket.status)
        for assignment in (each for each in case.ticket.assignments if each.opd == opd):
            found["done"] += assignment.status == "done"
            is_open = assignment.status not in ("done", "returned", "waived") and status not in (
                "duplicate",
                "referred",
                "archived",
            )
            found["open"] += is_open
            missed = [
                e
                for e in case.events
                if e.type == events.DeadlineMissed.type
                and (e.data.wire["what"], e.data.wire["opd"]) == ("resolution", opd)
            ]
            found["late"] += is_open and any(e.data.wire["due"] == assignment.due.isoformat() for e in missed)
            if status != "duplicate" or assignment.status == "done":
                found["returns"] += sum(
                    e.type == events.AssignmentReturned.type and e.data.wire["opd"] == opd for e in case.events
                )
            rated = any(e.type == events.TicketRated.type for e in case.events)
            found["stars"] += rated and assignment.status not in ("returned", "waived")
    return {name: found[name] for name in ("open", "done", "returns", "late", "stars")}


def totals(kept, subject, name):
    """Over all periods, in the whole city."""
    return sum(
        count for (place, each), count in kept.items() if (place.scope, place.subject, each) == (ALL, subject, name)
    )
