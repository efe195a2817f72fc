"""What the ladder of a city pack (`escalation.toml`) and the texts of digests (`digests.toml`) must fulfil."""

from datetime import time

from chalicelib.domain.deadlines.escalation import AUDIENCES, COORDINATOR, OPD, Rung
from chalicelib.domain.notifications.digest import digest_flaws
from infra.city.checks.pack_contents import Contents, Spot

TABLE = "escalation.toml"
LEVELS = range(1, 10)


def check_escalation(pack: Contents) -> None:
    escalation = pack.escalation
    if escalation is None:
        return
    _check_ladder(pack.at(TABLE, "part"), escalation.part, OPD)
    _check_ladder(pack.at(TABLE, "desk"), escalation.desk, COORDINATOR)
    silences = [policy.silence for policy in pack.deadlines.values()]
    if silences and not 0 < escalation.remind < min(silences):
        pack.at(TABLE, "").wrong("remind", f"must be less than the shortest silence of deadlines.toml, {min(silences)}")
    if not time(5) <= escalation.digest <= time(20):
        pack.at(TABLE, "").wrong("digest", "must lie between 05:00 and 20:00, when people read it")


def _check_ladder(at: Spot, ladder: tuple[Rung, ...], owing: str) -> None:
    """The first rung is whoever owes it, at the deadline itself; then upwards."""
    if not ladder:
        at.wrong("", "is missing: write at least one step")
        return
    if ladder[0].audience != owing or ladder[0].days:
        at.wrong("[1]", f'must have audience "{owing}" and days 0: who is late hears of it first')
    levels = [rung.level for rung in ladder]
    if levels != sorted(set(levels)) or not set(levels) <= set(LEVELS):
        at.wrong("level", "must go upwards from 1 to at most 9, none twice")
    known = dict.fromkeys(AUDIENCES if owing == OPD else AUDIENCES[1:])
    for number, rung in enumerate(ladder, 1):
        at.known(f"[{number}].audience", rung.audience, known, "an audience")
        if number > 1 and not rung.days:
            at.wrong(f"[{number}].days", "must be 1 or more working days after the step before")


def check_digests(pack: Contents) -> None:
    for flaw in digest_flaws(pack.digests) if pack.digests is not None else ():
        pack.at("digests.toml", flaw.entry).wrong(flaw.field, flaw.message)
