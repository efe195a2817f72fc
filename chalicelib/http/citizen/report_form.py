"""The report form's two steps and what comes of sending it."""

import secrets
from collections.abc import Mapping, Sequence

from chalice.app import Request, Response

from chalicelib import wiring
from chalicelib.domain.city.catalogue import OTHER, Service
from chalicelib.domain.errors import Invalid, KeyReused, Problem, RateLimited
from chalicelib.domain.intake.submission import DESCRIPTION_LENGTH, Submission, read_submission
from chalicelib.domain.rate_limits.client_limits import Sender
from chalicelib.flow.tickets.intake import Receipt
from chalicelib.http import errors, photo_upload
from chalicelib.http.citizen import form_admission
from chalicelib.http.core import responses
from chalicelib.http.core.form_body import Files, form_sent
from chalicelib.http.core.requests import block_of, correlation_of, read
from chalicelib.http.html_response import html_answer
from chalicelib.http.views.history import reasons_for_check
from chalicelib.pages import receipt, report_form, service_picker
from chalicelib.pages.page_visit import Visit
from chalicelib.pages.report_form import Form, calls, elsewhere

PLAUSIBLE = 0.15
"""The share of all guesses from which a guessed service is worth showing."""


def show(visit: Visit, request: Request) -> Response:
    """The step of the form that the query asks for: choosing a service, filling in the form, or a search."""
    if visit.query.get("jawab") == "kode":
        return _codes_found(visit, request)
    code = visit.query.get("layanan", "")
    service = visit.catalogue.services.get(code)
    if service is None:
        return _choose(visit, visit.say("problem.service_unknown") if code else "")
    return _ask(visit, Form(service, _new_key()))


def receive(visit: Visit, request: Request) -> Response:
    """Answer a filled form: the receipt, or the form again with everything that was typed, and the photo."""
    fields, files = form_sent(request)
    services = visit.catalogue.services
    if fields.get("langkah") == "ganti":
        fields["service"] = fields.get("ganti", "")
    service = services.get(fields.get("service", ""))
    if service is None:
        return _choose(visit, visit.say("problem.service_missing"), status=422)
    sent_key = report_form.sound_key(fields)
    key = sent_key or _new_key()
    sender, limited = _sender(request, key, fields)
    photo_problems = _keep_photo(fields, files, key, limited, block_of(request))
    if fields.get("langkah") == "ganti":
        return _ask(visit, Form(service, key, fields, report_form.messages(photo_problems, visit.language)))
    if sent_key is None:
        expired = {"key": visit.say("form.key_missing")} | report_form.messages(photo_problems, visit.language)
        return _ask(visit, Form(service, key, fields, expired), status=422)
    if limited:
        if fields.get("solution"):  # it does not fit its puzzle: both are of no use
            fields |= {"puzzle": "", "solution": ""}
        again = report_form.messages(photo_problems, visit.language)
        return _hold(visit, request, Form(service, key, fields, again), limited)
    return _submit(visit, request, Form(service, key, fields), photo_problems, sender)


def _sender(request: Request, key: str, fields: Mapping[str, str]) -> tuple[Sender | None, RateLimited | None]:
    """Whose allowance the form takes from, or why it has to wait."""
    try:
        return form_admission.sender_of_form(request, key, fields), None
    except RateLimited as limited:
        return None, limited


def _keep_photo(
    fields: dict[str, str], files: Files, key: str, limited: RateLimited | None, block: str
) -> list[Problem]:
    """Store the photo that came with the form, unless the form has shown neither work nor patience."""
    if limited is None:
        return photo_upload.keep(fields, files, key, block)
    return [Problem("photos", "photo_again")] if files else []


def _submit(
    visit: Visit, request: Request, filled: Form, photo_problems: Sequence[Problem], sender: Sender | None
) -> Response:
    """Submit the report, or show the form again; `photo_problems` are those of the photo that came with it."""
    service, fields = filled.service, filled.values
    submission, problems = _read(visit, fields, service)
    if submission is None or photo_problems:
        messages = report_form.messages([*photo_problems, *problems], visit.language)
        return _ask(visit, Form(service, filled.key, fields, messages), status=422)
    if same := form_admission.same_report(request, submission, filled.key):
        return _ask(visit, filled, status=409, earlier=same, is_same=True)
    try:
        done = wiring.intake().submit(submission, filled.key, correlation_of(request), sender)
    except KeyReused as reused:
        return _ask(visit, Form(service, _new_key(), fields), status=409, earlier=reused.ticket)
    except RateLimited as limited:
        return _hold(visit, request, filled, limited)
    receipt = _receipt(visit, service, done, submission)
    return form_admission.remember_report(request, receipt, submission, filled.key, done.ticket.id)


