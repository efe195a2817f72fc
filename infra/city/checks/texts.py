"""Checks of a city pack's keywords and notices; their own modules know their form."""

from collections.abc import Mapping
from typing import Any

from chalicelib.domain.city.catalogue import OTHER, VILLAGE_OFFICE
from chalicelib.domain.notifications.notice_templates import flaws
from chalicelib.domain.routing.classifier import make_guesser
from chalicelib.domain.routing.keyword_index import (
    COMPANIONS,
    FREQUENCY,
    SETTINGS_TABLE,
    STRENGTHS,
    InvalidKeywords,
)
from infra.city.checks.keyword_flaws import keyword_flaws
from infra.city.checks.pack_contents import Contents, PackEntry

TABLE = "keywords.toml"
FIELDS = dict.fromkeys((*STRENGTHS, COMPANIONS, FREQUENCY))
USUAL = "kebiasaan"


def check_keywords(pack: Contents) -> None:
    if pack.keywords is None:
        return
    for code, table in pack.keywords.items():
        if not isinstance(table, Mapping):
            pack.entry(TABLE, "").wrong(code, "must be a table like [jalan-rusak]")
        elif code == SETTINGS_TABLE:
            _check_opds(pack, pack.entry(TABLE, f"{SETTINGS_TABLE}.{USUAL}"), table.get(USUAL, {}), OTHER)
        elif pack.entry(TABLE, code).known("", code, pack.services, "a service"):
            _check_lists(pack, pack.entry(TABLE, code), table)
    if any(not isinstance(table, Mapping) for table in pack.keywords.values()):
        return
    try:
        make_guesser(pack.catalogue, pack.keywords)
        for flaw in keyword_flaws(pack.catalogue, pack.keywords):
            pack.entry(TABLE, flaw.entry).wrong(flaw.field, flaw.message)
    except InvalidKeywords as error:
        pack.entry(TABLE, error.entry).wrong(error.field, error.message)


def _check_lists(pack: Contents, entry: PackEntry, table: Mapping[str, Any]) -> None:
    for name in table:
        entry.known(name, name, FIELDS, "a list of words")
    _check_opds(pack, entry, table.get(COMPANIONS, ()), VILLAGE_OFFICE)


def _check_opds(pack: Contents, entry: PackEntry, codes: Any, also: str) -> None:
    """Check that each code is an OPD, the village office or `also`."""
    known = {**pack.opds, VILLAGE_OFFICE: None, also: None} if pack.opds else {}
    for code in codes:
        entry.known(COMPANIONS if also == VILLAGE_OFFICE else code, code, known, "an OPD of opds.csv")


def check_notices(pack: Contents) -> None:
    for flaw in flaws(pack.notices) if pack.notices is not None else ():
        pack.entry("notices.toml", flaw.entry).wrong(flaw.field, flaw.message)
