"""The report form's two steps and what comes of sending it."""

import secrets
from collections.abc import Mapping, Sequence

from chalice.app import Request, Response

from chalicelib import wiring
from chalicelib.domain.city.catalogue import OTHER, Service
from chalicelib.domain.errors import Invalid, KeyReused, Problem
from chalicelib.domain.intake.submission import DESCRIPTION, Submission, read_submission
from chalicelib.domain.tickets.ticket_number import Intention
from chalicelib.flow.tickets.intake import Receipt
from chalicelib.http import photo_upload
from chalicelib.http.core import responses
from chalicelib.http.core.form_body import form_sent
from chalicelib.http.core.requests import read
from chalicelib.http.html_response import html_answer
from chalicelib.pages import receipt, report_form, service_picker
from chalicelib.pages.emergency_hints import calls, elsewhere
from chalicelib.pages.page_visit import Visit
from chalicelib.pages.report_form import Form

PLAUSIBLE = 0.15
"""The share of all guesses from which a guessed service is worth showing."""


def show(visit: Visit, request: Request) -> Response:
    """The step that the query asks for."""
    if visit.query.get("jawab") == "kode":
        return _found_codes(visit, request)
    code = visit.query.get("layanan", "")
    service = visit.catalogue.services.get(code)
    if service is None:
        return _choose(visit, visit.say("problem.service_unknown") if code else "")
    return _ask(visit, Form(service, _new_key()))


def receive(visit: Visit, request: Request) -> Response:
    """A filled form: the receipt, or the form again with everything that was typed, and the photo that came with it."""
    fields, files = form_sent(request)
    services = visit.catalogue.services
    if fields.get("langkah") == "ganti":
        fields["service"] = fields.get("ganti", "")
    service = services.get(fields.get("service", ""))
    if service is None:
        return _choose(visit, visit.say("problem.service_missing"), status=422)
    known = report_form.sound_key(fields)
    key = known or _new_key()
    refused = photo_upload.keep(fields, files, key)
    if fields.get("langkah") == "ganti":
        return _ask(visit, Form(service, key, fields, report_form.messages(refused, visit.language)))
    if known is None:
        expired = {"key": visit.say("form.key_missing")} | report_form.messages(refused, visit.language)
        return _ask(visit, Form(service, key, fields, expired), status=422)
    return _submit(visit, request, Form(service, key, fields), refused)


def _submit(visit: Visit, request: Request, filled: Form, refused: Sequence[Problem]) -> Response:
    """`refused`: what is wrong with the photo that came with the form."""
    service, fields = filled.service, filled.values
    submission, problems = _read(visit, fields, service)
    if submission is None or refused:
        errors = report_form.messages([*refused, *problems], visit.language)
        return _ask(visit, Form(service, filled.key, fields, errors), status=422)
    try:
        done = wiring.intake().submit(submission, filled.key, read(request).correlation)
    except KeyReused:
        return _already(visit, service, filled.key, fields)
    return _receipt(visit, service, done, submission)


def _read(visit: Visit, fields: Mapping[str, str], service: Service) -> tuple[Submission | None, tuple[Problem, ...]]:
    """What the form says, or what is wrong with it."""
    told = report_form.as_submission(fields, service, wiring.channels())
    try:
        return read_submission(told, visit.catalogue, wiring.parse_phone, "web", visit.language), ()
    except Invalid as invalid:
        return None, invalid.problems


def _choose(visit: Visit, error: str = "", status: int = 200) -> Response:
    catalogue = visit.catalogue
    sought = _sought(visit)
    cache_control = responses.PERSONAL if error else responses.CATALOGUE
    return html_answer(
        visit, "choose.html", status=status, cache_control=cache_control, error=error, sought=sought,
        other=catalogue.services[OTHER], shelves=service_picker.service_groups(catalogue), found=_found(visit, sought),
    )  # fmt: skip


def _found_codes(visit: Visit, request: Request) -> Response:
    """What step 1 asks while one types: the codes of the services that its search would show, best first."""
    found = [service.code for service in _found(visit, _sought(visit))]
    return responses.json_answer(read(request), {"services": found}, cache_control=responses.CATALOGUE)


def _sought(visit: Visit) -> str:
    return visit.query.get("cari", "").strip()[:100]


def _found(visit: Visit, sought: str) -> list[Service]:
    """What the words fit by name, and what a report in such words would be about."""
    if not sought:
        return []
    guessed = [guess.service for guess in wiring.routing().guesser(sought).best if guess.score >= PLAUSIBLE]
    return service_picker.matches(visit.catalogue, sought, guessed)


def _ask(visit: Visit, filled: Form, *, status: int = 200, earlier: Mapping[str, str] | None = None) -> Response:
    catalogue = visit.catalogue
    least, most = DESCRIPTION
    here = visit.asking(layanan=filled.service.code)  # so that the other language shows this form too
    return html_answer(
        here, "report.html", status=status, sends=True, form=filled, service=filled.service, earlier=earlier,
        least=least, most=most, other=catalogue.services[OTHER], shelves=service_picker.service_groups(catalogue),
        districts=service_picker.districts(catalogue), elsewhere=elsewhere(filled.service, catalogue),
        channels=report_form.offered(wiring.channels()),
    )  # fmt: skip


def _already(visit: Visit, service: Service, key: str, fields: Mapping[str, str]) -> Response:
    """The first try arrived though its answer did not, and then the text was changed.

    Who has the key is who sent the first try, so the number and the secret may be told again.
    """
    intention = Intention(key)
    prefix = visit.catalogue.city.prefix
    earlier = {"number": intention.number(prefix), "secret": receipt.grouped(intention.secret())}
    return _ask(visit, Form(service, _new_key(), fields), status=409, earlier=earlier)


def _receipt(visit: Visit, service: Service, done: Receipt, submission: Submission) -> Response:
    city = visit.city
    ticket = done.ticket
    path = f"/laporan/{ticket.id}"
    address = visit.absolute(path) or wiring.site() + path
    return html_answer(
        visit, "receipt.html", ticket=ticket, secret=receipt.grouped(done.secret), address=address,
        qr=receipt.qr_code(address), promise=receipt.promise(ticket, city.catalogue, city.calendar),
        calls=calls(service, ticket.report), photos=len(submission.photos),
        channels=report_form.offered(wiring.channels() & set(submission.contact.notify)),
    )  # fmt: skip


def _new_key() -> str:
    """A key that nobody can guess: the ticket's secret follows from it."""
    return secrets.token_urlsafe(24)
