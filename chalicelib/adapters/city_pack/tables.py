"""Makes the domain's records from entries of a city pack: one function for each kind of entry."""

from collections.abc import Sequence

from chalicelib.adapters.city_pack.entries import Entry
from chalicelib.domain.city.catalogue import (
    Area,
    Box,
    Choice,
    City,
    Deadline,
    Emergency,
    Group,
    Messaging,
    Opd,
    Question,
    Rule,
    Service,
)
from chalicelib.domain.city.office_hours import Break, Holiday, Hours
from chalicelib.domain.deadlines.escalation import Escalation, Rung

OPDS = ("code", "name", "kind", "confirmed", "source", "contact_id", "contact_en", "week")
AREAS = ("code", "name", "kind", "parent", "post_code")
GROUPS = ("code", "name_id", "name_en")
HOLIDAYS = ("date", "name", "kind", "estimated")
DAYS = ("verification", "first_answer", "resolution", "silence")
WEEKDAYS = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu")
SERVICES = (
    "code", "group", "name_id", "name_en", "description_id", "description_en", "dimension", "lead", "refer", "support",
    "deadline", "phase", "adopted_from", "call", "validation", "proof",
)  # fmt: skip


def city(entry: Entry, code: str) -> City:
    contacts = entry.table("contacts")
    return City(
        code=code,
        name=entry.text("name"),
        kemendagri=entry.text("kemendagri"),
        prefix=entry.text("prefix"),
        zone=entry.text("zone"),
        box=_box(entry.table("box")),
        contacts={key: contacts.text(key) for key in contacts.values},
        emergencies=tuple(_emergency(number) for number in entry.table("emergencies").each()),
        messaging=_messaging(entry.table("messages")) if "messages" in entry.values else Messaging(),
    )


def _messaging(entry: Entry) -> Messaging:
    return Messaging(
        sms=entry.truth("sms"),
        email=entry.truth("email"),
        sender_id=entry.text("sender_id", ""),
        address=entry.text("address", ""),
        name=entry.text("name", ""),
    )


def _box(entry: Entry) -> Box:
    return Box(entry.number("south"), entry.number("west"), entry.number("north"), entry.number("east"))


def _emergency(entry: Entry) -> Emergency:
    return Emergency(entry.key, entry.languages())


def hours(entry: Entry) -> Hours:
    return Hours(
        closing=entry.clock("closing"),
        friday_closing=entry.clock("friday_closing"),
        week=entry.whole("week"),
        opening=entry.clock("opening"),
        saturday_closing=entry.clock("saturday_closing") if "saturday_closing" in entry.values else None,
        breaks=tuple(_break(each) for each in entry.tables("breaks")),
    )


def _break(entry: Entry) -> Break:
    return Break(_weekdays(entry), entry.clock("start"), entry.clock("end"))


def _weekdays(entry: Entry) -> tuple[int, ...]:
    names = entry.phrases("days")
    for name in names:
        if name not in WEEKDAYS:
            entry.wrong("days", f'"{name}" must be one of {", ".join(WEEKDAYS)}')
    return tuple(WEEKDAYS.index(name) for name in names if name in WEEKDAYS)


def opd(entry: Entry) -> Opd:
    has_contact = entry.text("contact_id", "") or entry.text("contact_en", "")
    return Opd(
        code=entry.text("code"),
        name=entry.text("name"),
        kind=entry.text("kind"),
        confirmed=entry.flag("confirmed"),
        source=entry.text("source"),
        contact=entry.bilingual("contact") if has_contact else None,
        week=_week(entry),
    )


def _week(entry: Entry) -> int | None:
    """Working days a week; None if the column is empty."""
    days = entry.text("week", "")
    if days and days not in ("5", "6"):
        entry.wrong("week", f'must be 5 or 6, or empty for as many as in city.toml, not "{days}"')
    return int(days) if days in ("5", "6") else None


def area(entry: Entry) -> Area:
    code, name, kind = entry.text("code"), entry.text("name"), entry.text("kind")
    return Area(code, name, kind, entry.text("parent"), entry.text("post_code", ""))


def group(entry: Entry) -> Group:
    return Group(entry.text("code"), entry.bilingual("name"))


def holiday(entry: Entry) -> Holiday:
    return Holiday(entry.day("date"), entry.text("name"), entry.text("kind"), entry.flag("estimated"))


def deadline(entry: Entry) -> Deadline:
    return Deadline(
        code=entry.key,
        name=entry.bilingual("name"),
        verification=entry.whole("verification"),
        first_answer=entry.whole("first_answer"),
        resolution=entry.whole("resolution"),
        source=entry.text("source"),
        note=entry.text("note", ""),
        silence=entry.whole("silence"),
        about_staff=entry.truth("about_staff"),
    )


def escalation(entry: Entry) -> Escalation:
    return Escalation(
        assignment=tuple(_rung(rung) for rung in entry.tables("part")),
        desk=tuple(_rung(rung) for rung in entry.tables("desk")),
        remind=entry.whole("remind"),
        digest=entry.clock("digest"),
    )


def _rung(entry: Entry) -> Rung:
    return Rung(entry.whole("level"), entry.bilingual("name"), entry.text("audience"), entry.whole("days"))


def own_deadline(entry: Entry) -> dict[str, int | str]:
    """The values in which one service differs from its kind of report."""
    days = {name: entry.whole(name) for name in DAYS if name in entry.values}
    return days | {name: entry.text(name) for name in ("source", "note") if name in entry.values}


def service(entry: Entry, questions: Sequence[Question], rules: Sequence[Rule]) -> Service:
    """A row of `services.csv`, with the questions and rules from the file of its group."""
    return Service(
        code=entry.text("code"),
        name=entry.bilingual("name"),
        description=entry.bilingual("description"),
        group=entry.text("group"),
        dimension=entry.text("dimension"),
        lead=entry.option("lead"),
        refer=entry.option("refer"),
        support=entry.codes("support"),
        deadline=entry.text("deadline"),
        phase=entry.text("phase"),
        adopted_from=entry.option("adopted_from"),
        call=entry.codes("call"),
        questions=questions,
        rules=rules,
        validation=entry.flag("validation", "tidak"),
        proof=entry.flag("proof", "tidak"),
    )


def question(entry: Entry) -> Question:
    """A table below `[questions]`; its `id` and `en` are the question in both languages."""
    choices = tuple(_choice(choice) for choice in entry.tables("choices"))
    kind = entry.text("kind", "choice")
    return Question(entry.key, entry.languages(), kind, entry.truth("required"), choices)


def _choice(entry: Entry) -> Choice:
    return Choice(entry.text("code"), entry.languages(), entry.codes("call"))


def rule(entry: Entry) -> Rule:
    """A table of `[[rules]]`. The caller reads its `services`, for which the rule holds."""
    answers = entry.table("answers") if "answers" in entry.values else None
    return Rule(
        why=entry.bilingual("why"),
        answers={code: answers.phrases(code) for code in answers.values} if answers else {},
        words=entry.phrases("words"),
        areas=entry.codes("areas"),
        lead=entry.option("lead"),
        support=entry.codes("support"),
        refer=entry.option("refer"),
    )
