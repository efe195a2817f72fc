"""Checks of a city pack's ladder (`escalation.toml`) and texts of digests (`digests.toml`)."""

from datetime import time

from chalicelib.domain.deadlines.escalation import AUDIENCES, COORDINATOR, OPD, Rung
from chalicelib.domain.notifications.digest import digest_flaws
from infra.city.checks.pack_contents import Contents, PackEntry

TABLE = "escalation.toml"
LEVELS = range(1, 10)


def check_escalation(pack: Contents) -> None:
    escalation = pack.escalation
    if escalation is None:
        return
    _check_ladder(pack.entry(TABLE, "part"), escalation.assignment, OPD)
    _check_ladder(pack.entry(TABLE, "desk"), escalation.desk, COORDINATOR)
    table = pack.entry(TABLE, "")
    silences = [policy.silence for policy in pack.deadlines.values()]
    if silences and not 0 < escalation.remind < min(silences):
        table.wrong("remind", f"must be less than the shortest silence of deadlines.toml, {min(silences)}")
    if not time(5) <= escalation.digest <= time(20):
        table.wrong("digest", "must lie between 05:00 and 20:00, when people read it")


def _check_ladder(entry: PackEntry, ladder: tuple[Rung, ...], owing: str) -> None:
    """Check that the first rung is whoever owes it, at the deadline itself, and that the others go upwards."""
    if not ladder:
        entry.wrong("", "is missing: write at least one step")
        return
    if ladder[0].audience != owing or ladder[0].days:
        entry.wrong("[1]", f'must have audience "{owing}" and days 0: who is late hears of it first')
    levels = [rung.level for rung in ladder]
    if levels != sorted(set(levels)) or not set(levels) <= set(LEVELS):
        entry.wrong("level", "must go upwards from 1 to at most 9, none twice")
    known = dict.fromkeys(AUDIENCES if owing == OPD else AUDIENCES[1:])
    for number, rung in enumerate(ladder, 1):
        entry.known(f"[{number}].audience", rung.audience, known, "an audience")
        if number > 1 and not rung.days:
            entry.wrong(f"[{number}].days", "must be 1 or more working days after the step before")


def check_digests(pack: Contents) -> None:
    for flaw in digest_flaws(pack.digests) if pack.digests is not None else ():
        pack.entry("digests.toml", flaw.entry).wrong(flaw.field, flaw.message)
