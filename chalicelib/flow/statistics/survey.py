"""The satisfaction survey after a ticket is done: once per ticket, by its reporter."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.domain.errors import ForbiddenStep, WrongSecret
from chalicelib.domain.statistics.survey import questionnaire
from chalicelib.domain.tickets.assignments import lead_code
from chalicelib.domain.tickets.status import GROUPS
from chalicelib.domain.tickets.ticket import Case
from chalicelib.domain.tickets.ticket_number import secret_hash_of
from chalicelib.flow.ports.statistics import Counters, CountersChanged, Surveys
from chalicelib.flow.ports.tickets import CityPack, Clock, Tickets

TRIES = 4


@dataclass(frozen=True, slots=True)
class Survey:
    """Checks who may answer, and stores the answers.

    Raises:
        UnknownTicket: no ticket has this number.
        WrongSecret: it is not the ticket's secret.
        ForbiddenStep: the ticket, or its original, is not done.
        Invalid: an answer is missing.
        AnsweredAlready: the survey was answered before.
        CountersChanged: other workers were quicker at every attempt.
    """

    city: CityPack
    tickets: Tickets
    counters: Counters
    surveys: Surveys
    clock: Clock

    def check(self, number: str, secret: str) -> Case:
        """The ticket that the survey is about: the reporter's own, or its original if it is a duplicate."""
        case = self.tickets.get(number)
        if not hmac.compare_digest(secret_hash_of(secret), case.ticket.secret_hash):
            raise WrongSecret(number)
        if case.ticket.merged_into:
            case = self.tickets.get(case.ticket.merged_into)
        if case.ticket.status not in GROUPS["done"]:
            raise ForbiddenStep("ticket_status", status=str(case.ticket.status))
        return case

    def answer(self, number: str, secret: str, fields: Mapping[str, str]) -> None:
        """Count the answers in the form's fields and store them, apart from the ticket."""
        case = self.check(number, secret)
        month = f"{self.city.calendar.day(self.clock()):%Y-%m}"
        answers = questionnaire(month, lead_code(case.ticket), fields, is_confidential=case.ticket.is_confidential)
        for attempts_left in reversed(range(TRIES)):
            try:
                self.surveys.add(number, answers, self.counters.generations())
            except CountersChanged:
                if not attempts_left:
                    raise
            else:
                return
