"""The staff console below `/petugas`: each door reads the session, calls one use case and shows a template.

Addresses: the inbox, the coordinator's desk, and one page a ticket with everything that one may do. The other lists
have doors of their own (`console_lists`).
"""

from chalice.app import Blueprint, Response

from chalicelib.domain.access.permissions import Relation
from chalicelib.domain.tickets.inbox import COORDINATOR
from chalicelib.domain.tickets.ticket_number import parse_number
from chalicelib.http.console.session.staff_view import Staff, staff_view
from chalicelib.http.errors import NotFound

console = Blueprint(__name__)

ANY_TYPE: list[str] = []
"""Chalice lets every media type pass; ours answers with a page where it is wrong."""


@console.route("/petugas", methods=["GET"], content_types=ANY_TYPE)
@staff_view(console)
def show_inbox(staff: Staff) -> Response:
    """The inbox of one's OPD; with several of them, or a wider role, that of `opd`."""
    from chalicelib.http.console.lists import inbox

    own = sorted(staff.actor.opds)
    asked = staff.visit.query.get("opd", "")
    if not (asked or own):
        return staff.go(_first_page(staff.actor.roles)) if staff.actor.roles else staff.page("kosong.html")
    if asked and asked not in inbox.boxes_of(staff):
        raise NotFound
    return inbox.show(staff, asked or own[0])


@console.route("/petugas/meja", methods=["GET"], content_types=ANY_TYPE)
@staff_view(console)
def show_desk(staff: Staff) -> Response:
    """What waits for the coordinator's decision."""
    from chalicelib.http.console.lists import inbox

    if not staff.actor.roles:
        raise NotFound
    return inbox.show(staff, COORDINATOR)


@console.route("/petugas/bukti", methods=["GET"], content_types=ANY_TYPE)
@staff_view(console)
def show_doubtful_proof(staff: Staff) -> Response:
    """Photos of finished work that the coordinator should look at."""
    from chalicelib.http.console.lists import proof_review

    if not staff.actor.roles:
        raise NotFound
    return proof_review.show(staff)


@console.route("/petugas/laporan/{number}", methods=["GET"], content_types=ANY_TYPE)
@staff_view(console)
def show_ticket(staff: Staff, number: str) -> Response:
    """One ticket with everything that the person may know and do."""
    from chalicelib.http.console.ticket import actions

    return actions.show(staff, _number(staff, number))


@console.route("/petugas/laporan/{number}", methods=["POST"], content_types=ANY_TYPE)
@staff_view(console)
def act_on_ticket(staff: Staff, number: str) -> Response:
    """One step: the page again by GET if it was taken, else with what was typed and why not."""
    from chalicelib.http.console.ticket import actions

    return actions.act(staff, _number(staff, number), *staff.checked_form())


@console.route("/petugas/laporan/{number}/gabung", methods=["GET"], content_types=ANY_TYPE)
@staff_view(console)
def compare_tickets(staff: Staff, number: str) -> Response:
    """What may be the same report; with `ke` both side by side, and the question whether to merge them."""
    from chalicelib.http.console.lists import merge

    return merge.show(staff, _number(staff, number))


@console.route("/petugas/laporan/{number}/gabung", methods=["POST"], content_types=ANY_TYPE)
@staff_view(console)
def merge_tickets(staff: Staff, number: str) -> Response:
    """Merge: the duplicate's page by GET if it was done, else both again with what was typed and why not."""
    from chalicelib.http.console.lists import merge

    return merge.act(staff, _number(staff, number), staff.checked_fields())


def _number(staff: Staff, text: str) -> str:
    return parse_number(text, staff.catalogue.city.prefix)


def _first_page(roles: frozenset[str]) -> str:
    """Of who belongs to no OPD: leaders begin with what is late, everybody else at the desk."""
    if roles == {Relation.LEADER}:
        from chalicelib.http.console.lists import leaders

        return leaders.PAGE
    from chalicelib.http.console.lists import inbox

    return inbox.DESK
