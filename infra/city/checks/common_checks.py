"""Checks of a city pack beyond the form of its files: `CHECKS` has one function for each subject."""

import re
from collections.abc import Callable

from chalicelib import names
from chalicelib.domain.city.working_time import ZONES
from infra.city.checks.answers import check_answers
from infra.city.checks.escalation import check_digests, check_escalation
from infra.city.checks.messages import check_messages
from infra.city.checks.pack_contents import Contents
from infra.city.checks.services import check_details, check_rules, check_services
from infra.city.checks.texts import check_keywords, check_notices
from infra.city.checks.time_rules import check_deadlines, check_holidays, check_hours

OPD_KINDS = dict.fromkeys(
    (
        "badan",
        "bumd",
        "desa",
        "dinas",
        "eksternal",
        "inspektorat",
        "kecamatan",
        "kelurahan",
        "rsud",
        "satuan",
        "sekretariat",
    )
)
AREA_KINDS = dict.fromkeys(("kecamatan", "desa", "kelurahan"))


def check_city(pack: Contents) -> None:
    city, file = pack.city, "city.toml"
    if not pack.city.code:
        return  # could not be read, which is reported already
    pack.entry(file, "").known("zone", city.zone, ZONES, "WIB, WITA or WIT")
    if not re.fullmatch(r"\d\d\.\d\d", city.kemendagri):
        pack.entry(file, "").wrong("kemendagri", f'"{city.kemendagri}" must be the code of a regency like "33.18"')
    if not re.fullmatch("[A-Z]{2,4}", city.prefix):
        pack.entry(file, "").wrong("prefix", f'"{city.prefix}" must be 2 to 4 capital letters')
    if not city.emergencies:
        pack.entry(file, "emergencies").wrong("", "give at least one number to call, like [emergencies.112]")
    _check_box(pack)


def _check_box(pack: Contents) -> None:
    box = pack.city.box
    if not -90 <= box.south < box.north <= 90:
        pack.entry("city.toml", "box").wrong("south", "must be smaller than north, both within -90 and 90 degrees")
    elif not -11.5 <= box.south <= 6.5:
        pack.entry("city.toml", "box").wrong("south", "lies outside Indonesia (-11.5 to 6.5 degrees)")
    if not 94 <= box.west < box.east <= 142:
        pack.entry("city.toml", "box").wrong(
            "west", "must be smaller than east, both within Indonesia (94 to 142 degrees)"
        )


def check_opds(pack: Contents) -> None:
    for opd in pack.opds.values():
        pack.entry("opds.csv", opd.code).known("kind", opd.kind, OPD_KINDS, "a kind of OPD")
        if not re.fullmatch("[A-Z0-9]+(-[A-Z0-9]+)*", opd.code):
            pack.entry("opds.csv", opd.code).wrong("code", "must be capital letters and digits, joined by -")
        if (opd.kind == "desa") != names.shares_topic(opd.code):
            pack.entry("opds.csv", opd.code).wrong("code", "begins with DESA- if it is a desa, and only then")
        if opd.code == "DESA":
            pack.entry("opds.csv", opd.code).wrong("code", "is what the topic that all desa share is called by")
        if opd.is_external and not opd.contact:
            pack.entry("opds.csv", opd.code).wrong("contact_id", "is missing: say how citizens reach this institution")


def check_areas(pack: Contents) -> None:
    for area in pack.areas.values():
        pack.entry("areas.csv", area.code).known("kind", area.kind, AREA_KINDS, "kecamatan, desa or kelurahan")
        parent = area.code.rpartition(".")[0]
        if area.parent != parent:
            pack.entry("areas.csv", area.code).wrong("parent", f'must be "{parent}", the code without its last part')
        elif area.kind == "kecamatan" and pack.city.kemendagri and parent != pack.city.kemendagri:
            pack.entry("areas.csv", area.code).wrong("code", f'does not lie in "{pack.city.kemendagri}" of city.toml')
        elif area.kind != "kecamatan" and parent not in pack.areas:
            pack.entry("areas.csv", area.code).wrong("parent", f'"{parent}" is no kecamatan of this file')
        if area.post_code and not re.fullmatch(r"\d{5}", area.post_code):
            pack.entry("areas.csv", area.code).wrong("post_code", "must be five digits")
        _check_office(pack, area.code)


def _check_office(pack: Contents, code: str) -> None:
    office = pack.catalogue.village_office(code) if pack.city.code and pack.opds else None
    if office and office not in pack.opds:
        pack.entry("opds.csv", office).wrong(
            "code", f"is missing: it is the office of {pack.areas[code].name} ({code})"
        )


CHECKS: tuple[Callable[[Contents], None], ...] = (
    check_city, check_opds, check_areas, check_hours, check_holidays, check_deadlines, check_services, check_details,
    check_rules, check_keywords, check_notices, check_answers, check_escalation, check_digests, check_messages,
)  # fmt: skip
