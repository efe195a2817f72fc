"""Filters of subscriptions by attributes of notices. A filter that nothing can ever pass is refused."""

import argparse
import difflib
from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib import names
from chalicelib.adapters.city_pack.pack import load
from chalicelib.domain.deadlines.escalation import LEADERS, Escalation
from chalicelib.domain.notifications.opd_recipients import LETTER_OF
from infra.aws import FILTERS
from infra.aws.failures import Refused

Policy = Mapping[str, Sequence[Any]]

ALARMS = "alarms"
"""The audience of CloudWatch's messages, which have no attributes at all."""

MOST_SUGGESTED = 12
"""As many possible values are named if none is similar; more would hide the advice."""

NO_DIGEST, ONLY_DIGEST = [{"exists": False}], ["daily"]


def filter_policy(options: argparse.Namespace, city: str) -> dict[str, list[Any]]:
    """The filter policy that the options ask for; empty lets everything through.

    Digests go out on the same topics: leaders get them alone unless they ask for more, others only if they ask for it.

    Raises:
        Refused: Nothing could ever pass the filter; or a filter of single notices goes with the day's digest alone.
    """
    attributes = {name: sorted(values) for name in FILTERS if (values := getattr(options, name))}
    audience = options.audience.lower()
    if audience == ALARMS:
        return _of_alarms(options, attributes)
    _check(attributes, possible_values(city, audience))
    return _with_digest(options, attributes) | _of_desa(audience)


def _of_desa(audience: str) -> dict[str, list[Any]]:
    """The filter by which a desa gets its own notices of the topic that all desa share."""
    return {"opd": [audience.upper()]} if names.shares_topic(audience) else {}


def _with_digest(options: argparse.Namespace, attributes: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """The filter with what is wanted of digests, by default of the audience.

    Raises:
        Refused: A filter of single notices goes with the day's digest alone.
    """
    audience = options.audience.lower()
    match options.digest or ("only" if audience == names.LEADERS and not attributes else "no"):
        case "only" if attributes:
            raise Refused(f"A digest is about all of it: leave out {', '.join('--' + name for name in attributes)}.")
        case "only":
            return {"digest": ONLY_DIGEST}
        case "no":
            return attributes | {"digest": NO_DIGEST}
        case _:
            return attributes


def possible_values(city: str, audience: str) -> dict[str, list[str]]:
    """By attribute, every value that a notice to this audience (in small letters) can have."""
    pack = load(city)
    return {
        "event": sorted({event for event, _ in LETTER_OF}),
        "role": ["lead", "support"],
        "service": list(pack.catalogue.services),
        "area": list(pack.catalogue.areas),
        "priority": ["normal", "urgent"],
        "level": [str(level) for level in _levels(pack.escalation, audience)],
    }


def in_words(policy: Policy) -> str:
    """The filter as somebody reads it."""
    named = [f"{name} {' or '.join(map(str, values))}" for name, values in policy.items() if name != "digest"]
    digest = policy.get("digest")
    if digest == ONLY_DIGEST:
        return "the day's digest"
    return (", ".join(named) or "everything") + ("" if digest == NO_DIGEST else " and the day's digest")


def joined(former: Policy, wanted: Policy) -> dict[str, list[Any]] | None:
    """The filter of an address that listens for several desa: SNS keeps one for an address and topic.

    None if it cannot be: the two differ in more than the desa.
    """
    rest = {name: values for name, values in former.items() if name != "opd"}
    if "opd" not in wanted or rest != {name: values for name, values in wanted.items() if name != "opd"}:
        return None
    codes = sorted({*former.get("opd", []), *wanted["opd"]})
    return {name: list(values) for name, values in wanted.items()} | {"opd": codes}


def without(policy: Policy, opd: str) -> dict[str, list[Any]]:
    """The filter without one desa; empty if it was the only one, or if the filter names none."""
    left = [code for code in policy.get("opd", []) if code != opd.upper()]
    return {name: list(values) for name, values in policy.items()} | {"opd": left} if left else {}


def _of_alarms(options: argparse.Namespace, attributes: dict[str, list[str]]) -> dict[str, list[Any]]:
    """The empty policy.

    Raises:
        Refused: There is a filter.
    """
    named = [*attributes, *(["digest"] if options.digest else [])]
    if named:
        raise Refused(f"Alarms cannot be filtered: leave out {', '.join('--' + name for name in named)}.")
    return {}


def _levels(escalation: Escalation, audience: str) -> list[int]:
    """The levels of the ladder that an audience can hear of: 0 is the warning, which leaders do not get."""
    rungs = [*escalation.assignment, *escalation.desk]
    levels = {rung.level for rung in rungs}
    if audience != LEADERS:
        return sorted(levels | {0})
    lowest = min((rung.level for rung in rungs if rung.audience == LEADERS), default=max(levels) + 1)
    return sorted(level for level in levels if level >= lowest)


def _check(attributes: Mapping[str, list[str]], possible: Mapping[str, list[str]]) -> None:
    """Check that notices can have these values.

    Raises:
        Refused: A value is none that a notice can have.
    """
    for name, values in attributes.items():
        for each in values:
            if each not in possible[name]:
                raise Refused(
                    f"No notice has the {name} {each}, so nothing would ever come. {_hint(each, possible[name])}"
                )


def _hint(value: str, possible: list[str]) -> str:
    if len(possible) <= MOST_SUGGESTED:
        return f"Possible are {', '.join(possible)}."
    near = difflib.get_close_matches(value, possible, n=3, cutoff=0.5)
    return f"Did you mean {' or '.join(near)}?" if near else f"There are {len(possible)}: see the city pack."
