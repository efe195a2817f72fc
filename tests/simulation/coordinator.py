"""The coordinator and the leaders: they decide what lies on the desk, merge duplicates and grant more time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

from chalicelib.domain import events
from chalicelib.domain.deadlines.escalation import LEADERS
from chalicelib.domain.notifications.notice import Notice
from chalicelib.domain.tickets.assignments import find, lead_of
from chalicelib.domain.tickets.status import GROUPS
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.domain.transitions.derived_state import unfinished_opds
from chalicelib.domain.transitions.step_input import StepInput
from tests.simulation.people import COORDINATOR, LEADER, People

FORGOTTEN, SLOW = 0.04, 0.12
"""Shares of what comes to the desk: left until leaders are notified, and handled late."""

GRANTED, UNMERGED = 0.04, 0.05
"""Shares: of missed deadlines that get an extension, and of merges that are undone."""

OUTSIDE = ("X-PROV", "X-PUSAT", "X-DESA")


@dataclass
class DeskStaff(People):
    read_already: set[str] = field(default_factory=set)
    read_events: int = 0

    def read(self, notice: Notice) -> None:
        payload: Mapping[str, Any] = notice.machine
        if notice.id in self.read_already or "ticket" not in payload:
            return
        self.read_already.add(notice.id)
        if notice.audience == LEADERS:
            self._leaders(payload)
        elif payload["type"] in (
            events.TicketUnroutable.type,
            events.AssignmentReturned.type,
            events.TicketDisputed.type,
            events.TicketContested.type,
        ):
            self._later(lambda: self.settle(payload["ticket"]))

    def arrived(self, number: str) -> None:
        """Schedule a look for duplicates of a report that resembles an earlier one."""
        self.at_work(self.days(1), lambda: self._merge(number))

    def read_checks(self) -> None:
        """See which content must be checked since the last call, and do so some time later."""
        stream = self.city.tickets.stream
        for event in stream[self.read_events :]:
            is_held = isinstance(event.data, events.TicketReceived) and event.data.held
            if is_held or event.type == events.TicketFlagged.type:
                self._later(partial(self._check, event.ticket))
        self.read_events = len(stream)

    def _check(self, number: str) -> None:
        """Decide what the public reads: mostly all, sometimes all but a name, seldom nothing."""
        ticket = self.case(number).ticket
        chance = self.city.chance.random()
        if ticket.publication.due is None:
            return
        if chance < 0.2 and "Simulasi" in ticket.report.description:
            step_input = StepInput("Nama orang.", passages=("Pak Simulasi",))
            self.try_to(lambda: self.city.staff_actions.take("redact", number, COORDINATOR, step_input))
        else:
            self._on_ticket(number, "hide" if chance > 0.9 else "publish", "Sudah kami baca.")

    def settle(self, number: str) -> None:
        ticket = self.case(number).ticket
        if ticket.desk is None or ticket.asked_at:
            return
        if not ticket.merged_into and lead_of(ticket) is None:
            self._decide(number, ticket)
        elif not ticket.merged_into and not unfinished_opds(ticket):
            self._on_ticket(number, "resolve", "Sudah dikerjakan semua.")
        else:
            self._on_ticket(number, "verify", "Sudah kami periksa.")

    def _later(self, settle: Callable[[], None]) -> None:
        if self.happens(FORGOTTEN):
            return
        self.at_work(self.days(6 if self.happens(SLOW) else 0.7), settle)

    def _decide(self, number: str, ticket: Ticket) -> None:
        chance = self.city.chance.random()
        if chance < 0.1:
            self._on_ticket(number, "refer", "Bukan wewenang kabupaten.", to=self.city.chance.choice(OUTSIDE))
        elif chance < 0.16:
            self._on_ticket(number, "archive", "Tidak bisa dipahami.")
        elif chance < 0.3 and not ticket.duplicates:
            self._on_ticket(number, "ask", "Mohon dijelaskan.")
            self.at_work(timedelta(days=3), lambda: self.settle(number))
        else:
            step_input = StepInput("Mohon ditangani.", opd=self._choose(ticket), role="lead")
            self.try_to(lambda: self.city.staff_actions.take("give_lead", number, COORDINATOR, step_input))

    def _choose(self, ticket: Ticket) -> str:
        """The OPD of a hint, or one that has not returned the ticket yet."""
        catalogue = self.city.pack.catalogue
        hinted = [hint.opd for hint in (ticket.desk.hints if ticket.desk else ())]
        own = [code for code, opd in catalogue.opds.items() if not opd.is_external]
        fit = [code for code in hinted if code in own] or self.city.chance.sample(own, len(own))
        return next(code for code in [*fit, *own] if find(ticket, code) is None)

    def _merge(self, number: str) -> None:
        case = self.case(number)
        if case.ticket.status not in GROUPS["open"]:
            return
        earlier = [each for each in self.city.duplicates.likely(case, COORDINATOR) if each.id != number]
        if earlier:
            into = min(earlier, key=lambda each: each.received_at).id
            step_input = StepInput("Tentang hal yang sama.", into=into)
            merged = self.try_to(lambda: self.city.staff_actions.take("merge", number, COORDINATOR, step_input))
            if merged and self.happens(UNMERGED):
                self.at_work(self.days(3), lambda: self._unmerge(number))

    def _unmerge(self, number: str) -> None:
        self.try_to(lambda: self.city.staff_actions.take("unmerge", number, COORDINATOR, StepInput("Ternyata lain.")))

    def _leaders(self, payload: Mapping[str, Any]) -> None:
        late = payload["deadline"]
        if late and late["what"] == "publication":
            self.at_work(self.days(1), lambda: self._check(payload["ticket"]))
        elif late and not late["opd"]:
            self.at_work(self.days(1), lambda: self.settle(payload["ticket"]))
        elif late and late["what"] == "resolution" and self.happens(GRANTED):
            more = StepInput("Menunggu anggaran perubahan.", days=self.city.chance.randint(3, 20))
            self.at_work(self.days(1), lambda: self._extend(payload["ticket"], late["opd"], more))

    def _extend(self, number: str, opd: str, more: StepInput) -> None:
        self.try_to(lambda: self.city.staff_actions.take("extend", number, LEADER, more, opd))

    def _on_ticket(self, number: str, action: str, text: str, *, to: str = "") -> None:
        self.try_to(lambda: self.city.staff_actions.take(action, number, COORDINATOR, StepInput(text, to=to)))
