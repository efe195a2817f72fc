"""A recount of all counters, for tests of counting."""

from collections import Counter

from chalicelib.domain.deadlines.deadline_terms import terms_of
from chalicelib.domain.statistics.contribution import contribution
from tests.doubles.counters import MemoryCounters

__all__ = ["MemoryCounters", "recount"]


def recount(cases, city):
    """Every counter that is not zero, by place and name, from the cases alone."""
    total = Counter()
    for case in cases:
        terms = terms_of(case.ticket, city.catalogue, city.calendar)
        for place, name, count in contribution(case, terms).cells():
            total[place, name] += count
    return {cell: count for cell, count in total.items() if count}
