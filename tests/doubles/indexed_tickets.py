"""The same tickets with indexes, so that a city's year fits: what a list costs does not grow with all there are."""

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.domain.duplicates import nearby
from chalicelib.domain.tickets.ticket import Case
from tests.doubles.inbox_lines import boxes_of
from tests.doubles.tickets import MemoryTickets

Watch = tuple[datetime, str]


@dataclass
class IndexedTickets(MemoryTickets):
    """Write by `put` alone: what is changed in `cases` behind it is not found."""

    boxes: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    cells: dict[str | None, set[str]] = field(default_factory=lambda: defaultdict(set))
    next_checks: list[Watch] = field(default_factory=list)

    def put(self, case: Case) -> None:
        before, number = self.cases.get(case.ticket.id), case.ticket.id
        if before:
            self._move_boxes(number, boxes_of(before), boxes_of(case))
            self.cells[nearby.cell_of(before.ticket)].discard(number)
            self._forget_next_check(before)
        else:
            self._move_boxes(number, frozenset(), boxes_of(case))
        self.cells[nearby.cell_of(case.ticket)].add(number)
        if case.ticket.next_check:
            insort(self.next_checks, (case.ticket.next_check, number))
        self.cases[number] = case

    def with_lines_in(self, box: str) -> Iterable[Case]:
        return [self.cases[number] for number in sorted(self.boxes[box])]

    def within(self, cell: str) -> Iterable[Case]:
        return [self.cases[number] for number in sorted(self.cells[cell])]

    def with_next_check(self, until: datetime) -> Iterable[Case]:
        end = bisect_right(self.next_checks, until, key=lambda entry: entry[0])
        return [self.cases[number] for _, number in self.next_checks[:end]]

    def _move_boxes(self, number: str, before: frozenset[str], after: frozenset[str]) -> None:
        for box in before - after:
            self.boxes[box].discard(number)
        for box in after - before:
            self.boxes[box].add(number)

    def _forget_next_check(self, case: Case) -> None:
        if case.ticket.next_check:
            del self.next_checks[bisect_left(self.next_checks, (case.ticket.next_check, case.ticket.id))]
