"""Who reported: somebody reads it, or the coordinator agrees that an OPD may."""

from dataclasses import replace

from chalicelib.domain import events
from chalicelib.domain.tickets.ticket import Change, Readers, Ticket
from chalicelib.domain.transitions.step_context import StepContext, build_change, build_note, require_text


def read(ticket: Ticket, purpose: str, context: StepContext, opd: str = "") -> Change:
    """Records who reads the reporter's identity and why; written before the identity is opened.

    The access log needs a note, so it holds the purpose where nothing was written.
    """
    readers = Readers.REPORTER if context.text else Readers.STAFF
    note = build_note(replace(context, text=context.text or purpose), opd, readers)
    return build_change(ticket, ticket, context, [events.IdentityRead(opd=opd, purpose=purpose)], note=note)


def allow(ticket: Ticket, opd: str, context: StepContext) -> Change:
    """The coordinator agrees that this OPD opens who reported."""
    require_text(context)
    note = build_note(context, opd, Readers.STAFF)
    return build_change(ticket, ticket, context, [events.IdentityAllowed(opd=opd)], note=note)
