"""Builds a second generation of counters beside the current one while the system runs."""

from collections.abc import Iterator
from itertools import islice

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.stores.counters import read_generations, replaced
from chalicelib.adapters.dynamodb.stores.surveys import SurveyItem, questionnaire_of, survey_counts
from chalicelib.adapters.dynamodb.table import ConditionFailed, Item, delete, scan_items, update, write
from chalicelib.domain.statistics.counters import Generations
from chalicelib.flow.ports.statistics import MOST, CountersChanged


class TableCounterRebuild:
    """Implements `flow.ports.statistics.Rebuilding`."""

    def begin(self) -> Generations:
        now = read_generations()
        return now if now.building else _replace(now, Generations(now.current, now.current + 1))

    def tickets(self) -> Iterator[str]:
        return (item.pk for item in scan_items(Item.sk == keys.TICKET, Item.from_raw_data, attributes_to_get=["pk"]))

    def recount_surveys(self, generation: int) -> int:
        total = 0
        for total, item in enumerate(scan_items(SurveyItem.sk == keys.SURVEY, SurveyItem.from_raw_data), 1):  # noqa: B007 - the last number is the total
            if generation not in item.generations:
                _count(item, generation)
        return total

    def switch(self, building: int) -> None:
        now = read_generations()
        if now.building != building:
            raise CountersChanged(keys.COUNT)
        _replace(now, Generations(building))

    def forget(self, oldest: int) -> int:
        items = scan_items(Item.pk.startswith(keys.COUNTERS), Item.from_raw_data, attributes_to_get=["pk", "sk"])
        old = (item for item in items if keys.generation_of(item.pk) < oldest)
        deleted = 0
        while batch := list(islice(old, MOST)):
            write(map(delete, batch))
            deleted += len(batch)
        return deleted


def _count(item: SurveyItem, generation: int) -> None:
    """Count a questionnaire in this generation, and record that on the questionnaire."""
    is_uncounted = ~SurveyItem.generations.contains(generation)
    recorded = update(item, [SurveyItem.generations.add({generation})], is_uncounted)
    try:
        write([recorded, *survey_counts(keys.survey_name(item.pk), generation, questionnaire_of(item))])
    except ConditionFailed:
        return  # another rebuild has just counted it


def _replace(before: Generations, after: Generations) -> Generations:
    try:
        write([replaced(before, after)])
    except ConditionFailed as refused:
        raise CountersChanged(keys.COUNT) from refused
    return after
