"""Of each type of event it is decided who hears of it: an OPD, the coordinator, the leaders, the reporter, or nobody."""

from chalicelib.domain import events
from chalicelib.domain.notifications import opd_recipients, reporter_recipients
from tests.simulation.audit.notices import WHOM

BY_NOTICE = {kind for kind, _ in opd_recipients.LETTER_OF}
BY_MESSAGE = {kind for kind, _ in reporter_recipients.TEXT_OF}

HEARD_BY_NOBODY = {
    events.AssignmentAccepted.type: "the page shows it; what matters is when the work is done",
    events.AssignmentStarted.type: "as accepting",
    events.DeadlineMoved.type: "a new day off; the pages show the new date",
    events.IdentityRead.type: "the auditor reads it in the access log",
    events.IdentityAllowed.type: "the OPD that asked for it in the room reads it on the ticket",
    events.NoticeRequested.type: "it asks for a notice of another event",
    events.NoticeDropped.type: "the coordinator's own step",
    events.PhotoHidden.type: "nobody has to do anything",
    events.PhotoShown.type: "nobody has to do anything",
    events.ProofAccepted.type: "nothing changes for the OPD",
    events.TicketConfirmed.type: "the work is done already",
    events.TicketPublished.type: "the pages show it; the reporter was told when it would be at the latest",
    events.TicketRedacted.type: "work goes on; the reporter's page says so and why",
    events.TicketUncovered.type: "work goes on",
    events.TicketRated.type: "it is counted, and answered by nobody",
    events.TicketVerified.type: "the coordinator's own step; what follows from it is told by itself",
}
"""Types of events that no notice and no message tells of, each with the reason."""

NEVER_SIMULATED = {events.ProofFlagged.type, events.ProofRejected.type, events.RoomWritten.type}
"""Told of by notices, but by nothing that the simulated year does."""


def test_of_each_type_somebody_hears_or_it_is_decided_that_nobody_does():
    assert set(events.TYPES) - BY_NOTICE - BY_MESSAGE == set(HEARD_BY_NOBODY)


def test_the_auditor_of_the_simulation_knows_whom_each_notice_is_for():
    """It has a table of its own, since a mistake made twice in one place would agree with itself."""
    assert set(WHOM) == BY_NOTICE - NEVER_SIMULATED
