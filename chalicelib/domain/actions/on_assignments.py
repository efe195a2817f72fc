"""The actions on an OPD's assignment, in the order in which they are offered."""

from chalicelib.domain import events
from chalicelib.domain.access.permissions import Relation
from chalicelib.domain.actions.action import PHOTOS, Action, Form, Target
from chalicelib.domain.actions.conditions import can_lead, is_confidential, is_its_turn, is_second_person
from chalicelib.domain.tickets.status import AssignmentStatus, TicketStatus
from chalicelib.domain.transitions.derived_state import CONSEQUENCES

_A = AssignmentStatus
_OWN = frozenset({Relation.OWN})
_COORDINATOR = frozenset({Relation.COORDINATOR})
_LEAD_OR_COORDINATOR = frozenset({Relation.LEAD, Relation.COORDINATOR})

_IN_HAND = frozenset({_A.ASSIGNED, _A.ACCEPTED, _A.IN_PROGRESS})
_UNFINISHED = _IN_HAND | {_A.AWAITING_VALIDATION}
_ACTIVE = _UNFINISHED | {_A.DONE}

ACTIONS = (
    Action(
        "accept",
        Target.ASSIGNMENT,
        rule="assignment_rules.accept",
        relations=_OWN,
        event_types=(events.AssignmentAccepted.type,),
        followed_by=CONSEQUENCES,
        assignment_statuses=frozenset({_A.ASSIGNED}),
        resulting_statuses=frozenset({_A.ACCEPTED}),
        form=Form(),
    ),
    Action(
        "validate",
        Target.ASSIGNMENT,
        rule="assignment_rules.validate",
        relations=_OWN,
        event_types=(events.AssignmentDone.type,),
        followed_by=CONSEQUENCES,
        assignment_statuses=frozenset({_A.AWAITING_VALIDATION}),
        condition=is_second_person,
        resulting_statuses=frozenset({_A.DONE}),
        fields=(PHOTOS,),
        form=Form(("text", PHOTOS)),
        needs_text=True,
    ),
    Action(
        "start",
        Target.ASSIGNMENT,
        rule="assignment_rules.start",
        relations=_OWN,
        event_types=(events.AssignmentStarted.type,),
        followed_by=CONSEQUENCES,
        assignment_statuses=frozenset({_A.ASSIGNED, _A.ACCEPTED, _A.AWAITING_VALIDATION}),
        condition=is_its_turn,
        resulting_statuses=frozenset({_A.IN_PROGRESS}),
        form=Form(),
    ),
    Action(
        "answer",
        Target.ASSIGNMENT,
        rule="assignment_rules.answer",
        relations=_OWN,
        event_types=(events.AssignmentAnswered.type,),
        followed_by=CONSEQUENCES,
        assignment_statuses=_ACTIVE,
        fields=(PHOTOS,),
        form=Form(("text", PHOTOS), has_send=True),
        needs_text=True,
    ),
    Action(
        "finish",
        Target.ASSIGNMENT,
        rule="assignment_rules.finish",
        relations=_OWN,
        event_types=(events.AssignmentDone.type, events.AssignmentFinished.type),
        followed_by=CONSEQUENCES,
        assignment_statuses=frozenset({_A.ACCEPTED, _A.IN_PROGRESS}),
        condition=is_its_turn,
        resulting_statuses=frozenset({_A.DONE, _A.AWAITING_VALIDATION}),
        fields=(PHOTOS,),
        form=Form(("text", PHOTOS)),
        needs_text=True,
        needs_proof=True,
    ),
    Action(
        "return",
        Target.ASSIGNMENT,
        rule="assignment_rules.give_back",
        relations=_OWN,
        event_types=(events.AssignmentReturned.type,),
        followed_by=CONSEQUENCES,
        assignment_statuses=_IN_HAND,
        fields=("opd",),
        form=Form(("instead", "text")),
        needs_text=True,
    ),
    Action(
        "lead",
        Target.ASSIGNMENT,
        rule="assignment_rules.lead",
        relations=_OWN | _LEAD_OR_COORDINATOR,  # who take it over, offer it or move it
        event_types=(events.LeadMoved.type, events.LeadOffered.type),
        followed_by=CONSEQUENCES,
        assignment_statuses=_ACTIVE,
        condition=can_lead,
        form=Form(("text",), labels=("lead_take", "lead_offer", "lead_move")),
    ),
    Action(
        "order",
        Target.ASSIGNMENT,
        rule="assignment_rules.order",
        relations=_LEAD_OR_COORDINATOR,
        event_types=(events.AssignmentOrdered.type,),
        followed_by=CONSEQUENCES,
        assignment_statuses=_UNFINISHED,
        fields=("after",),
        form=Form(("after", "text"), has_send=True),
    ),
    Action(
        "waive",
        Target.ASSIGNMENT,
        rule="assignment_rules.waive",
        relations=_COORDINATOR,
        event_types=(events.AssignmentWaived.type,),
        followed_by=CONSEQUENCES,
        assignment_statuses=_UNFINISHED,
        form=Form(("text",)),
        needs_text=True,
    ),
    Action(
        "allow_identity",
        Target.ASSIGNMENT,
        rule="assignment_rules.allow_identity",
        path="allow-identity",
        relations=_COORDINATOR,
        event_types=(events.IdentityAllowed.type,),
        ticket_statuses=frozenset(TicketStatus),
        assignment_statuses=_ACTIVE,
        condition=is_confidential,
        form=Form(("text",)),
        needs_text=True,
    ),
    Action(
        "extend",
        Target.ASSIGNMENT,
        rule="assignment_rules.extend",
        relations=frozenset({Relation.LEADER}),  # an OPD does not lengthen its own deadline
        event_types=(events.DeadlineExtended.type,),
        followed_by=CONSEQUENCES,
        assignment_statuses=_UNFINISHED,
        fields=("until", "days"),
        form=Form(("until", "text")),
        needs_text=True,
    ),
)
