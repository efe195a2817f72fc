"""What a choice means at once: whom to call, and whose matter it is."""

from collections.abc import Mapping

from chalicelib.domain.city.catalogue import Catalogue, Opd, Service
from chalicelib.domain.tickets.ticket import Report


def calls(service: Service, report: Report) -> list[tuple[str, ...]]:
    """Emergency numbers to show again after the report was sent, by cause."""
    answered = [
        choice.call
        for question in service.questions
        for choice in question.choices
        if report.attributes.get(question.code) == choice.code
    ]
    return [numbers for numbers in (service.call, *answered) if numbers]


def elsewhere(service: Service, catalogue: Catalogue) -> dict[str, Opd]:
    """Institutions outside the regency that are responsible: of the whole service (key ""), or of one
    answer alone (key `<question>=<choice>`).
    """
    found = {"": service.refer} if service.refer else {}
    for rule in service.rules:
        if rule.refer and len(rule.answers) == 1 and not rule.words and not rule.areas:
            found |= dict.fromkeys(_answers(rule.answers), rule.refer)
    return {key: catalogue.opds[opd] for key, opd in found.items()}


def _answers(conditions: Mapping[str, tuple[str, ...]]) -> list[str]:
    return [f"{question}={choice}" for question, choices in conditions.items() for choice in choices if choice]
