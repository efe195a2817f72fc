"""What the coordinator can do to what the public reads of a ticket, in the order in which it is offered."""

from chalicelib.domain import events
from chalicelib.domain.access.permissions import Relation
from chalicelib.domain.actions.action import Action, Form, Target
from chalicelib.domain.actions.conditions import can_be_hidden, can_be_published, can_be_redacted, is_redacted
from chalicelib.domain.tickets.status import TicketStatus

_COORDINATOR = frozenset({Relation.COORDINATOR})
_ANY = frozenset(TicketStatus)

ACTIONS = (
    Action(
        "publish",
        Target.TICKET,
        rule="ticket_rules.publish",
        relations=_COORDINATOR,
        event_types=(events.TicketPublished.type,),
        ticket_statuses=_ANY,
        condition=can_be_published,
        form=Form(("text",), place=9, labels=("publish", "leave_published")),
    ),
    Action(
        "redact",
        Target.TICKET,
        rule="ticket_rules.redact",
        relations=_COORDINATOR,
        event_types=(events.TicketRedacted.type,),
        ticket_statuses=_ANY,
        condition=can_be_redacted,
        fields=("passages",),
        form=Form(("passages", "text"), place=10),
        needs_text=True,
        is_settled_by_rule=True,
    ),
    Action(
        "uncover",
        Target.TICKET,
        rule="ticket_rules.uncover",
        relations=_COORDINATOR,
        event_types=(events.TicketUncovered.type,),
        ticket_statuses=_ANY,
        condition=is_redacted,
        form=Form(("text",), place=11),
        needs_text=True,
    ),
    Action(
        "hide",
        Target.TICKET,
        rule="ticket_rules.hide",
        relations=_COORDINATOR,
        event_types=(events.TicketHidden.type,),
        ticket_statuses=_ANY,
        condition=can_be_hidden,
        form=Form(("text",), place=12),
        needs_text=True,
    ),
)
