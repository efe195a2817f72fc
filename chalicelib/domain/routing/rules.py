"""Which OPDs have a part in a report, and why: the catalogue's rules first, the text where there is no service."""

from collections.abc import Callable

from chalicelib.domain.city.catalogue import OTHER, VILLAGE_OFFICE, Catalogue, Rule, Service, Text
from chalicelib.domain.routing.tokenizer import stems
from chalicelib.domain.tickets.ticket import Report
from chalicelib.domain.values import value


@value
class Guess:
    """What a text seems to be about. `score` is a share of 1 over all guesses of one text."""

    service: str
    opd: str  # OPD code, or KECAMATAN while the place is open
    score: float


@value
class Guesses:
    """At most three guesses with different OPDs, best first; `confident`: the first may be acted on at once."""

    best: tuple[Guess, ...]
    confident: bool


Guesser = Callable[[str], Guesses]


@value
class RoutedAssignment:
    """One OPD's part and the reason that the citizen reads."""

    opd: str
    why: Text


@value
class Decision:
    """Either a lead (with support), or a reason why the coordinator must decide.

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
    decision = _by_rules(best, report, catalogue, _from_text(best))
    return Decision(decision.why, decision.lead, decision.support, "text", best.code, guesses.best, decision.refer)


UNSURE = Text(
    "Isi laporan belum cukup jelas untuk menentukan OPD secara otomatis. Koordinator akan menentukannya.",
    "The report does not say clearly enough which OPD it is for. The coordinator will decide.",
)
NO_PLACE = Text(
    "Tempatnya belum diketahui kecamatan atau kelurahannya. Koordinator akan menentukannya.",
    "The kecamatan or kelurahan of the place is not known yet. The coordinator will decide.",
)


def _by_rules(service: Service, report: Report, catalogue: Catalogue, because: Text | None = None) -> Decision:
    applying = [rule for rule in service.rules if applies(rule, report)]
    for rule in applying:
        if rule.refer:
            return Decision(rule.why, service=service.code, refer=rule.refer)
    because = because or _usual(service)
    leads = [RoutedAssignment(rule.lead, rule.why) for rule in applying if rule.lead]
    if service.refer and not leads:
        return Decision(_elsewhere(service, catalogue), service=service.code, refer=service.refer)
    lead = _placed(leads[0] if leads else RoutedAssignment(service.lead or "", because), report, catalogue)
    if lead is None:
        return Decision(NO_PLACE, service=service.code)
    wanted = [RoutedAssignment(opd, _helps(service)) for opd in service.support]
    wanted += [RoutedAssignment(opd, rule.why) for rule in applying for opd in rule.support]
    support: dict[str, RoutedAssignment] = {}
    for part in wanted:
        placed = _placed(part, report, catalogue)
        if placed and placed.opd != lead.opd:
            support.setdefault(placed.opd, placed)
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
    told = stems(text)
    return any(wanted and wanted <= told for wanted in map(stems, words))


def _placed(part: RoutedAssignment, report: Report, catalogue: Catalogue) -> RoutedAssignment | None:
    if part.opd != VILLAGE_OFFICE:
        return part
    office = catalogue.village_office(report.place.area)
    return RoutedAssignment(office, part.why) if office else None


def _usual(service: Service) -> Text:
    return Text(f"Menangani layanan “{service.name.id}”.", f"Handles the service “{service.name.en}”.")


def _helps(service: Service) -> Text:
    return Text(f"Ikut menangani layanan “{service.name.id}”.", f"Takes part in the service “{service.name.en}”.")


def _elsewhere(service: Service, catalogue: Catalogue) -> Text:
    name = catalogue.opds[service.refer or ""].name
    return Text(
        f"Layanan “{service.name.id}” ditangani {name}, bukan Pemerintah {catalogue.city.name}.",
        f"“{service.name.en}” is handled by {name}, not by {catalogue.city.name}.",
    )


def _from_text(service: Service) -> Text:
    return Text(
        f"Isi laporan menyerupai layanan “{service.name.id}”.",
        f"The report reads like the service “{service.name.en}”.",
    )
