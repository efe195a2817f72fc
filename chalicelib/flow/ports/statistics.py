"""Ports of statistics: counters, their rebuild, and the survey."""

from collections.abc import Iterator, Mapping
from typing import Protocol

from chalicelib.domain.statistics.counters import Counted, Differences, Generations
from chalicelib.domain.statistics.figure_publication import Edition
from chalicelib.domain.statistics.survey import Questionnaire

Figures = Mapping[str, Mapping[str, int]]
"""The counters of one period and scope, by subject and name; zeros may be left out."""


class CountersChanged(Exception):
    """Another worker has counted this ticket, or begun or ended a rebuild, since the counters were read."""


class AnsweredAlready(Exception):
    """The survey of this ticket was answered before."""


class CounterReader(Protocol):
    """The counters, to be read."""

    def generations(self) -> Generations:
        """The generations as they are now, by a consistent read."""
        ...

    def figures(self, generation: int, period: str, scope: str) -> Figures:
        """The counters of one period and scope, by one query. They may lag a moment behind what was just counted."""
        ...


class PublishedReader(Protocol):
    """The published figures, to be read."""

    def edition(self) -> Edition | None:
        """The newest edition; None before the first one."""
        ...

    def figures(self, edition: int, period: str, scope: str) -> Figures:
        """The public counters of one period and scope in the newest edition, by one query."""
        ...


class PublishedFigures(PublishedReader, Protocol):
    """The published figures, to be made. Of each period and scope two versions are kept: the one that is read, and the
    one that is written for the next edition.
    """

    def newest(self, period: str, scope: str) -> tuple[int, Figures] | None:
        """The version that was written last, with the number of its edition; None if there is none."""
        ...

    def put(self, edition: int, period: str, scope: str, figures: Figures) -> None:
        """Write the version for this edition, which readers see once it is announced."""
        ...

    def announce(self, edition: Edition) -> None:
        """Let all readers use this edition.

        Raises:
            CountersChanged: the edition before it is not the newest one.
        """
        ...


class Counters(CounterReader, Protocol):
    """The counters, to be changed ticket by ticket."""

    def counted(self, ticket: str) -> Counted:
        """The record of what the counters include of the ticket, as it is now."""
        ...

    def count(self, after: Counted, generation: int, differences: Differences) -> None:
        """Add the differences, of at most `MOST` places, to the generation's counters and store the record `after`.

        Both in one transaction.

        Raises:
            CountersChanged: the stored record is not the version before `after`.
        """
        ...


class Surveys(Protocol):
    """The questionnaires, stored apart from their tickets."""

    def add(self, ticket: str, questionnaire: Questionnaire, generations: Generations) -> None:
        """Store the answers, count them, and record that the ticket's survey was answered, in one transaction.

        Nothing that is stored links the answers to the ticket.

        Raises:
            AnsweredAlready: the ticket's survey was answered before.
            CountersChanged: the generations have changed.
        """
        ...


class Rebuilding(Protocol):
    """The counters, to be rebuilt."""

    def begin(self) -> Generations:
        """Begin a second generation, into which everything is counted too; one begun before is continued."""
        ...

    def tickets(self) -> Iterator[str]:
        """The number of every ticket, by a scan of the table; tickets received during it may be missing."""
        ...

    def recount_surveys(self, generation: int) -> int:
        """Count every stored questionnaire that this generation does not include yet; the number of questionnaires."""
        ...

    def switch(self, building: int) -> None:
        """Let all readers use the new generation.

        Raises:
            CountersChanged: it is not the one being built.
        """
        ...

    def forget(self, oldest: int) -> int:
        """Delete the counters of all generations before `oldest`, `MOST` at once; the number of sets deleted."""
        ...


MOST = 90
"""Places that one transaction changes at most; DynamoDB accepts 100 items."""
