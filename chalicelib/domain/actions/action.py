"""The record of an action: everything about it but what it does to a ticket, which is its rule's."""

from enum import StrEnum

from chalicelib.domain.access.permissions import Relation
from chalicelib.domain.actions.conditions import Condition, always
from chalicelib.domain.tickets.photo import PROOF_EVENTS
from chalicelib.domain.tickets.status import GROUPS, AssignmentStatus, TicketStatus
from chalicelib.domain.tickets.ticket import Role
from chalicelib.domain.values import value

Fields = tuple[str, ...]

PHOTOS = "photos"
"""The field of the API and of the forms that carries ids of photos."""


class Target(StrEnum):
    """What an action is about. The comments give the path; `segment` is that of the action."""

    ASSIGNMENT = "assignment"  # assignments/{opd}/{segment}
    NEW_ASSIGNMENT = "new_assignment"  # assignments; the body names the OPD
    PHOTO = "photo"  # photos/{photo}/{segment}
    TICKET = "ticket"  # {segment}
    REPORTERS_TICKET = "reporters_ticket"  # {segment}, with the reporter's secret


@value
class Form:
    """The console's form of an action.

    Attributes:
        fields: Names of its fields, in their order.
        place: Its position among the actions on the ticket as a whole; 0 if the page shows it elsewhere.
        labels: Keys of the texts of its button, where these depend on who acts or when.
        has_send: Whether the button below the fields has a text of its own.
    """

    fields: Fields = ()
    place: int = 0
    labels: tuple[str, ...] = ()
    has_send: bool = False


@value
class Action:
    """One thing that staff or a reporter can do to a ticket.

    It is offered while ticket and assignment have one of the listed statuses and the condition holds; the rule has the
    last word.

    Attributes:
        name: Its key in permissions, in lists of options, in the console's field `step` and in the keys of its texts.
        target: What it is about.
        rule: Module of this package and function in it that takes the step: see `step.rule_of`.
        relations: Who may take it.
        event_types: Types of event, exactly one of which records it.
        followed_by: Types that the same step may write besides, also on the second of two tickets.
        ticket_statuses: Statuses of the ticket in which it is offered.
        assignment_statuses: Statuses of the assignment in which it is offered.
        condition: What else must hold for it to be offered.
        resulting_statuses: While the assignment has one of these, a repeat changes nothing, whatever happened since.
        if_anonymous: Who may take it if the report is anonymous; None if that makes no difference.
        is_on_pair: Whether it changes a duplicate and the ticket that it follows at once.
        path: Its segment of the API's path, where that is not its name.
        fields: What its body may hold beside text and version.
        form: Its form in the console, if it has one.
        needs_text: Whether it is refused without text (`validate` falls back to that of the finished work).
        needs_proof: Whether it is refused without photos where the service requires them.
        role: The role of a new assignment.
        is_versioned: Whether it is refused to a person who has not seen the latest version of the ticket.
        discloses: Whether it answers with the reporter's identity; every time counts as a step of its own.
        is_settled_by_rule: Whether its rule sees by itself that a repeat changes nothing: its event holds no input.
        has_own_route: Whether the API document describes its route by itself.
    """

    name: str
    target: Target
    rule: str
    relations: frozenset[Relation]
    event_types: tuple[str, ...]
    followed_by: frozenset[str] = frozenset()
    ticket_statuses: frozenset[TicketStatus] = GROUPS["open"]
    assignment_statuses: frozenset[AssignmentStatus] = frozenset()
    condition: Condition = always
    resulting_statuses: frozenset[AssignmentStatus] = frozenset()
    if_anonymous: frozenset[Relation] | None = None
    is_on_pair: bool = False
    path: str = ""
    fields: Fields = ()
    form: Form | None = None
    needs_text: bool = False
    needs_proof: bool = False
    role: Role | None = None
    is_versioned: bool = True
    discloses: bool = False
    is_settled_by_rule: bool = False
    has_own_route: bool = False

    @property
    def segment(self) -> str:
        """The last segment of its path in the API."""
        return self.path or self.name

    def subject(self, target: str, opd: str) -> str:
        """The OPD or the photo that a step is about; empty where it is about the ticket as a whole.

        Args:
            target: The OPD or the photo that path or form name.
            opd: The OPD in the body, which a new assignment is for.
        """
        if self.target is Target.NEW_ASSIGNMENT:
            return opd
        return target if self.target in (Target.ASSIGNMENT, Target.PHOTO) else ""

    @property
    def takes_photos(self) -> bool:
        """Whether photos may come with it."""
        return PHOTOS in self.fields

    @property
    def brings_proof(self) -> bool:
        """Whether its photos prove that work was done."""
        return self.takes_photos and not PROOF_EVENTS.isdisjoint(self.event_types)

    @property
    def labels(self) -> tuple[str, ...]:
        """Keys of the texts of its button, one of which the form shows."""
        return (self.form.labels if self.form else ()) or (self.name,)

    @property
    def done_words(self) -> str:
        """Key of the sentence that says that it was done; empty where a page of its own follows."""
        if self.discloses:
            return ""
        section = "dialogue" if self.target is Target.REPORTERS_TICKET else "step"
        return f"{section}.did_{self.name}"
