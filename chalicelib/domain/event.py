"""Events: what happened to a ticket, append-only, written in the transaction of the change they tell of.

An event never holds who reported nor what was written; a consumer that needs the text reads the ticket.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import Any

from chalicelib.domain.value import value

RECEIVED = "ticket.received"
DISPATCHED = "ticket.dispatched"
UNROUTABLE = "ticket.unroutable"
ASKED = "ticket.incomplete"
COMPLETED = "ticket.completed"
MESSAGE = "ticket.message"
VERIFIED = "ticket.verified"
RESOLVED = "ticket.resolved"
CONFIRMED = "ticket.confirmed"
DISPUTED = "ticket.disputed"
WITHDRAWN = "ticket.withdrawn"
RATED = "ticket.rated"
REFERRED = "ticket.referred"
ARCHIVED = "ticket.archived"
MERGED = "ticket.merged"
ABSORBED = "ticket.absorbed"
UNMERGED = "ticket.unmerged"
LET_GO = "ticket.released"
CONTESTED = "ticket.contested"
UPHELD = "ticket.upheld"
RAISED = "ticket.raised"
REMINDED = "ticket.reminded"
CLOSED = "ticket.closed"
CALLED_IN = "assignment.added"
ACCEPTED = "assignment.accepted"
STARTED = "assignment.started"
RELEASED = "assignment.released"
FINISHED = "assignment.finished"
ANSWERED = "assignment.answered"
DONE = "assignment.done"
RETURNED = "assignment.returned"
WAIVED = "assignment.waived"
ORDERED = "assignment.ordered"
LEAD_OFFERED = "lead.offered"
LEAD_MOVED = "lead.moved"
PROOF_FLAGGED = "proof.flagged"
PROOF_ACCEPTED = "proof.accepted"
PROOF_REJECTED = "proof.rejected"
PHOTO_HIDDEN = "photo.hidden"
ROOM = "room.written"
IDENTITY_READ = "identity.read"
NOTICE_AGAIN = "notice.requested"
NOTICE_DROPPED = "notice.dropped"
WARNED = "deadline.warned"
MISSED = "deadline.missed"
ESCALATED = "deadline.escalated"
EXTENDED = "deadline.extended"
RECOMPUTED = "deadline.moved"

CITIZEN = "citizen"
SYSTEM = "system"
COORDINATOR = "coordinator"

OF_A_PAIR = frozenset({MERGED, ABSORBED, UNMERGED, LET_GO, DISPUTED})
"""What a duplicate and the ticket that it follows have to do with each other: `from` or `into` names the other one."""

INTERNAL = frozenset(
    {VERIFIED, RAISED, LEAD_OFFERED, ROOM, PROOF_FLAGGED, PROOF_ACCEPTED, IDENTITY_READ, WARNED}
    | {NOTICE_AGAIN, NOTICE_DROPPED}
)
"""What stays among the OPDs: no public history tells of it."""

OF_TIME = frozenset({WARNED, MISSED, ESCALATED, REMINDED, RECOMPUTED})
"""What only time did."""

ASIDE = OF_TIME | {NOTICE_AGAIN, NOTICE_DROPPED, PROOF_FLAGGED}
"""What nobody's step depends on, so that nobody must look again because of it."""


