"""What the form shows at once for some choices: emergency numbers, and institutions outside the regency."""

from collections.abc import Mapping

from chalicelib.domain.city.catalogue import Catalogue, Opd, Service
from chalicelib.domain.tickets.ticket import Report


def calls(service: Service, report: Report) -> list[tuple[str, ...]]:
    """Emergency numbers for the receipt: those of the service, then those of the answers."""
    answered = [
        choice.call
        for question in service.questions
        for choice in question.choices
        if report.attributes.get(question.code) == choice.code
    ]
    return [numbers for numbers in (service.call, *answered) if numbers]


def elsewhere(service: Service, catalogue: Catalogue) -> dict[str, Opd]:
    """Institutions outside the regency that are responsible for the whole service (key ""), or for one answer (key
    `<question>=<choice>`).
    """
    opds = {"": service.refer} if service.refer else {}
    for rule in service.rules:
        if rule.refer and len(rule.answers) == 1 and not rule.words and not rule.areas:
            opds |= dict.fromkeys(_answers(rule.answers), rule.refer)
    return {key: catalogue.opds[opd] for key, opd in opds.items()}


def _answers(conditions: Mapping[str, tuple[str, ...]]) -> list[str]:
    return [f"{question}={choice}" for question, choices in conditions.items() for choice in choices if choice]
