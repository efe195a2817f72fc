"""What a reporter can do with the secret from the receipt, in the order in which it is offered."""

from chalicelib.domain import events
from chalicelib.domain.access.permissions import Relation
from chalicelib.domain.actions.action import PHOTOS, Action, Target
from chalicelib.domain.actions.conditions import can_be_disputed, is_unrated, is_untouched
from chalicelib.domain.tickets.status import GROUPS, UNFINISHED, TicketStatus
from chalicelib.domain.transitions.derived_state import CONSEQUENCES

_T = TicketStatus
_REPORTER = frozenset({Relation.REPORTER})

ACTIONS = (
    Action(
        "message",
        Target.REPORTERS_TICKET,
        rule="reporter_rules.message",
        relations=_REPORTER,
        event_types=(events.TicketCompleted.type, events.TicketMessage.type),
        followed_by=CONSEQUENCES,
        ticket_statuses=UNFINISHED,
        fields=(PHOTOS,),
        needs_text=True,
    ),
    Action(
        "confirm",
        Target.REPORTERS_TICKET,
        rule="reporter_rules.confirm",
        relations=_REPORTER,
        event_types=(events.TicketConfirmed.type,),
        ticket_statuses=frozenset({_T.RESOLVED}),
    ),
    Action(
        "dispute",
        Target.REPORTERS_TICKET,
        rule="reporter_rules.dispute",
        relations=_REPORTER,
        event_types=(events.TicketDisputed.type, events.TicketContested.type),
        followed_by=CONSEQUENCES,
        ticket_statuses=frozenset({_T.RESOLVED, _T.DUPLICATE}),
        condition=can_be_disputed,
        fields=(PHOTOS,),
        needs_text=True,
    ),
    Action(
        "rate",
        Target.REPORTERS_TICKET,
        rule="reporter_rules.rate",
        relations=_REPORTER,
        event_types=(events.TicketRated.type,),
        ticket_statuses=GROUPS["done"],
        condition=is_unrated,
        fields=("stars",),
    ),
    Action(
        "withdraw",
        Target.REPORTERS_TICKET,
        rule="reporter_rules.withdraw",
        relations=_REPORTER,
        event_types=(events.TicketWithdrawn.type,),
        ticket_statuses=frozenset({_T.RECEIVED, _T.INCOMPLETE, _T.DISPATCHED}),
        condition=is_untouched,
    ),
)
