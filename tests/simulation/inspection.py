"""What a simulated year leaves behind, handed to the auditor."""

from chalicelib.domain.statistics.counters import Generations
from tests.simulation.audit import endings, figures, letters, promises
from tests.simulation.audit.evidence import Cells, Evidence, Report
from tests.simulation.year import Year


def evidence_of(year: Year) -> Evidence:
    """Counts everything anew as `rebuild-statistics` does."""
    town, pack = year.town, year.town.pack
    return Evidence(
        cases=town.tickets.cases,
        submitted=frozenset(year.citizens.secrets),
        rounds=year.watchmen.rounds,
        outage=year.watchmen.outage,
        end=year.end,
        ledger=town.ledger.lines,
        arrived=town.notice_publisher.arrived,
        dead=[f"{worker}: {event.type} of {event.ticket}" for worker, event in year.bus.dead],
        counters=town.counters.all_of(town.counters.now.current),
        rebuilt=_rebuilt(year),
        catalogue=pack.catalogue,
        calendar=pack.calendar,
        escalation=pack.escalation,
    )


def audited(evidence: Evidence) -> Report:
    report = Report()
    for part in (promises, endings, letters, figures):
        part.check(evidence, report)
    return report


def _rebuilt(year: Year) -> Cells:
    counters, found = year.town.counters, dict[int, Cells]()

    def look(generations: Generations) -> None:
        found[0] = counters.all_of(generations.building)

    for _ in year.town.counter_rebuild.run(look):
        pass
    return found[0]
