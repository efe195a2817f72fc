"""Checks of a city pack's services, their questions and their rules."""

from collections.abc import Iterator

from chalicelib.adapters.city_pack.files import did_you_mean
from chalicelib.adapters.city_pack.reader import GroupDetails
from chalicelib.domain.city.catalogue import OTHER, VILLAGE_OFFICE, Question, Rule, Service
from chalicelib.domain.tickets.limits import MAX_OPDS
from infra.city.checks.pack_contents import Contents, PackEntry

DIMENSIONS = dict.fromkeys(("governance", "branding", "economy", "living", "society", "environment"))
PHASES = dict.fromkeys(("planned", "pilot", "live"))
QUESTION_KINDS = dict.fromkeys(("choice", "text", "number"))
TABLE = "services.csv"


def check_services(pack: Contents) -> None:
    for service in pack.services.values():
        entry = pack.entry(TABLE, service.code)
        entry.known("group", service.group, pack.groups, "a group of groups.csv")
        entry.known("dimension", service.dimension, DIMENSIONS, "a dimension of the smart city")
        entry.known("deadline", service.deadline, pack.deadlines, "a deadline of deadlines.toml")
        entry.known("phase", service.phase, PHASES, "planned, pilot or live")
        _check_opds(pack, entry, service)
        _check_calls(pack, entry, "call", service.call)
        _check_lead_or_refer(entry, service)
        _check_number(pack, entry, service)
        if service.proof and service.refer:
            entry.wrong(
                "proof", "must be empty where the whole matter belongs to somebody outside: nobody here proves it"
            )
    if pack.services and OTHER not in pack.services:
        pack.entry(TABLE, OTHER).wrong("code", "is missing: reports that fit nothing else go there")


def _check_lead_or_refer(entry: PackEntry, service: Service) -> None:
    if service.code == OTHER:
        if service.lead or service.refer or service.support:
            entry.wrong("lead", "must be empty, like refer and support: its text decides")
    elif not service.lead and not service.refer:
        entry.wrong("lead", "is missing: write an OPD of opds.csv, or an institution in refer")
    elif service.lead and service.refer:
        entry.wrong("refer", "must be empty where an OPD leads: use a rule for the exceptions")


def _check_opds(pack: Contents, entry: PackEntry, source: Service | Rule) -> None:
    """Check lead, support and refer of a service or a rule."""
    if source.lead:
        _check_opd(pack, entry, "lead", source.lead)
    for opd in source.support:
        _check_opd(pack, entry, "support", opd)
        if opd == source.lead:
            entry.wrong("support", f'"{opd}" leads already: remove it here')
    if len(set(source.support)) < len(source.support):
        entry.wrong("support", "names an OPD twice: remove one")
    known = source.refer and entry.known("refer", source.refer, pack.opds, "an institution of opds.csv")
    if known and pack.opds and not pack.opds[source.refer or ""].is_external:
        entry.wrong("refer", f'"{source.refer}" belongs to the regency: name it as lead instead')


def _check_number(pack: Contents, entry: PackEntry, service: Service) -> None:
    """Check that no report of the service gets more OPDs than a ticket may have, whatever rules hold for it."""
    rules = [rule for each in pack.details.values() for codes, rule in each.rules if service.code in codes]
    sources: list[Service | Rule] = [service, *rules]
    opds = {opd for source in sources for opd in (source.lead, *source.support) if opd}
    if len(opds) > MAX_OPDS:
        entry.wrong("support", f"names {len(opds)} OPDs with the service's rules: a ticket has at most {MAX_OPDS}")


def _check_opd(pack: Contents, entry: PackEntry, field: str, code: str) -> None:
    if code == VILLAGE_OFFICE or not entry.known(field, code, pack.opds, "an OPD of opds.csv"):
        return
    if pack.opds and pack.opds[code].is_external:
        entry.wrong(field, f'"{code}" is external and cannot be given work: use refer')


def _check_calls(pack: Contents, entry: PackEntry, field: str, numbers: tuple[str, ...]) -> None:
    known = {emergency.number: emergency for emergency in pack.city.emergencies}
    for number in numbers:
        entry.known(field, number, known, "an emergency number of city.toml")


