"""The OPDs: they act upon the notices that they get, in the time that such things take; some never do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain import events
from chalicelib.domain.notifications.digest import DIGEST
from chalicelib.domain.notifications.notice import Notice
from chalicelib.domain.tickets.assignments import find, lead_of, open_assignments
from chalicelib.domain.tickets.photo import new_id
from chalicelib.domain.tickets.status import AssignmentStatus
from chalicelib.domain.tickets.ticket import Assignment, Role
from chalicelib.domain.transitions.step_input import StepInput
from tests.simulation.people import People, officer

RETURNS, ASKS, CALLS_IN, WAITS, OFFERS, ANSWERS = 0.04, 0.12, 0.08, 0.5, 0.03, 0.3
"""Shares: of parts given back, of those about which the citizen is asked, to which another OPD is called in (of these
some wait for it), of leads offered on, of parts with a word to the citizen on the way."""

IDLE = 0.5
"""Of those that never finish, the share that does not even begin."""

PRESSED: Mapping[int, float] = {2: 0.15, 3: 0.25, 4: 0.4, 5: 0.5}
"""Who did nothing does it after all, by how high it has climbed."""

HELPERS = ("DPUTR", "DISHUB", "DLH", "SATPOLPP", "BPBD", "DINSOS", "PERUMDAM")


@dataclass
class Offices(People):
    planned: set[tuple[str, str, int]] = field(default_factory=set)

    def read(self, notice: Notice) -> None:
        """The same notice twice is one."""
        told: Mapping[str, Any] = notice.machine
        if told["type"] == DIGEST:  # nobody acts upon it alone
            return
        about = (told["ticket"], notice.audience, told["sequence"])
        if about not in self.planned:
            self.planned.add(about)
            acts: Mapping[str, Callable[[str, str, Mapping[str, Any]], None]] = {
                events.TicketDispatched.type: self._given, events.AssignmentAdded.type: self._given,
                events.TicketAbsorbed.type: self._again,
                events.TicketDisputed.type: self._again, events.AssignmentReleased.type: self._again,
                events.TicketUnmerged.type: self._again,
                events.LeadOffered.type: self._offered, events.DeadlineEscalated.type: self._pressed,
                events.LeadMoved.type: self._again,
            }  # fmt: skip
            if act := acts.get(told["type"]):
                act(told["ticket"], notice.audience, told)

    def _given(self, number: str, opd: str, told: Mapping[str, Any]) -> None:
        """A new part: what becomes of it is drawn at once."""
        span = max(timedelta(hours=1), datetime.fromisoformat(told["due"]) - self.town.clock.now)
        if self.happens(RETURNS):
            self.at_work(self.days(1.5), lambda: self._give_back(number, opd), opd)
        elif not self.happens(self.habits.never):
            self._plan(number, opd, span * self.town.chance.choice(self.habits.shares))
        elif not self.happens(IDLE):
            self.at_work(span * 0.3, lambda: self._step(number, opd, "accept"), opd)
            self.at_work(span * 0.5, lambda: self._step(number, opd, "start"), opd)

    def _plan(self, number: str, opd: str, takes: timedelta) -> None:
        self.at_work(takes * 0.1, lambda: self._step(number, opd, "accept"), opd)
        self.at_work(takes * 0.4, lambda: self._start(number, opd), opd)
        if self.happens(ANSWERS):
            self.at_work(takes * 0.7, lambda: self._step(number, opd, "answer", "Sudah kami jadwalkan."), opd)
        self.at_work(takes, lambda: self._finish(number, opd), opd)

    def _start(self, number: str, opd: str) -> None:
        self._step(number, opd, "start")
        if self.happens(ASKS):
            step_input = StepInput("Mohon foto dan letak yang lebih jelas.")
            self.try_to(lambda: self.town.staff_actions.take("ask", number, officer(opd), step_input))
        if self.happens(CALLS_IN):
            self._call_in(number, opd)
        if self.happens(OFFERS):
            self._offer(number, opd)

    def _call_in(self, number: str, opd: str) -> None:
        other = self.town.chance.choice([code for code in HELPERS if code != opd])
        step_input = StepInput("Mohon dibantu.", opd=other, role="support")
        called = self.try_to(lambda: self.town.staff_actions.take("call_in", number, officer(opd), step_input))
        if called and self.happens(WAITS):
            order = StepInput("Kami menyusul.", after=(other,))
            self.try_to(lambda: self.town.staff_actions.take("order", number, officer(opd), order, opd))

    def _offer(self, number: str, opd: str) -> None:
        ticket = self.case(number).ticket
        lead, others = lead_of(ticket), [p.opd for p in open_assignments(ticket) if p.role is Role.SUPPORT]
        if lead and lead.opd == opd and others:
            self._step(number, others[0], "lead", "Lebih tepat di sana.", by=opd)

    def _offered(self, number: str, opd: str, _: Mapping[str, Any]) -> None:
        if self.happens(0.8):
            self.at_work(self.days(0.5), lambda: self._step(number, opd, "lead"), opd)

    def _again(self, number: str, opd: str, _: Mapping[str, Any]) -> None:
        """There is something to be done, sooner or later."""
        if self.happens(0.85):
            self.at_work(self.days(2), lambda: self._finish(number, opd), opd)

    def _pressed(self, number: str, opd: str, told: Mapping[str, Any]) -> None:
        level = told["deadline"]["level"]
        if told["deadline"]["opd"] == opd and self.happens(PRESSED.get(level, 0.5)):
            self.at_work(self.days(2), lambda: self._finish(number, opd), opd)

    def _give_back(self, number: str, opd: str) -> None:
        self._step(number, opd, "return", "Bukan kewenangan kami.")

    def _finish(self, number: str, opd: str) -> None:
        """Once the citizen has answered what was asked."""
        part = self._part(number, opd)
        if part is None or part.status is AssignmentStatus.DONE:
            return
        if self.case(number).ticket.asked_at and self.happens(0.9):
            self.at_work(timedelta(days=2), lambda: self._finish(number, opd), opd)
            return
        if part.status is AssignmentStatus.ASSIGNED:
            self._step(number, opd, "start")
        self._step(number, opd, "finish", "Sudah dikerjakan.", photos=(new_id(self.town.chance.randbytes(16)),))

    def _part(self, number: str, opd: str) -> Assignment | None:
        return find(self.case(number).ticket, opd)

    def _step(
        self, number: str, opd: str, action: str, text: str = "", *, by: str = "", photos: tuple[str, ...] = ()
    ) -> None:
        step_input = StepInput(text, photos=photos)
        self.try_to(lambda: self.town.staff_actions.take(action, number, officer(by or opd), step_input, opd))
