"""What counting, its figures and the survey need from the outside."""

from collections.abc import Iterator, Mapping
from typing import Protocol

from chalicelib.domain.statistics.counters import Counted, Differences, Generations
from chalicelib.domain.statistics.survey import Questionnaire

Figures = Mapping[str, Mapping[str, int]]
"""The counters of one period and scope, by subject and name; zeros may be left out."""


class Moved(Exception):
    """Somebody else has counted this ticket meanwhile, or begun or ended a rebuild: read again."""


class AnsweredAlready(Exception):
    """The survey of this ticket was answered before."""


class CounterReader(Protocol):
    """The counters for those who only read them."""

    def generations(self) -> Generations:
        """As they are at this moment."""
        ...

    def figures(self, generation: int, period: str, scope: str) -> Figures:
        """One query, whatever the city's size. It may lag a moment behind what was just counted."""
        ...


class Counters(CounterReader, Protocol):
    """The counters as whoever counts a ticket's history into them needs them."""

    def counted(self, ticket: str) -> Counted:
        """What of the ticket stands in the counters, as it is at this moment."""
        ...

    def count(self, after: Counted, generation: int, differences: Differences) -> None:
        """Bring the differences (of at most `MOST` places) into the generation's counters and note what then stands
        there, in one transaction. Moved unless the note's version is the one before.
        """
        ...


class Surveys(Protocol):
    """The questionnaires, each apart from its ticket."""

    def add(self, ticket: str, told: Questionnaire, generations: Generations) -> None:
        """Store the answers, count them and note that this ticket's survey was answered, in one transaction.

        Nothing that is stored says which answers were this ticket's. AnsweredAlready; Moved if the generations are
        not these any more.
        """
        ...


class Rebuilding(Protocol):
    """The counters as whoever counts everything anew needs them."""

    def begin(self) -> Generations:
        """From now on everything is counted into a second generation too; one that was begun before goes on."""
        ...

    def tickets(self) -> Iterator[str]:
        """The number of every ticket, by reading the whole table; those that come in meanwhile may be missing."""
        ...

    def recount_surveys(self, generation: int) -> int:
        """Count every stored questionnaire that this generation does not have yet; how many there are."""
        ...

    def switch(self, building: int) -> None:
        """Everybody reads the new generation from now on. Moved if that is not the one being built."""
        ...

    def forget(self, oldest: int) -> int:
        """Delete the counters of all generations before this one, `MOST` at once; how many there were."""
        ...


MOST = 90
"""Places that one transaction changes at most; DynamoDB takes 100 items."""
