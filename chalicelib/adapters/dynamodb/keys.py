"""All key strings of the table. No other module builds one.

All items of a ticket share its number as `pk`. Their sort keys are in three ranges, so that one query reads what its
reader may see and nothing else: what the public page needs sorts before `INTERNAL`; what OPDs write to each other, from
`INTERNAL` to `PRIVATE`; the reporter's identity and the delivery ledger, after `PRIVATE`.

Partition keys of the indexes: the city for `newest` and `watch`; the status for `by_status`; for `by_service`,
`by_kecamatan`, `by_area`, `by_opd` and `inbox` the value in the name; OPD and inbox state for `shelf`; OPD and
kecamatan for `spot`. At New York's load (3.5 million tickets a year; at a peak of ten times the mean 1.1 new tickets
and about 6 index writes a second) even the busiest, `watch`, which changes with most actions, stays below one twentieth
of the 1,000 writes a second that a DynamoDB partition takes.
"""

from datetime import UTC, datetime
from zlib import crc32

TICKET = "ticket"
REPORT = "report"
PUBLICATION = "publication"
SUPPORTERS = "supporters"
INTERNAL = "|"
PRIVATE = "~"
IDENTITY = "~identity"
STOPPED = "~identity#stopped"
LINK = "link"
SITE = "site"
SECRETS = "secrets"
POOL = "pool"
PEPPER = "pepper"
TICKET_SECRET = "ticket-secret"  # noqa: S105 - a sort key
RATE = "rate"
ADDRESS = "address"
SMS = "sms"
COORDINATOR = "coordinator"
UNDELIVERED = "undelivered"
ACCESS_LOG = "reads"
SEARCH = "search"

ASSIGNMENT = "assignment#"
EVENT = "event#"
NOTE = "note#"
DUPLICATE = "duplicate#"
INTERNAL_NOTE = "|note#"
PHOTO = "photo#"
PHOTO_RECORD = "sheet"
DELIVERY = "~delivery#"
SUPPORT = "~support#"
READING = "~reading#"
COUNTED = "~counted"
SURVEYED = "~surveyed"
COUNT = "count"
COUNTERS = "count#"
GENERATIONS = "generations"
PUBLISHED = "published"
EDITION = "edition"
ACCOUNT = "account"
ATTEMPTS = "attempts"
SURVEY = "survey"

LISTINGS = {
    "all": ("newest", "city", "listed_at"),
    "service": ("by_service", "service", "listed_at"),
    "kecamatan": ("by_kecamatan", "kecamatan", "listed_at"),
    "area": ("by_area", "area", "listed_at"),
    "status": ("by_status", "status", "listed_at"),
    "opd": ("by_opd", "opd", "opd_listed_at"),
}
"""By name of a public list: its index, and the index's partition and sort key."""

INBOX = ("inbox", "inbox", "due")
INBOX_STATE = ("shelf", "shelf", "due")
SPOT = ("spot", "spot", "spot_at")
CONFIDENTIAL = "*"
WATCH = ("watch", "city", "watch")
NEAR = ("near", "cell", "listed_at")
INDEXES = {**LISTINGS, "inbox": INBOX, "shelf": INBOX_STATE, "spot": SPOT, "watch": WATCH, "near": NEAR}


def assignment(opd: str) -> str:
    return f"{ASSIGNMENT}{opd}"


def event(sequence: int) -> str:
    return f"{EVENT}{sequence:05}"


def duplicate(number: str) -> str:
    return f"{DUPLICATE}{number}"


def note(sequence: int, *, is_public: bool) -> str:
    return f"{NOTE if is_public else INTERNAL_NOTE}{sequence:05}"


def photo(photo: str) -> str:
    """Sort key of a photo among its ticket's items, and partition key of its photo record."""
    return f"{PHOTO}{photo}"


def identical_photos(digest: str) -> str:
    """Partition of all photos with the same bytes."""
    return f"alike#same#{digest}"


def similar_photos(place: int, band: str) -> str:
    """Partition of all photos whose image hashes share this band (one of 65,536) at this place."""
    return f"alike#{place}#{band}"


