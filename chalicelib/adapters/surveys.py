"""Questionnaires in DynamoDB: the answers lie under a random name, beside the ticket stands only that it was asked."""

import secrets
from typing import Any

from chalicelib.adapters import keys
from chalicelib.adapters.counters import additions, unchanged
from chalicelib.adapters.table import Item, Raw, Refused, put, table, write
from chalicelib.domain.counts import EMPTY, Generations, difference
from chalicelib.domain.survey import Questionnaire
from chalicelib.flow.figure_ports import AnsweredAlready, Moved


class TableSurveys:
    """As `flow.figure_ports.Surveys` has it."""

    def add(self, ticket: str, told: Questionnaire, generations: Generations) -> None:
        name = secrets.token_hex(16)
        counted = [each for generation in generations.live for each in counts(name, generation, told)]
        answers = {"Put": {"TableName": table().table_name, "Item": item(name, told, generations)}}
        try:
            write([put(Item(pk=ticket, sk=keys.SURVEYED), new=True), answers, unchanged(generations), *counted])
        except Refused as refused:
            taken = (refused.found or {}).get("sk", {}).get("S") == keys.SURVEYED
            raise (AnsweredAlready if taken else Moved)(ticket) from refused


def counts(name: str, generation: int, told: Questionnaire) -> list[dict[str, Any]]:
    """The writes that count a questionnaire; its shard follows from its name."""
    return list(additions(name, generation, difference(EMPTY, told.contribution())))


def item(name: str, told: Questionnaire, generations: Generations) -> Raw:
    """`g` names the generations whose counters know it."""
    return {
        "pk": {"S": keys.survey(name)},
        "sk": {"S": keys.SURVEY},
        "m": {"S": told.month},
        "o": {"S": told.opd},
        "a": {"M": {element: {"N": str(answer)} for element, answer in told.answers.items()}},
        "g": {"NS": [str(generation) for generation in generations.live]},
    }


def questionnaire_of(raw: Raw) -> Questionnaire:
    answers = {element: int(answer["N"]) for element, answer in raw["a"]["M"].items()}
    return Questionnaire(raw["m"]["S"], raw["o"]["S"], answers)
