"""The reporter's actions on the ticket's public page, with the secret from the receipt.

The secret comes in the body of the form and goes back in a hidden field of a page that nothing keeps; it is never in
an address. It also proves that the form is the reporter's own, so these forms need no other token.
"""

from datetime import datetime
from typing import Any

from chalice.app import Request, Response

from chalicelib import wiring
from chalicelib.domain import events
from chalicelib.domain.actions.available import reporter_options
from chalicelib.domain.actions.registry import REPORTER
from chalicelib.domain.actions.repeats import was_taken
from chalicelib.domain.city import date_format
from chalicelib.domain.deadlines.deadline_terms import Terms, terms_of
from chalicelib.domain.errors import ForbiddenStep, Invalid, Outdated, WrongSecret
from chalicelib.domain.tickets.publication import FLAGS, PublicationState
from chalicelib.domain.tickets.status import TicketStatus
from chalicelib.domain.tickets.ticket import Case, Ticket
from chalicelib.domain.transitions.step_input import StepInput
from chalicelib.http import errors, photo_upload
from chalicelib.http.core import responses
from chalicelib.http.core.form_body import Fields, Files, form_sent, version_of, words_of
from chalicelib.http.core.requests import correlation_of
from chalicelib.http.errors import NotFound
from chalicelib.http.html_response import html_answer
from chalicelib.http.views.history import reasons_for_check, refusal, sentence
from chalicelib.http.views.photo_views import before_and_after, has_pictures
from chalicelib.http.views.ticket_view import ticket_view
from chalicelib.pages.page_visit import Visit

OPEN = "open"


def show(visit: Visit, number: str) -> Response:
    """The page as the public sees it, with a field for the secret."""
    case = wiring.public_tickets().read(number)
    return _as_everybody(visit, case, cache_control=responses.LIVE)


def receive(visit: Visit, request: Request, number: str) -> Response:
    """Take the action that the form asks for: the page as the reporter sees it, with the result.

    Raises:
        NotFound: there is no such action.
    """
    fields, files = form_sent(request)
    step = fields.get("step", OPEN)
    if step != OPEN and step not in REPORTER:
        raise NotFound
    try:
        return _take(visit, request, number, fields, files)
    except WrongSecret:
        return _wrong_secret(visit, number)
    except Outdated as outdated:
        return _outdated(visit, number, fields, _step_input(request, fields), outdated)
    except (Invalid, ForbiddenStep) as refused:
        return _refused(visit, number, step, fields, refused)


def _take(visit: Visit, request: Request, number: str, fields: dict[str, str], files: Files) -> Response:
    step, secret, dialogue = fields.get("step", OPEN), fields.get("secret", ""), wiring.reporter_actions()
    if step == OPEN:
        return _page(visit, dialogue.read(number, secret), fields)
    if files:
        dialogue.read(number, secret)  # a stranger's photo is not even stored
    photo_upload.keep_or_refuse(fields, files, f"{secret}/{step}/{fields.get('version')}")
    return _page(visit, dialogue.take(step, number, secret, _step_input(request, fields)), fields, done=step)


def _step_input(request: Request, fields: Fields) -> StepInput:
    return StepInput(
        text=words_of(fields), stars=_stars(fields), photos=photo_upload.carried(fields), version=version_of(fields),
        correlation=correlation_of(request),
    )  # fmt: skip


def _stars(fields: Fields) -> int:
    text = fields.get("stars", "")
    return int(text) if text in ("1", "2", "3", "4", "5") else 0


def _wrong_secret(visit: Visit, number: str) -> Response:
    """The public page with a message: the secret is not this ticket's, perhaps mistyped."""
    message = visit.say("dialogue.secret_wrong")
    return _as_everybody(visit, wiring.public_tickets().read(number), status=403, wrong_secret=message)


def _as_everybody(visit: Visit, case: Case, *, wrong_secret: str = "", **answer: Any) -> Response:
    original = wiring.public_tickets().followed(case)
    view = _view(visit, case, original)
    return html_answer(
        visit, "ticket.html", shows=has_pictures(view), ticket=view, is_public=case.ticket.is_public, own=None,
        wrong_secret=wrong_secret, compared=before_and_after(view), flags=FLAGS, **answer,
    )  # fmt: skip


def _outdated(visit: Visit, number: str, fields: Fields, step_input: StepInput, outdated: Outdated) -> Response:
    """The page with what changed meanwhile and everything that was typed; a form sent twice counts as taken once."""
    case, step = wiring.reporter_actions().read(number, fields.get("secret", "")), fields["step"]
    if was_taken(case, REPORTER[step], "", step_input):
        return _page(visit, case, fields, done=step)
    catalogue, language = visit.catalogue, visit.language
    changed = [sentence(event, catalogue, language) for event in outdated.since if event.is_public]
    return _page(visit, case, fields, status=409, step=step, changed=changed)


