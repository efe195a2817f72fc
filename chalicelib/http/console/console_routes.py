"""Routes of the staff console below `/petugas`: inboxes, the coordinator's desk, and one page for each ticket.

Each view reads the session, calls one use case and shows a template. The routes of other lists are in `list_routes`.
"""

from chalice.app import Blueprint, Response

from chalicelib.domain.access.permissions import Relation
from chalicelib.domain.tickets.inbox import COORDINATOR
from chalicelib.domain.tickets.ticket_number import parse_number
from chalicelib.http.console.staff_view import Staff, staff_view
from chalicelib.http.errors import NotFound

console = Blueprint(__name__)

ANY_TYPE: list[str] = []
"""Chalice lets every media type pass; ours answers with a page where it is wrong."""


@console.route("/petugas", methods=["GET"], content_types=ANY_TYPE)
@staff_view(console)
def show_inbox(staff: Staff) -> Response:
    """The inbox of the person's OPD; `opd` chooses among several, or any for wider roles."""
    from chalicelib.http.console.lists import inbox

    own = sorted(staff.actor.opds)
    opd = staff.visit.query.get("opd", "")
    if not (opd or own):
        return staff.go(_first_page(staff.actor.roles)) if staff.actor.roles else staff.page("kosong.html")
    if opd and opd not in inbox.boxes_of(staff):
        raise NotFound
    return inbox.show(staff, opd or own[0])


@console.route("/petugas/meja", methods=["GET"], content_types=ANY_TYPE)
@staff_view(console)
def show_desk(staff: Staff) -> Response:
    """The coordinator's desk."""
    from chalicelib.http.console.lists import inbox

    if not staff.actor.roles:
        raise NotFound
    return inbox.show(staff, COORDINATOR)


@console.route("/petugas/bukti", methods=["GET"], content_types=ANY_TYPE)
@staff_view(console)
def show_doubtful_proof(staff: Staff) -> Response:
    """The list of doubtful proof photos for the coordinator's review."""
    from chalicelib.http.console.lists import proof_review

    if not staff.actor.roles:
        raise NotFound
    return proof_review.show(staff)


@console.route("/petugas/tampilan", methods=["GET"], content_types=ANY_TYPE)
@staff_view(console)
def show_publication_checks(staff: Staff) -> Response:
    """The reports whose content the coordinator must check."""
    from chalicelib.http.console.lists import publication_checks

    if not staff.actor.roles:
        raise NotFound
    return publication_checks.show(staff)


@console.route("/petugas/laporan/{number}", methods=["GET"], content_types=ANY_TYPE)
@staff_view(console)
def show_ticket(staff: Staff, number: str) -> Response:
    """One ticket with everything that the person may see and do."""
    from chalicelib.http.console.ticket import actions

    return actions.show(staff, _number(staff, number))


@console.route("/petugas/laporan/{number}", methods=["POST"], content_types=ANY_TYPE)
@staff_view(console)
def act_on_ticket(staff: Staff, number: str) -> Response:
    """Take one action: redirect to the page if it was taken, else show it with what was typed and the reason."""
    from chalicelib.http.console.ticket import actions

    return actions.act(staff, _number(staff, number), *staff.checked_form())


@console.route("/petugas/laporan/{number}/gabung", methods=["GET"], content_types=ANY_TYPE)
@staff_view(console)
def compare_tickets(staff: Staff, number: str) -> Response:
    """Likely duplicates of a ticket; with `ke` both tickets side by side, and the form that merges them."""
    from chalicelib.http.console.lists import merge

    return merge.show(staff, _number(staff, number))


@console.route("/petugas/laporan/{number}/gabung", methods=["POST"], content_types=ANY_TYPE)
@staff_view(console)
def merge_tickets(staff: Staff, number: str) -> Response:
    """Merge: redirect to the duplicate if it was done, else show both with what was typed and the reason."""
    from chalicelib.http.console.lists import merge

    return merge.act(staff, _number(staff, number), staff.checked_fields())


def _number(staff: Staff, text: str) -> str:
    return parse_number(text, staff.catalogue.city.prefix)


def _first_page(roles: frozenset[str]) -> str:
    """The start page of somebody without an OPD: the dashboard for leaders, the desk for everybody else."""
    if roles == {Relation.LEADER}:
        from chalicelib.http.console.lists import leaders

        return leaders.PAGE
    from chalicelib.http.console.lists import inbox

    return inbox.DESK