def _hold(visit: Visit, request: Request, filled: Form, limited: RateLimited) -> Response:
    """The form with all that was typed, and what it needs to be sent again."""
    status = errors.explain(limited, visit.language).status
    errors.log(limited, status, correlation_of(request))
    response = _ask(visit, filled, status=status, limited=limited)
    response.headers = {**response.headers, **errors.headers_of(limited, status)}
    return response


def _read(visit: Visit, fields: Mapping[str, str], service: Service) -> tuple[Submission | None, tuple[Problem, ...]]:
    """The form as a submission, or None and its problems."""
    values = report_form.as_submission(fields, service, wiring.channels())
    try:
        return read_submission(values, visit.catalogue, wiring.parse_phone, "web", visit.language), ()
    except Invalid as invalid:
        return None, invalid.problems


def _choose(visit: Visit, error: str = "", status: int = 200) -> Response:
    catalogue = visit.catalogue
    words = _search_words(visit)
    cache_control = responses.PERSONAL if error else responses.CATALOGUE
    return html_answer(
        visit, "choose.html", status=status, cache_control=cache_control, error=error,
        search_words=words, found=_search(visit, words), other=catalogue.services[OTHER],
        service_groups=service_picker.service_groups(catalogue),
    )  # fmt: skip


def _codes_found(visit: Visit, request: Request) -> Response:
    """For the script of step 1: the codes of the services that the search finds, best first, as JSON."""
    codes = [service.code for service in _search(visit, _search_words(visit))]
    return responses.json_answer(read(request), {"services": codes}, cache_control=responses.CATALOGUE)


def _search_words(visit: Visit) -> str:
    return visit.query.get("cari", "").strip()[:100]


def _search(visit: Visit, words: str) -> list[Service]:
    """The services whose names fit the words, and those that the classifier guesses from them."""
    if not words:
        return []
    guessed = [guess.service for guess in wiring.routing().guesser(words).best if guess.score >= PLAUSIBLE]
    return service_picker.matches(visit.catalogue, words, guessed)


def _ask(
    visit: Visit,
    filled: Form,
    *,
    status: int = 200,
    earlier: str = "",
    is_same: bool = False,
    limited: RateLimited | None = None,
) -> Response:
    """The form. `earlier` is the number of another report that came with the form's key, or of the same report if it
    `is_same`, which this browser sent by another form.

    The first request arrived though its answer did not, and then the text was changed. The secret is not shown: the key
    may be a stranger's guess.
    """
    catalogue = visit.catalogue
    least, most = DESCRIPTION_LENGTH
    here = visit.with_query(layanan=filled.service.code)  # so that the other language shows this form too
    return html_answer(
        here, "report.html", status=status, sends=True, form=filled, service=filled.service, earlier=earlier,
        is_same=is_same,        least=least, most=most, other=catalogue.services[OTHER],
        service_groups=service_picker.service_groups(catalogue),
        districts=service_picker.districts(catalogue), elsewhere=elsewhere(filled.service, catalogue),
        channels=report_form.channel_choices(wiring.channels()), limited=limited,
        **form_admission.puzzle_of(filled.key, filled.values, limited),
    )  # fmt: skip


def _receipt(visit: Visit, service: Service, done: Receipt, submission: Submission) -> Response:
    city = visit.city
    ticket = done.ticket
    path = f"/laporan/{ticket.id}"
    address = visit.absolute(path) or wiring.site() + path
    return html_answer(
        visit, "receipt.html", ticket=ticket, secret=receipt.grouped(done.secret), address=address,
        qr=receipt.qr_code(address), promise=receipt.promise(ticket, city.catalogue, city.calendar),
        held_because=reasons_for_check(ticket.publication.reasons, visit.language),
        calls=calls(service, ticket.report), photos=len(submission.photos),
        channels=report_form.channel_choices(wiring.channels() & set(submission.contact.notify)),
    )  # fmt: skip


def _new_key() -> str:
    """A key that nobody can guess: whoever has it can ask for the receipt again."""
    return secrets.token_urlsafe(24)