@value
class Event:
    """One thing that happened.

    `sequence` counts a ticket's events from 1 without gaps. `at` is aware, UTC. `actor` is `citizen`,
    `system`, `coordinator` or the code of the OPD that acted. `correlation` is the id of the request that started
    the chain.

    `data` by type:
      ticket.received    {"service", "area" or None, "visibility", "channel"}
      ticket.dispatched  {"assignments": [{"opd", "role", "due" (ISO), "answer_due" (ISO, until the first answer),
                          "why": {"id", "en"}}, …],
                          "routed_by": "rules" or "text", "days": {"first_answer", "resolution"}}
      ticket.unroutable  {"why": {"id", "en"}, "due": ISO, "guesses": [{"service", "opd", "score"}, …],
                          "refer": external OPD code or None}
      assignment.added   as ticket.dispatched, and "lead": who leads beside them, or ""
      assignment.returned {"opd", "instead": OPD code or "", "due": ISO, by when the coordinator settles it}
      assignment.released {"opd", "due", "answer_due"}: it waits no longer
      assignment.ordered  {"opd", "after": [OPD codes]}
      assignment.done    {"opd", "lead": who led then, or ""}
      other assignment.* {"opd"}
      lead.offered {"opd"}; lead.moved {"opd", "from": OPD code or None}
      ticket.incomplete  {"opd": who asks, "" for the coordinator}
      ticket.completed   {"opds": who asked, "due": {OPD code: ISO}, "answer_due": likewise, "desk": ISO or
                          None, "lead"}
      ticket.message     {"lead"}
      ticket.resolved    {"silence": working days in which the reporter may object}
      ticket.disputed    {"opds": all with a part, "due": ISO, "reopened": {OPD code: ISO}, "from": the duplicate whose
                          reporter says so, absent for the ticket's own}; ticket.withdrawn {"opds"}
      ticket.referred    {"to", "reference"}; ticket.rated {"stars"}; ticket.verified {"reason"}
      ticket.merged      {"into", "opds": whose work goes on there, "due": {OPD code: ISO, by when there},
                          "desk": {"reason", "due", "hints"} or None and "asked": ISO or None, as they were}
      ticket.absorbed    {"from", "received": ISO, when the first of those came in, "followers", "depth",
                          "stakes": {OPD code: {"due", "answer", "waiting"}} what that one was promised,
                          "was": the same of this one's parts before, "dues": {OPD code: ISO, those due earlier now},
                          "assignments" brought along as in ticket.dispatched and with "status" and "after",
                          "desk", "desk_was": ISO or None, "opds": who is told}
      ticket.unmerged    {"from", "opds", "due": {OPD code: ISO}}; ticket.released {"from", "dues", "desk", "opds"}
      ticket.contested   {"into", "due": ISO}; ticket.upheld {"into"}
      ticket.raised      {"hand_overs"}; room.written {"opd", "mentions": [OPD codes]}
      deadline.warned, deadline.missed, deadline.escalated
                         {"what": see `duty.WHATS`, "opd": whose part or "" for the desk, "due": ISO, "level": 0 for
                          a warning, 1 missed, then those of the city's ladder, "told": [audiences]}; escalated also
                          "who": {"id", "en"}; "overtaken": true where a higher step was due as well, and told instead
      ticket.reminded    {"due": ISO, when the unanswered report is archived}; ticket.archived by the system
                         {"reason": "unanswered", "opds": [OPD codes]}
      ticket.closed      {"due": ISO, when the time to object was over}
      deadline.extended  {"opd", "was": ISO, "due": ISO, "until", "more_days": what was asked for}: a leader's exception
      deadline.moved     {"because": "calendar", "was": {OPD code: ISO}, "due": likewise, "answer_due": likewise,
                          "desk": ISO or None}: days off were added or dropped
      proof.flagged      {"opd", "photo", "reasons": see `proof.FLAGS`, "due": ISO, by when the coordinator looks}
      proof.accepted, photo.hidden {"opd", "photo"}; proof.rejected likewise, "due": ISO where the part is open again
    Those that came with photos also have "photos": [ids].
      notice.requested, notice.dropped {"of": sequence of the event that it tells of, "audience"}
    What staff does also has "by", the user name, for the auditors.
    """

    ticket: str
    sequence: int
    type: str
    at: datetime
    actor: str
    data: Mapping[str, Any] = field(default_factory=dict)
    correlation: str = ""
    version: int = 1

    @property
    def is_public(self) -> bool:
        """Whether the public history tells of it; of steps taken at once, it tells the highest."""
        return self.type not in INTERNAL and not self.data.get("overtaken")

    def as_json(self) -> dict[str, Any]:
        """The public form of an event (DESIGN section 5)."""
        return {
            "type": self.type,
            "version": self.version,
            "ticket": self.ticket,
            "sequence": self.sequence,
            "at": self.at.isoformat(),
            "actor": self.actor,
            "data": dict(self.data),
            "correlation": self.correlation,
        }