def delivery(notice: str) -> str:
    """Sort key of a delivery, by sequence, from the notice's id `<ticket>/<sequence>/<audience>`."""
    _, sequence, audience = notice.split("/", 2)
    return f"{DELIVERY}{int(sequence):05}#{audience}"


def parse_delivery(sk: str) -> tuple[int, str]:
    """The event's sequence and the audience in the sort key of a delivery."""
    sequence, _, audience = sk.removeprefix(DELIVERY).partition("#")
    return int(sequence), audience


def inbox_state(box: str, state: str) -> str | None:
    """Partition of one state of an inbox: not accepted yet, in one person's hand, disputed; None without a state."""
    return f"{box}/{state}" if state else None


def search(random: str) -> str:
    """Partition of the access entry of one search by phone."""
    return f"search#{random}"


def reading(at: datetime, random: str) -> str:
    """Sort key of the access entry of one reading of a confidential report, among the items of its ticket."""
    return f"{READING}{instant(at)}#{random}"


def spot(opd: str, area: str | None) -> str | None:
    """Partition of an OPD's tickets in the kecamatan of `area`; `CONFIDENTIAL` as OPD means all confidential ones."""
    return f"{opd}/{kecamatan(area)}" if area else None


def spot_order(area: str | None, at: datetime) -> str | None:
    """Sort key within `spot`: by village, then by time."""
    return f"{area}@{instant(at)}" if area else None


def phone(hashed: str) -> str:
    """Partition of a phone number's tickets."""
    return f"phone#{hashed}"


def link(token: str) -> str:
    """Partition of a link in a message to a reporter."""
    return f"{LINK}#{token}"


def address(hashed: str) -> str:
    """Partition of what a phone number or an e-mail address has agreed to."""
    return f"{ADDRESS}#{hashed}"


def rate(bucket: str) -> str:
    """Partition of one bucket of a rate limit."""
    return f"{RATE}#{bucket}"


# Counters. All counters of a month (or of `now`) and a scope (`all` or a kecamatan) share one partition, so that one
# query reads a month's figures: one item for each subject (the city, a service, an area, an OPD) and shard, of 100
# bytes to 2 KB. A ticket's shard follows from its number. At New York's peak about 9 events a second change counters;
# each writes about 16 units to its `all` partition and as many to its kecamatan's: 150 of the 1,000 that a partition
# takes, even if all came from one place. The limit is not units but conflicts of two transactions on one item: with
# `SHARDS` shards each item sees about one transaction a second, of about 20 ms.

SHARDS = 8


def counters(generation: int, period: str, scope: str) -> str:
    return f"{COUNTERS}{generation}#{period}#{scope}"


def generation_of(counters: str) -> int:
    return int(counters.split("#")[1])


def shard(subject: str, ticket: str) -> str:
    return f"{subject}#{crc32(ticket.encode()) % SHARDS}"


def subject_of(shard: str) -> str:
    return shard.rpartition("#")[0]


def published(period: str, scope: str) -> str:
    """Partition of the two published versions of the counters of a period and scope."""
    return f"{PUBLISHED}#{period}#{scope}"


def account(username: str) -> str:
    """Partition of what is kept of an account of the staff beside the user pool."""
    return f"{ACCOUNT}#{username}"


def attempts(hashed: str) -> str:
    """Partition of the attempts of one user name or block of addresses, by its keyed hash."""
    return f"{ATTEMPTS}#{hashed}"


def attempts_window(window: int) -> str:
    """Sort key of the attempts of one span of time."""
    return f"{window:012}"


def survey(name: str) -> str:
    """Partition of one questionnaire. Each has its own, so that the order of answers cannot be seen."""
    return f"{SURVEY}#{name}"


def survey_name(survey: str) -> str:
    return survey.partition("#")[2]


def kecamatan(area: str | None) -> str | None:
    """The kecamatan's Kemendagri code in the code of a place: `33.18.01` in `33.18.01.2003`."""
    return ".".join(area.split(".")[:3]) if area else None


def instant(at: datetime) -> str:
    """The instant as sortable text in UTC, with microseconds."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