def check_details(pack: Contents) -> None:
    """Check that each file of the folder `services` belongs to a group, and that what it names exists and is used."""
    for group, details in pack.details.items():
        file = f"services/{group}.toml"
        if pack.entry(file, "").known("", group, pack.groups, "a group of groups.csv: rename the file"):
            for service in details.asks:
                _check_service(pack, pack.entry(file, "asks"), service, service, group)
        asked_codes = {code for codes in details.asks.values() for code in codes}
        for question in details.questions.values():
            _check_question(pack, file, question, asked_codes)


def _check_service(pack: Contents, entry: PackEntry, field: str, code: str, group: str) -> None:
    if not entry.known(field, code, pack.services, "a service of services.csv") or not pack.services:
        return
    if pack.services[code].group != group:
        entry.wrong(field, f'"{code}" belongs to the group "{pack.services[code].group}": move it to that file')


def _check_question(pack: Contents, file: str, question: Question, asked_codes: set[str]) -> None:
    entry = pack.entry(file, f"questions.{question.code}")
    entry.known("kind", question.kind, QUESTION_KINDS, "choice, text or number")
    codes = [choice.code for choice in question.choices]
    if question.code not in asked_codes:
        entry.wrong("", "is asked by no service: name it in [asks] or remove it")
    if question.kind == "choice" and len(codes) < 2:
        entry.wrong("choices", "needs at least two answers")
    if question.kind != "choice" and codes:
        entry.wrong("choices", f"has no place in a question of kind {question.kind}: remove it")
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        entry.wrong("choices", f'"{code}" is there twice: remove one')
    for position, choice in enumerate(question.choices, 1):
        _check_calls(pack, entry, f"choices[{position}].call", choice.call)


def check_rules(pack: Contents) -> None:
    for group, details in pack.details.items():
        file = f"services/{group}.toml"
        for position, (services, rule) in enumerate(details.rules, 1):
            entry = pack.entry(file, f"rules[{position}]")
            if not services:
                entry.wrong("services", "is missing: name the services for which the rule holds")
            for service in services:
                _check_service(pack, entry, "services", service, group)
                _check_support_is_new(pack, entry, service, rule)
            _check_rule(pack, entry, rule)
            for code, message in _wrong_answers(services, rule, details):
                entry.wrong(f"answers.{code}", message)


def _check_support_is_new(pack: Contents, entry: PackEntry, service: str, rule: Rule) -> None:
    lead = pack.services[service].lead if service in pack.services else None
    if not rule.lead and lead in rule.support:
        entry.wrong("support", f'"{lead}" leads "{service}" already: remove it here')


def _check_rule(pack: Contents, entry: PackEntry, rule: Rule) -> None:
    _check_opds(pack, entry, rule)
    for area in rule.areas:
        entry.known("areas", area, pack.areas, "an area of areas.csv")
    if not (rule.lead or rule.support or rule.refer):
        entry.wrong("lead", "the rule does nothing: write lead, support or refer")
    if rule.refer and (rule.lead or rule.support):
        entry.wrong("refer", "cannot stand together with lead or support: make two rules")
    if not (rule.answers or rule.words or rule.areas):
        entry.wrong("answers", "the rule always holds: write it in services.csv, or a condition here")


def _wrong_answers(services: tuple[str, ...], rule: Rule, details: GroupDetails) -> Iterator[tuple[str, str]]:
    """Question and message of each condition on answers that can never hold."""
    for code, accepted in rule.answers.items():
        question = details.questions.get(code)
        if question is None:
            yield code, f'"{code}" is no question of this file{did_you_mean(code, details.questions)}'
            continue
        for service in services:
            if code not in details.asks.get(service, ()):
                yield code, f'is not asked by "{service}": name it in [asks] or remove the service from the rule'
        known = {choice.code for choice in question.choices} | {""}
        for answer in accepted:
            if question.kind == "choice" and answer not in known:
                yield code, f'"{answer}" is no answer to this question{did_you_mean(answer, known)}'
