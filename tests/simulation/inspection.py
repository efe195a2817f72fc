"""What a simulated year leaves behind, handed to the auditor."""

from chalicelib.domain.statistics.counters import Generations
from tests.simulation.audit import counters, disclosure, endings, notices, promises
from tests.simulation.audit.evidence import Cells, Evidence, Report
from tests.simulation.year import Year


def evidence_of(year: Year) -> Evidence:
    """The evidence of a year, with all counters counted anew as `rebuild-statistics` does."""
    city, pack = year.city, year.city.pack
    return Evidence(
        cases=city.tickets.cases,
        submitted=frozenset(year.citizens.secrets),
        rounds=year.schedule.rounds,
        outage=year.schedule.outage,
        end=year.end,
        ledger=city.ledger.lines,
        arrived=city.notice_publisher.arrived,
        dead=[f"{worker}: {event.type} of {event.ticket}" for worker, event in year.bus.dead],
        counters=city.counters.all_of(city.counters.now.current),
        rebuilt=_rebuilt(year),
        catalogue=pack.catalogue,
        calendar=pack.calendar,
        escalation=pack.escalation,
        nights=year.schedule.public.nights,
    )


def audited(evidence: Evidence) -> Report:
    report = Report()
    for check in (promises, endings, notices, counters, disclosure):
        check.check(evidence, report)
    return report


def _rebuilt(year: Year) -> Cells:
    stored, rebuilt = year.city.counters, dict[int, Cells]()

    def keep(generations: Generations) -> None:
        rebuilt[0] = stored.all_of(generations.building)

    for _ in year.city.counter_rebuild.run(keep):
        pass
    return rebuilt[0]
