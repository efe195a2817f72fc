"""A ticket's state, replayed from its events alone: a second way to the same state, for tests to compare.

The replay knows no rule of the domain, only what each type of event changes.
"""

from datetime import datetime

from chalicelib.domain import events

STATUS = {
    events.AssignmentAccepted.type: "accepted", events.AssignmentStarted.type: "in_progress", events.AssignmentFinished.type: "awaiting_validation",
    events.AssignmentDone.type: "done", events.AssignmentReturned.type: "returned", events.AssignmentWaived.type: "waived",
}  # fmt: skip
ENDS = {
    events.TicketConfirmed.type: "closed", events.TicketWithdrawn.type: "archived", events.TicketReferred.type: "referred", events.TicketArchived.type: "archived",
    events.TicketClosed.type: "closed",
    events.TicketResolved.type: "resolved", events.TicketDisputed.type: "", events.TicketMerged.type: "duplicate", events.TicketUnmerged.type: "",
}  # fmt: skip
INACTIVE, OVER = {"returned", "waived"}, {"returned", "waived", "done"}


class Replay:
    def __init__(self, history):
        self.assignments, self.end, self.desk, self.asked_at, self.lead_offered_to = {}, "", None, None, ""
        self.hand_overs = self.rating = 0
        for event in history:
            self.apply(event)

    def apply(self, event):
        data, opd = event.data.wire, event.data.wire.get("opd")
        for assignment in data.get("assignments", ()):
            self.assignments[assignment["opd"]] = {
                "status": assignment.get("status", "assigned"),
                "role": assignment["role"],
                "due": assignment["due"],
                "after": tuple(assignment.get("after", ())),
            }
        if event.type in STATUS:
            if opd == self.lead_offered_to or (
                self.assignments[opd]["role"] == "lead" and STATUS[event.type] in INACTIVE
            ):
                self.lead_offered_to = "" if STATUS[event.type] in INACTIVE else self.lead_offered_to
            self.assignments[opd]["status"] = STATUS[event.type]
        self.end = ENDS.get(event.type, self.end)
        self._proof(event)
        self._desk(event)
        self._merge(event)
        self._leads(event)
        self._clocks(event)
        self.rating = data.get("stars", self.rating)

    def _proof(self, event):
        """Finished work is open again if its proof is rejected."""
        if event.type == events.ProofRejected.type and "due" in event.data.wire:
            self.assignments[event.data.wire["opd"]] |= {"status": "in_progress", "due": event.data.wire["due"]}
            self.end = ""

    def _desk(self, event):
        reasons = {
            events.TicketUnroutable.type: "unroutable",
            events.AssignmentReturned.type: "returned",
            events.TicketDisputed.type: "disputed",
        }
        settling = {events.TicketDispatched.type, events.AssignmentAdded.type, events.LeadMoved.type}
        if event.type in reasons:
            self.desk = (reasons[event.type], event.data.wire["due"])
        elif (
            (event.type in settling and event.actor in {"coordinator", "system"})
            or event.type in {events.TicketVerified.type, events.TicketResolved.type}
            or event.type in ENDS
        ):
            self.desk = None
        elif (
            event.type in {events.TicketCompleted.type, events.DeadlineMoved.type}
            and self.desk
            and event.data.wire["desk"]
        ):
            self.desk = (self.desk[0], event.data.wire["desk"])

    def _merge(self, event):
        """Apply what the other ticket of a merge changes on the desk."""
        data = event.data.wire
        if event.type in {events.TicketAbsorbed.type, events.TicketReleased.type} and self.desk and data["desk"]:
            self.desk = (self.desk[0], data["desk"])
        if event.type == events.TicketUnmerged.type and data["desk"]:
            self.desk = (data["desk"]["reason"], data["desk"]["due"])
        if event.type == events.TicketContested.type:
            self.desk = ("disputed", data["due"])
        if event.type == events.TicketUpheld.type:
            self.desk = None

    def _leads(self, event):
        data = event.data.wire
        self.hand_overs += event.type in {events.AssignmentReturned.type, events.LeadMoved.type}
        if event.type == events.LeadOffered.type:
            self.lead_offered_to = data["opd"]
        if event.type == events.LeadMoved.type:
            self.lead_offered_to = ""
            self.assignments[data["opd"]]["role"] = "lead"
            if data["from"]:
                self.assignments[data["from"]]["role"] = "support"
        if event.type in {events.TicketWithdrawn.type, events.TicketReferred.type, events.TicketArchived.type}:
            self.lead_offered_to = ""
        if event.type == events.TicketWithdrawn.type:
            for opd in data["opds"]:
                self.assignments[opd]["status"] = "waived"

    def _clocks(self, event):
        data = event.data.wire
        if event.type == events.TicketIncomplete.type:
            self.asked_at = self.asked_at or event.at
        if event.type in {events.TicketCompleted.type, *ENDS}:
            self.asked_at = None
        if event.type in {events.TicketCompleted.type, events.DeadlineMoved.type}:
            for opd, due in data["due"].items():
                self.assignments[opd]["due"] = due
        if event.type in {events.AssignmentReleased.type, events.DeadlineExtended.type}:
            self.assignments[data["opd"]]["due"] = data["due"]
        if event.type == events.AssignmentOrdered.type:
            self.assignments[data["opd"]]["after"] = tuple(data["after"])
        if event.type == events.TicketUnmerged.type and data["asked"]:
            self.asked_at = datetime.fromisoformat(data["asked"])
        for opd, due in data.get("dues", {}).items():
            self.assignments[opd]["due"] = due
        for opd, due in data.get("reopened", {}).items():
            self.assignments[opd] |= {"status": "in_progress", "due": due}

    @property
    def status(self):
        here = [
            assignment["status"] for assignment in self.assignments.values() if assignment["status"] not in INACTIVE
        ]
        if self.end or self.asked_at:
            return self.end or "incomplete"
        if not here:
            return "received"
        return "dispatched" if set(here) == {"assigned"} else "in_progress"

    def state(self):
        """The replayed state in the form of `state_of`."""
        assignments = {opd: self._assignment(assignment) for opd, assignment in self.assignments.items()}
        desk = self.desk and (self.desk[0], datetime.fromisoformat(self.desk[1]))
        return self.status, assignments, desk, self.asked_at, self.lead_offered_to, self.hand_overs, self.rating

    @staticmethod
    def _assignment(assignment):
        due = None if assignment["status"] in OVER else datetime.fromisoformat(assignment["due"])
        return assignment["role"], assignment["status"], due, assignment["after"]


def state_of(ticket):
    """The part of a ticket's state that its history determines. An assignment that is over has no due date here."""
    assignments = {
        assignment.opd: (
            str(assignment.role),
            str(assignment.status),
            None if assignment.status in OVER else assignment.due,
            assignment.after,
        )
        for assignment in ticket.assignments
    }
    desk = ticket.desk and (ticket.desk.reason, ticket.desk.due)
    return (
        str(ticket.status),
        assignments,
        desk,
        ticket.asked_at,
        ticket.lead_offered_to,
        ticket.hand_overs,
        ticket.rating,
    )
