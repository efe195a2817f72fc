"""Finds keywords that can be read but have no effect, so that whoever wrote them learns of it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from chalicelib.domain.city.catalogue import Catalogue
from chalicelib.domain.routing.keyword_index import (
    COMPANIONS,
    STRENGTHS,
    InvalidKeywords,
    alternatives,
    keyword_list,
)


def keyword_flaws(catalogue: Catalogue, keywords: Mapping[str, Any]) -> Iterator[InvalidKeywords]:
    """Yield every entry without effect, as the error that names its place.

    Raises:
        InvalidKeywords: A table cannot be read at all.
    """
    leads = {service.responsible for service in catalogue.services.values()}
    for service in catalogue.services.values():
        lists = {field: keyword_list(service.code, keywords, field) for field in STRENGTHS}
        yield from _entry_flaws(service.code, lists)
        for opd in keyword_list(service.code, keywords, COMPANIONS):
            if opd not in leads - {service.responsible}:
                yield InvalidKeywords(service.code, COMPANIONS, f'"{opd}" leads no other service')


def _entry_flaws(code: str, lists: Mapping[str, Sequence[str]]) -> Iterator[InvalidKeywords]:
    """Yield the entries of one service that stand twice or hold function words only."""
    first_list: dict[str, str] = {}
    for field, entries in lists.items():
        for entry in entries:
            if entry in first_list:
                yield InvalidKeywords(code, field, f'"{entry}" stands twice, also in {first_list[entry]}')
            first_list[entry] = field
            if not any(alternatives(entry)):
                yield InvalidKeywords(
                    code, field, f'"{entry}" has no effect: without function words too little is left'
                )
