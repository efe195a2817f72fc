"""The published figures in memory."""

from dataclasses import dataclass, field

from chalicelib.domain.statistics.figure_publication import Edition
from chalicelib.flow.ports.statistics import CountersChanged, Figures

Version = tuple[int, Figures]


@dataclass
class MemoryPublishedFigures:
    """The port `PublishedFigures`: of each period and scope the versions of the last two editions that changed it."""

    newest_edition: Edition | None = None
    versions: dict[tuple[str, str], list[Version]] = field(default_factory=dict)

    def edition(self) -> Edition | None:
        return self.newest_edition

    def figures(self, edition: int, period: str, scope: str) -> Figures:
        readable = [figures for number, figures in self._versions(period, scope) if number <= edition]
        return readable[-1] if readable else {}

    def newest(self, period: str, scope: str) -> Version | None:
        versions = self._versions(period, scope)
        return versions[-1] if versions else None

    def put(self, edition: int, period: str, scope: str, figures: Figures) -> None:
        kept = [version for version in self._versions(period, scope) if version[0] != edition]
        self.versions[period, scope] = [*kept, (edition, figures)][-2:]

    def announce(self, edition: Edition) -> None:
        before = self.newest_edition.number if self.newest_edition else 0
        if edition.number != before + 1:
            raise CountersChanged(edition.number)
        self.newest_edition = edition

    def _versions(self, period: str, scope: str) -> list[Version]:
        return self.versions.get((period, scope), [])
