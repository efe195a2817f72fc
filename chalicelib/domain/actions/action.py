"""The record of an action: everything that there is to know about it but what it does, which its rule holds."""

from chalicelib.domain.access.permissions import Relation
from chalicelib.domain.actions.conditions import Condition, always
from chalicelib.domain.actions.target import Target
from chalicelib.domain.tickets.photo import PROVES
from chalicelib.domain.tickets.status import GROUPS, AssignmentStatus, TicketStatus
from chalicelib.domain.tickets.ticket import Role
from chalicelib.domain.values import value

Fields = tuple[str, ...]

PHOTOS = "photos"
"""The field of the API and of the forms that carries ids of photos."""


@value
class Form:
    """The console's form of an action.

    `fields` in their order. `place`: where it stands in the list of what can be done to the ticket as a whole, 0 if
    the page has another place for it. `labels`: names of its button's words where these depend on who acts or when.
    `has_send`: whether the button below the fields has words of its own.
    """

    fields: Fields = ()
    place: int = 0
    labels: tuple[str, ...] = ()
    has_send: bool = False


@value
class Action:
    """One thing that staff or a reporter can do to a ticket.

    `name` is its key in the permissions, in the lists of what is possible, in the console's field `step` and in the
    keys of its words; `path` is its segment of the API's path where that differs. `rule` names the module of
    this package and the function in it that takes the step: see `step.rule_of`.

    `relations`: who may take it, `if_anonymous` where the reporter is anonymous and that matters. It is offered while
    ticket and assignment have one of these statuses and the `condition` holds; the rule has the last word.

    `of_two`: it changes a duplicate and the ticket that it follows at once. `leaves`: the events one of which tells of
    it; `followed_by`: those that the same step may leave besides, also on the other of two tickets. While the
    assignment has a status of `holds`, a repeat changes nothing whatever else happened since.

    `fields`: what its body may hold beside the words and the version. `needs_text`: it is refused without words
    (`validate` has those of whoever did the work). `needs_proof`: it is refused without photos where the service asks
    for them. `role`: which a new assignment gets. `is_versioned`: whether it is refused to whoever has not read the
    latest. `discloses`: it answers with who reported, each time anew. `has_own_route`: its address of the API is
    described for itself.
    """

    name: str
    target: Target
    rule: str
    relations: frozenset[Relation]
    leaves: tuple[str, ...]
    followed_by: frozenset[str] = frozenset()
    ticket_statuses: frozenset[TicketStatus] = GROUPS["open"]
    assignment_statuses: frozenset[AssignmentStatus] = frozenset()
    condition: Condition = always
    holds: frozenset[AssignmentStatus] = frozenset()
    if_anonymous: frozenset[Relation] | None = None
    of_two: bool = False
    path: str = ""
    fields: Fields = ()
    form: Form | None = None
    needs_text: bool = False
    needs_proof: bool = False
    role: Role | None = None
    is_versioned: bool = True
    discloses: bool = False
    has_own_route: bool = False

    @property
    def segment(self) -> str:
        """The last segment of its path in the API."""
        return self.path or self.name

    def about(self, named: str, opd: str) -> str:
        """The OPD or the photo that a step is about: `named` by the path or the form, or the OPD that is to get an
        assignment; empty where it is about the ticket as a whole.
        """
        if self.target is Target.NEW_ASSIGNMENT:
            return opd
        return named if self.target in (Target.ASSIGNMENT, Target.PHOTO) else ""

    @property
    def takes_photos(self) -> bool:
        return PHOTOS in self.fields

    @property
    def brings_proof(self) -> bool:
        """Whether its photos prove that work was done."""
        return self.takes_photos and not PROVES.isdisjoint(self.leaves)

    @property
    def labels(self) -> tuple[str, ...]:
        """Names of the words of its button, one of which the form shows."""
        return (self.form.labels if self.form else ()) or (self.name,)

    @property
    def done_words(self) -> str:
        """Key of the sentence that says that it was done; empty where its answer is a page of its own."""
        if self.discloses:
            return ""
        section = "dialogue" if self.target is Target.REPORTERS_TICKET else "step"
        return f"{section}.did_{self.name}"
