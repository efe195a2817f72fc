"""What a ticket must have become, told by its events alone: a second way to the same state, for tests to compare.

It knows no rule; only what each kind of event says that it did.
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
GONE, OVER = {"returned", "waived"}, {"returned", "waived", "done"}


class Replay:
    def __init__(self, history):
        self.parts, self.end, self.desk, self.asked_at, self.offered = {}, "", None, None, ""
        self.hand_overs = self.rating = 0
        for event in history:
            self.apply(event)

    def apply(self, event):
        data, opd = event.data.wire, event.data.wire.get("opd")
        for part in data.get("assignments", ()):
            self.parts[part["opd"]] = {
                "status": part.get("status", "assigned"),
                "role": part["role"],
                "due": part["due"],
                "after": tuple(part.get("after", ())),
            }
        if event.type in STATUS:
            if opd == self.offered or (self.parts[opd]["role"] == "lead" and STATUS[event.type] in GONE):
                self.offered = "" if STATUS[event.type] in GONE else self.offered
            self.parts[opd]["status"] = STATUS[event.type]
        self.end = ENDS.get(event.type, self.end)
        self._proof(event)
        self._desk(event)
        self._paired(event)
        self._leads(event)
        self._clocks(event)
        self.rating = data.get("stars", self.rating)

    def _proof(self, event):
        """Work that was said to be done is not, if its proof is none."""
        if event.type == events.ProofRejected.type and "due" in event.data.wire:
            self.parts[event.data.wire["opd"]] |= {"status": "in_progress", "due": event.data.wire["due"]}
            self.end = ""

    def _desk(self, event):
        put = {
            events.TicketUnroutable.type: "unroutable",
            events.AssignmentReturned.type: "returned",
            events.TicketDisputed.type: "disputed",
        }
        settles = {events.TicketDispatched.type, events.AssignmentAdded.type, events.LeadMoved.type}
        if event.type in put:
            self.desk = (put[event.type], event.data.wire["due"])
        elif (
            (event.type in settles and event.actor in {"coordinator", "system"})
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

    def _paired(self, event):
        """What the other ticket of a merge does to the desk."""
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
            self.offered = data["opd"]
        if event.type == events.LeadMoved.type:
            self.offered = ""
            self.parts[data["opd"]]["role"] = "lead"
            if data["from"]:
                self.parts[data["from"]]["role"] = "support"
        if event.type in {events.TicketWithdrawn.type, events.TicketReferred.type, events.TicketArchived.type}:
            self.offered = ""
        if event.type == events.TicketWithdrawn.type:
            for opd in data["opds"]:
                self.parts[opd]["status"] = "waived"

    def _clocks(self, event):
        data = event.data.wire
        if event.type == events.TicketIncomplete.type:
            self.asked_at = self.asked_at or event.at
        if event.type in {events.TicketCompleted.type, *ENDS}:
            self.asked_at = None
        if event.type in {events.TicketCompleted.type, events.DeadlineMoved.type}:
            for opd, due in data["due"].items():
                self.parts[opd]["due"] = due
        if event.type in {events.AssignmentReleased.type, events.DeadlineExtended.type}:
            self.parts[data["opd"]]["due"] = data["due"]
        if event.type == events.AssignmentOrdered.type:
            self.parts[data["opd"]]["after"] = tuple(data["after"])
        if event.type == events.TicketUnmerged.type and data["asked"]:
            self.asked_at = datetime.fromisoformat(data["asked"])
        for opd, due in data.get("dues", {}).items():
            self.parts[opd]["due"] = due
        for opd, due in data.get("reopened", {}).items():
            self.parts[opd] |= {"status": "in_progress", "due": due}

    @property
    def status(self):
        here = [part["status"] for part in self.parts.values() if part["status"] not in GONE]
        if self.end or self.asked_at:
            return self.end or "incomplete"
        if not here:
            return "received"
        return "dispatched" if set(here) == {"assigned"} else "in_progress"

    def state(self):
        """As `state_of` has it."""
        parts = {opd: self._part(part) for opd, part in self.parts.items()}
        desk = self.desk and (self.desk[0], datetime.fromisoformat(self.desk[1]))
        return self.status, parts, desk, self.asked_at, self.offered, self.hand_overs, self.rating

    @staticmethod
    def _part(part):
        due = None if part["status"] in OVER else datetime.fromisoformat(part["due"])
        return part["role"], part["status"], due, part["after"]


def state_of(ticket):
    """What of a ticket its history must tell; of a part that is over, the due date does not matter any more."""
    parts = {
        part.opd: (str(part.role), str(part.status), None if part.status in OVER else part.due, part.after)
        for part in ticket.assignments
    }
    desk = ticket.desk and (ticket.desk.reason, ticket.desk.due)
    return str(ticket.status), parts, desk, ticket.asked_at, ticket.offered, ticket.hand_overs, ticket.rating