def _refused(visit: Visit, number: str, step: str, fields: Fields, refused: Invalid | ForbiddenStep) -> Response:
    case = wiring.reporter_actions().read(number, fields.get("secret", ""))
    if isinstance(refused, ForbiddenStep):
        wrong = {"": refusal(refused, visit.catalogue, visit.language)}
    else:
        wrong = {problem.field: errors.message(problem, visit.language) for problem in refused.problems}
    status = errors.explain(refused, visit.language).status
    return _page(visit, case, fields, status=status, step=step, wrong=wrong)


def _page(visit: Visit, case: Case, fields: Fields, *, status: int = 200, **news: Any) -> Response:
    """The ticket as its reporter sees it."""
    secret = fields.get("secret", "")
    original = wiring.public_tickets().followed(case)
    view = _view(visit, case, original, secret)
    own = _nothing_new() | news | {"secret": secret, "typed": fields, **_situation(visit, case, original)}
    sends = any(REPORTER[name].takes_photos for name in own["can"])
    return html_answer(
        visit, "ticket.html", status=status, shows=has_pictures(view), sends=sends, ticket=view, is_public=True,
        own=own, wrong_secret="", compared=before_and_after(view),
    )  # fmt: skip


def _view(visit: Visit, case: Case, original: Case, secret: str = "") -> dict[str, Any]:
    """The ticket's view; a duplicate has no promise of its own, and its original's view in `follows`."""
    now = wiring.now()
    view = {**ticket_view(case, visit.city, now, visit.language, secret)}
    follows = (
        {} if original is case else {"follows": ticket_view(original, visit.city, now, visit.language), "promise": None}
    )
    return view | follows


def _nothing_new() -> dict[str, Any]:
    return {"done": "", "step": "", "changed": [], "wrong": {}}


def _situation(visit: Visit, case: Case, original: Case) -> dict[str, Any]:
    """The actions that are possible now, open questions with their deadline, and until when the `original`'s end can be
    disputed.
    """
    ticket, until = case.ticket, _disputable_until(visit, original)
    possible = set(reporter_options(ticket))
    if until:
        possible = possible | {"dispute"} if wiring.now() <= until else possible - {"dispute"}
    return {
        "can": possible,
        "until": until,
        "version": ticket.sequence,
        "questions": _questions(case) if ticket.asked_at else [],
        "answer_by": _answer_by(visit, case) if ticket.asked_at else None,
        "rating": ticket.rating,
        "contested": ticket.desk.due if ticket.merged_into and ticket.desk else None,
        "publication": _publication(visit, ticket),
    }


def _publication(visit: Visit, ticket: Ticket) -> str:
    """What the public does not read of it, in a sentence; empty if the public reads all, or the report is no more."""
    publication = ticket.publication
    if ticket.is_confidential:
        return ""
    if publication.state is PublicationState.HELD and publication.due:
        day = date_format.day(publication.due, visit.catalogue.city.zone, visit.language)
        return visit.say("publication.yours_held", day=day, why=reasons_for_check(publication.reasons, visit.language))
    if publication.state is PublicationState.HIDDEN:
        return visit.say("publication.yours_hidden")
    return visit.say("publication.yours_covered") if publication.redactions else ""


def _disputable_until(visit: Visit, original: Case) -> datetime | None:
    """Until when the resolution can be disputed; None before it, and once the ticket is closed."""
    resolved = original.last(events.TicketResolved.type)
    if resolved is None or original.ticket.status is not TicketStatus.RESOLVED:
        return None
    return _terms(visit, original).dispute_until(resolved.at)


def _answer_by(visit: Visit, case: Case) -> datetime | None:
    """When the report is archived unless the latest question is answered: as the reminder said, if one was sent."""
    incomplete = case.last(events.TicketIncomplete.type)
    if incomplete is None:
        return None
    since = (event.data for event in case.since(incomplete.sequence))
    reminder = next((data for data in since if isinstance(data, events.TicketReminded)), None)
    return reminder.due if reminder else _terms(visit, case).answered_until(incomplete.at)


def _terms(visit: Visit, case: Case) -> Terms:
    return terms_of(case.ticket, visit.catalogue, visit.city.calendar)


def _questions(case: Case) -> list[str]:
    """The questions of OPDs that the reporter has not answered yet."""
    answered = case.last(events.TicketCompleted.type)
    notes = {note.sequence: note.text for note in case.notes}
    since = case.since(answered.sequence if answered else 0)
    return [
        notes[event.sequence]
        for event in since
        if event.type == events.TicketIncomplete.type and event.sequence in notes
    ]
