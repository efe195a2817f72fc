"""Keywords that can be read but have no effect: whoever wrote them should be told."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from chalicelib.domain.city.catalogue import Catalogue
from chalicelib.domain.routing.keyword_index import (
    COMPANIONS,
    STRENGTHS,
    InvalidKeywords,
    alternatives,
    texts,
)


def keyword_flaws(catalogue: Catalogue, keywords: Mapping[str, Any]) -> Iterator[InvalidKeywords]:
    """Every entry without effect, as the error that names its place. Raises where a table cannot be read at all."""
    leads = {service.responsible for service in catalogue.services.values()}
    for service in catalogue.services.values():
        lists = {field: texts(service.code, keywords, field) for field in STRENGTHS}
        yield from _of_entries(service.code, lists)
        for opd in texts(service.code, keywords, COMPANIONS):
            if opd not in leads - {service.responsible}:
                yield InvalidKeywords(service.code, COMPANIONS, f'"{opd}" leads no other service')


def _of_entries(code: str, lists: Mapping[str, Sequence[str]]) -> Iterator[InvalidKeywords]:
    seen: dict[str, str] = {}
    for field, entries in lists.items():
        for entry in entries:
            if entry in seen:
                yield InvalidKeywords(code, field, f'"{entry}" stands twice, also in {seen[entry]}')
            seen[entry] = field
            if not any(alternatives(entry)):
                yield InvalidKeywords(
                    code, field, f'"{entry}" has no effect: without function words too little is left'
                )
