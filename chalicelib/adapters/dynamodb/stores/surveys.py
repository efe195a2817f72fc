"""Questionnaires in DynamoDB. The answers are stored under a random name; the ticket only records that it has any."""

import secrets

from pynamodb.attributes import BooleanAttribute, NumberSetAttribute, UnicodeAttribute

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.attributes import DataAttribute
from chalicelib.adapters.dynamodb.stores.counters import additions, unchanged
from chalicelib.adapters.dynamodb.table import NEW, ConditionFailed, Item, Write, put, write
from chalicelib.domain.statistics.counters import EMPTY, Generations, difference
from chalicelib.domain.statistics.survey import Questionnaire
from chalicelib.flow.ports.statistics import AnsweredAlready, CountersChanged


class SurveyItem(Item):
    """The answers of one questionnaire. `generations` are those whose counters contain it; `is_confidential` is absent
    unless it is about a confidential report.
    """

    month = UnicodeAttribute(attr_name="m")
    opd = UnicodeAttribute(attr_name="o")
    answers = DataAttribute(attr_name="a")
    generations = NumberSetAttribute(attr_name="g")
    is_confidential = BooleanAttribute(attr_name="c", null=True)


class TableSurveys:
    """Implements `flow.ports.statistics.Surveys`."""

    def add(self, ticket: str, questionnaire: Questionnaire, generations: Generations) -> None:
        name = secrets.token_hex(16)
        mark = put(Item(pk=ticket, sk=keys.SURVEYED), NEW)
        answers = put(_item(name, questionnaire, generations))
        counts = [each for generation in generations.live for each in survey_counts(name, generation, questionnaire)]
        try:
            write([mark, answers, unchanged(generations), *counts])
        except ConditionFailed as refused:
            raise (CountersChanged if refused.at else AnsweredAlready)(ticket) from refused


def survey_counts(name: str, generation: int, questionnaire: Questionnaire) -> list[Write]:
    """The writes that add a questionnaire to the counters; its shard follows from its name."""
    return list(additions(name, generation, difference(EMPTY, questionnaire.contribution())))


def _item(name: str, questionnaire: Questionnaire, generations: Generations) -> SurveyItem:
    return SurveyItem(
        pk=keys.survey(name), sk=keys.SURVEY, month=questionnaire.month, opd=questionnaire.opd,
        answers=questionnaire.answers, generations=set(generations.live),
        is_confidential=questionnaire.is_confidential or None,
    )  # fmt: skip


def questionnaire_of(item: SurveyItem) -> Questionnaire:
    return Questionnaire(item.month, item.opd, item.answers, bool(item.is_confidential))
