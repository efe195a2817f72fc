"""What staff can do to a ticket as a whole and to its photos, in the order in which it is offered."""

from chalicelib.domain import events
from chalicelib.domain.access.permissions import Relation
from chalicelib.domain.actions.action import Action, Form
from chalicelib.domain.actions.conditions import (
    has_lead,
    has_no_followers,
    has_no_lead,
    is_doubtful,
    is_finished_on_desk,
    is_on_desk,
    is_public,
    is_shown,
    is_standing_proof,
)
from chalicelib.domain.actions.target import Target
from chalicelib.domain.tickets.status import GROUPS, TicketStatus
from chalicelib.domain.tickets.ticket import Role
from chalicelib.domain.transitions.derived_state import CONSEQUENCES

_COORDINATOR = frozenset({Relation.COORDINATOR})
_THOSE_AT_WORK = frozenset({Relation.LEAD, Relation.SUPPORT, Relation.COORDINATOR})

_ANY = frozenset(TicketStatus)
_WAIVED = frozenset({events.AssignmentWaived.type})

ACTIONS = (
    Action(
        "room",
        Target.TICKET,
        rule="ticket_rules.write_in_room",
        relations=_THOSE_AT_WORK,
        event_types=(events.RoomWritten.type,),
        ticket_statuses=_ANY,
        form=Form(("text",), has_send=True),
        needs_text=True,
        is_versioned=False,
        has_own_route=True,
    ),
    Action(
        "identity",
        Target.TICKET,
        rule="ticket_rules.read_identity",
        relations=_THOSE_AT_WORK,
        if_anonymous=_COORDINATOR,
        event_types=(events.IdentityRead.type,),
        ticket_statuses=_ANY,
        fields=("purpose",),
        form=Form(("purpose", "text"), has_send=True),
        discloses=True,
        has_own_route=True,
    ),
    Action(
        "unmerge",
        Target.TICKET,
        is_on_pair=True,
        rule="ticket_rules.unmerge",
        relations=_COORDINATOR,
        event_types=(events.TicketUnmerged.type,),
        followed_by=CONSEQUENCES | {events.TicketReleased.type, events.AssignmentWaived.type},
        ticket_statuses=frozenset({TicketStatus.DUPLICATE}),
        form=Form(("text",), place=1),
        needs_text=True,
    ),
    Action(
        "merge",
        Target.TICKET,
        is_on_pair=True,
        rule="ticket_rules.merge",
        # an OPD does not end a ticket by whose deadline it is measured, and a lead sees only one of the two tickets
        relations=_COORDINATOR,
        event_types=(events.TicketMerged.type,),
        followed_by=CONSEQUENCES | {events.TicketAbsorbed.type},
        condition=is_public,
        fields=("to",),  # a page of its own compares the two
        needs_text=True,
    ),
    Action(
        "ask",
        Target.TICKET,
        rule="ticket_rules.ask",
        relations=_THOSE_AT_WORK,
        event_types=(events.TicketIncomplete.type,),
        followed_by=CONSEQUENCES,
        condition=has_no_followers,
        form=Form(("text",), place=5, has_send=True),
        needs_text=True,
    ),
    Action(
        "refer",
        Target.TICKET,
        rule="ticket_rules.refer",
        relations=_COORDINATOR,
        event_types=(events.TicketReferred.type,),
        followed_by=_WAIVED,
        fields=("to", "reference"),
        form=Form(("to", "reference", "text"), place=7),
    ),
    Action(
        "archive",
        Target.TICKET,
        rule="ticket_rules.archive",
        relations=_COORDINATOR,
        event_types=(events.TicketArchived.type,),
        followed_by=_WAIVED,
        form=Form(("text",), place=8),
        needs_text=True,
    ),
    Action(
        "call_in",
        Target.NEW_ASSIGNMENT,
        rule="assignment_rules.assign",
        relations=_THOSE_AT_WORK,
        event_types=(
            events.AssignmentAdded.type,
            events.TicketDispatched.type,
        ),  # the latter where nobody leads and no role is named
        followed_by=CONSEQUENCES,
        condition=has_lead,
        role=Role.SUPPORT,
        fields=("opd", "role"),
        form=Form(("opd", "text"), place=6),
    ),
    Action(
        "give_lead",
        Target.NEW_ASSIGNMENT,
        rule="assignment_rules.assign",
        relations=_COORDINATOR,
        event_types=(events.TicketDispatched.type,),
        followed_by=CONSEQUENCES,
        condition=has_no_lead,
        role=Role.LEAD,
        fields=("opd", "role"),
        form=Form(("opd", "text"), place=4),
    ),
    Action(
        "verify",
        Target.TICKET,
        rule="ticket_rules.verify",
        relations=_COORDINATOR,
        event_types=(events.TicketVerified.type, events.TicketUpheld.type),
        followed_by=CONSEQUENCES,
        ticket_statuses=GROUPS["open"] | {TicketStatus.DUPLICATE},
        condition=is_on_desk,
        form=Form(("text",), place=2, labels=("verify", "uphold")),
    ),
    Action(
        "resolve",
        Target.TICKET,
        rule="ticket_rules.resolve",
        relations=frozenset({Relation.LEAD, Relation.COORDINATOR}),
        event_types=(events.TicketVerified.type,),
        followed_by=CONSEQUENCES,
        condition=is_finished_on_desk,
        form=Form(("text",), place=3),
    ),
    Action(
        "accept_proof",
        Target.PHOTO,
        rule="ticket_rules.accept_proof",
        path="accept",
        relations=_COORDINATOR,
        event_types=(events.ProofAccepted.type,),
        ticket_statuses=_ANY,
        condition=is_doubtful,
        form=Form(("text",)),
    ),
    Action(
        "reject_proof",
        Target.PHOTO,
        rule="ticket_rules.reject_proof",
        path="reject",
        relations=_COORDINATOR,
        event_types=(events.ProofRejected.type,),
        followed_by=CONSEQUENCES,
        ticket_statuses=_ANY,
        condition=is_standing_proof,
        form=Form(("text",)),
        needs_text=True,
    ),
    Action(
        "hide_photo",
        Target.PHOTO,
        rule="ticket_rules.hide_photo",
        path="hide",
        relations=_COORDINATOR,
        event_types=(events.PhotoHidden.type,),
        ticket_statuses=_ANY,
        condition=is_shown,
        form=Form(("text",)),
        needs_text=True,
    ),
)
