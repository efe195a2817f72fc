"""Decides which OPDs get a report, and why: by the catalogue's rules, or by its text if no service was chosen."""

from collections.abc import Callable

from chalicelib.domain.city.catalogue import OTHER, VILLAGE_OFFICE, Catalogue, Rule, Service, Text
from chalicelib.domain.routing.tokenizer import stems
from chalicelib.domain.tickets.ticket import Report
from chalicelib.domain.values import value


@value
class Guess:
    """A service that a text seems to be about. `score` is its share of 1 over all guesses for the text."""

    service: str
    opd: str  # OPD code, or KECAMATAN while the place is open
    score: float


@value
class Guesses:
    """At most three guesses with different OPDs, best first. `confident`: the first may be acted on at once."""

    best: tuple[Guess, ...]
    confident: bool


Guesser = Callable[[str], Guesses]


@value
class RoutedAssignment:
    """One OPD that gets an assignment, and the reason that the citizen reads."""

    opd: str
    why: Text


@value
class Decision:
    """A lead with its support, or the reason why the coordinator must decide.

    `refer` is an external institution that seems to be responsible instead of the regency.
    """

    why: Text
    lead: RoutedAssignment | None = None
    support: tuple[RoutedAssignment, ...] = ()
    by: str = "rules"
    service: str = ""  # the catalogue's service that was followed; the guessed one for `lainnya`
    guesses: tuple[Guess, ...] = ()
    refer: str | None = None


def decide(report: Report, catalogue: Catalogue, guess: Guesser) -> Decision:
    """Route one report."""
    service = catalogue.service_or_other(report.service)
    if service.code != OTHER:
        return _by_rules(service, report, catalogue)
    guesses = guess(report.description)
    if not guesses.confident:
        return Decision(UNSURE, by="text", guesses=guesses.best)
    best = catalogue.services[guesses.best[0].service]
    decision = _by_rules(best, report, catalogue, _text_reason(best))
    return Decision(decision.why, decision.lead, decision.support, "text", best.code, guesses.best, decision.refer)


UNSURE = Text(
    "Isi laporan belum cukup jelas untuk menentukan OPD secara otomatis. Koordinator akan menentukannya.",
    "The report does not say clearly enough which OPD it is for. The coordinator will decide.",
)
NO_PLACE = Text(
    "Tempatnya belum diketahui kecamatan atau kelurahannya. Koordinator akan menentukannya.",
    "The kecamatan or kelurahan of the place is not known yet. The coordinator will decide.",
)


def _by_rules(service: Service, report: Report, catalogue: Catalogue, reason: Text | None = None) -> Decision:
    applying = [rule for rule in service.rules if applies(rule, report)]
    for rule in applying:
        if rule.refer:
            return Decision(rule.why, service=service.code, refer=rule.refer)
    reason = reason or _usual_reason(service)
    leads = [RoutedAssignment(rule.lead, rule.why) for rule in applying if rule.lead]
    if service.refer and not leads:
        return Decision(_external_reason(service, catalogue), service=service.code, refer=service.refer)
    lead = _resolved(leads[0] if leads else RoutedAssignment(service.lead or "", reason), report, catalogue)
    if lead is None:
        return Decision(NO_PLACE, service=service.code)
    candidates = [RoutedAssignment(opd, _support_reason(service)) for opd in service.support]
    candidates += [RoutedAssignment(opd, rule.why) for rule in applying for opd in rule.support]
    support: dict[str, RoutedAssignment] = {}
    for routed in candidates:
        resolved = _resolved(routed, report, catalogue)
        if resolved and resolved.opd != lead.opd:
            support.setdefault(resolved.opd, resolved)
    return Decision(lead.why, lead, tuple(support.values()), service=service.code)


def applies(rule: Rule, report: Report) -> bool:
    """Whether every condition of the rule holds for the report."""
    answers = all(report.attributes.get(question, "") in accepted for question, accepted in rule.answers.items())
    area = report.place.area or ""
    return (
        answers
        and (not rule.areas or any(area == code or area.startswith(f"{code}.") for code in rule.areas))
        and (not rule.words or _mentions(report.description, rule.words))
    )


def _mentions(text: str, words: tuple[str, ...]) -> bool:
    """Whether the text holds one of the words, or all words of one of the phrases."""
    text_stems = stems(text)
    return any(phrase and phrase <= text_stems for phrase in map(stems, words))


def _resolved(routed: RoutedAssignment, report: Report, catalogue: Catalogue) -> RoutedAssignment | None:
    """The assignment with `KECAMATAN` replaced by the office of the place; None if the place is not known."""
    if routed.opd != VILLAGE_OFFICE:
        return routed
    office = catalogue.village_office(report.place.area)
    return RoutedAssignment(office, routed.why) if office else None


def _usual_reason(service: Service) -> Text:
    return Text(f"Menangani layanan “{service.name.id}”.", f"Handles the service “{service.name.en}”.")


def _support_reason(service: Service) -> Text:
    return Text(f"Ikut menangani layanan “{service.name.id}”.", f"Takes part in the service “{service.name.en}”.")


def _external_reason(service: Service, catalogue: Catalogue) -> Text:
    name = catalogue.opds[service.refer or ""].name
    return Text(
        f"Layanan “{service.name.id}” ditangani {name}, bukan Pemerintah {catalogue.city.name}.",
        f"“{service.name.en}” is handled by {name}, not by {catalogue.city.name}.",
    )


def _text_reason(service: Service) -> Text:
    return Text(
        f"Isi laporan menyerupai layanan “{service.name.id}”.",
        f"The report reads like the service “{service.name.en}”.",
    )
