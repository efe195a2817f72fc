"""The public list's filters, and the catalogue as plain data in one language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.domain.city.catalogue import Catalogue, Deadline, Question, Service
from chalicelib.domain.errors import Invalid, Problem
from chalicelib.domain.tickets.status import TicketStatus
from chalicelib.flow.ports.tickets import Listing

if TYPE_CHECKING:
    from chalicelib.http.shapes import catalogue_shapes as shapes

CatalogueView = Callable[[Catalogue, str], Mapping[str, Any]]

FILTERS = ("service", "kecamatan", "area", "status", "opd")


def listing_of(params: Mapping[str, str], catalogue: Catalogue) -> Listing:
    """The list that these parameters ask for: everything, or by one filter.

    A kecamatan's code as `area` means the kecamatan with its villages: that is what people expect.

    Raises:
        Invalid: there is more than one filter, or its value is unknown.
    """
    filters = {name: params[name].strip() for name in FILTERS if params.get(name, "").strip()}
    if len(filters) > 1:
        raise Invalid(tuple(Problem(name, "filter_one") for name in filters))
    for name, value in filters.items():
        if value not in _values_of(name, catalogue):
            raise Invalid((Problem(name, "filter_unknown"),))
        is_kecamatan = name == "area" and catalogue.areas[value].kind == "kecamatan"
        return Listing("kecamatan" if is_kecamatan else name, value)
    return Listing()


def _values_of(name: str, catalogue: Catalogue) -> frozenset[str]:
    if name == "kecamatan":
        return frozenset(code for code, area in catalogue.areas.items() if area.kind == "kecamatan")
    tables: dict[str, Iterable[str]] = {
        "service": catalogue.services,
        "area": catalogue.areas,
        "opd": catalogue.opds,
        "status": TicketStatus,
    }
    return frozenset(tables[name])


def services_view(catalogue: Catalogue, language: str) -> shapes.Services:
    return {
        "groups": [{"code": group.code, "name": group.name[language]} for group in catalogue.groups.values()],
        "services": [_service(service, catalogue, language) for service in catalogue.services.values()],
    }


def opds_view(catalogue: Catalogue, language: str) -> shapes.Opds:
    return {
        "opds": [
            {
                "code": opd.code,
                "name": opd.name,
                "kind": opd.kind,
                "external": opd.is_external,
                "confirmed": opd.confirmed,
                "contact": opd.contact[language] if opd.contact else None,
            }
            for opd in catalogue.opds.values()
        ]
    }


def areas_view(catalogue: Catalogue, language: str) -> shapes.Areas:  # noqa: ARG001 - place names have no translation
    return {
        "areas": [
            {"code": a.code, "name": a.name, "kind": a.kind, "parent": a.parent, "post_code": a.post_code}
            for a in catalogue.areas.values()
        ]
    }


def _service(service: Service, catalogue: Catalogue, language: str) -> shapes.Service:
    return {
        "code": service.code,
        "name": service.name[language],
        "description": service.description[language],
        "group": service.group,
        "dimension": service.dimension,
        "lead": service.lead,
        "support": list(service.support),
        "phase": service.phase,
        "adopted_from": service.adopted_from,
        "refer": service.refer,
        "call": list(service.call),
        "deadline": _promise(catalogue.deadline_of(service), language),
        "questions": [_question(question, language) for question in service.questions],
    }


def _promise(deadline: Deadline, language: str) -> shapes.Deadline:
    """Deadlines in working days; `note` says what still has to be confirmed about them."""
    return {
        "name": deadline.name[language],
        "working_days": deadline.resolution,
        "first_answer": deadline.first_answer,
        "verification": deadline.verification,
        "silence": deadline.silence,
        "source": deadline.source,
        "note": deadline.note,
    }


def _question(question: Question, language: str) -> shapes.Question:
    return {
        "code": question.code,
        "label": question.label[language],
        "kind": question.kind,
        "required": question.required,
        "choices": [
            {"code": choice.code, "label": choice.label[language], "call": list(choice.call)}
            for choice in question.choices
        ],
    }
