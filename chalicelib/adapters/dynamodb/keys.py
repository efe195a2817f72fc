"""Every key string of the table, once (DESIGN section 6).

All items of a ticket share its number as `pk`. What its public page needs sorts before `INTERNAL`, what the OPDs say
among themselves between that and `PRIVATE`, the reporter's identity and the delivery ledger after it: one query reads
what the reader may see and nothing else.

What each index is partitioned by, at New York's load (3.5 million tickets a year, a peak of ten times the mean is
1.1 new tickets and about 6 index writes per second; a DynamoDB partition takes 1,000 writes per second):
`newest` and `watch` by city, `by_status` by status, `by_service`, `by_kecamatan`, `by_area`, `by_opd` and `inbox` by
the value they are named after, `shelf` by OPD and state, `spot` by OPD and kecamatan, both finer than these. Even the
hottest, `watch`, which moves at most steps, stays below one twentieth of a partition.
"""

from datetime import UTC, datetime
from zlib import crc32

TICKET = "ticket"
REPORT = "report"
SUPPORTERS = "supporters"
INTERNAL = "|"
PRIVATE = "~"
IDENTITY = "~identity"
STOPPED = "~identity#stopped"
LINK = "link"
SITE = "site"
POOL = "pool"
PEPPER = "pepper"
COORDINATOR = "coordinator"
UNDELIVERED = "undelivered"
READS = "reads"
SEARCH = "search"

ASSIGNMENT = "assignment#"
EVENT = "event#"
NOTE = "note#"
DUPLICATE = "duplicate#"
INTERNAL_NOTE = "|note#"
PHOTO = "photo#"
SHEET = "sheet"
DELIVERY = "~delivery#"
SUPPORT = "~support#"
COUNTED = "~counted"
SURVEYED = "~surveyed"
COUNT = "count"
COUNTERS = "count#"
GENERATIONS = "generations"
SURVEY = "survey"

LISTINGS = {
    "all": ("newest", "city", "listed_at"),
    "service": ("by_service", "service", "listed_at"),
    "kecamatan": ("by_kecamatan", "kecamatan", "listed_at"),
    "area": ("by_area", "area", "listed_at"),
    "status": ("by_status", "status", "listed_at"),
    "opd": ("by_opd", "opd", "opd_listed_at"),
}
"""What a public list is called: its index, and the index's keys."""

INBOX = ("inbox", "inbox", "due")
SHELF = ("shelf", "shelf", "due")
SPOT = ("spot", "spot", "spot_at")
CONFIDENTIAL = "*"
WATCH = ("watch", "city", "watch")
NEAR = ("near", "cell", "listed_at")
INDEXES = {**LISTINGS, "inbox": INBOX, "shelf": SHELF, "spot": SPOT, "watch": WATCH, "near": NEAR}


def assignment(opd: str) -> str:
    return f"{ASSIGNMENT}{opd}"


def event(sequence: int) -> str:
    return f"{EVENT}{sequence:05}"


def duplicate(number: str) -> str:
    return f"{DUPLICATE}{number}"


def note(sequence: int, *, is_public: bool) -> str:
    return f"{NOTE if is_public else INTERNAL_NOTE}{sequence:05}"


def photo(photo: str) -> str:
    """Of a photo among its ticket's items, and of the partition that holds its sheet."""
    return f"{PHOTO}{photo}"


def same(digest: str) -> str:
    """The partition of all photos with the same bytes."""
    return f"alike#same#{digest}"


def alike(place: int, band: str) -> str:
    """The partition of all photos whose looks share this band: one of 65,536 at each of its places."""
    return f"alike#{place}#{band}"


def delivery(notice: str) -> str:
    """From a notice's id `<ticket>/<sequence>/<audience>`; sorts by sequence."""
    _, sequence, audience = notice.split("/", 2)
    return f"{DELIVERY}{int(sequence):05}#{audience}"


def delivered(sk: str) -> tuple[int, str]:
    """The sequence and the audience in the key of a delivery."""
    sequence, _, audience = sk.removeprefix(DELIVERY).partition("#")
    return int(sequence), audience


def shelf(box: str, name: str) -> str | None:
    """One shelf of an inbox: what nobody has accepted, what one person has in hand, what was disputed."""
    return f"{box}/{name}" if name else None


def search(random: str) -> str:
    """Partition of one search by phone, of which only who and why is kept."""
    return f"search#{random}"


def spot(opd: str, area: str | None) -> str | None:
    """What one OPD has in a kecamatan; `CONFIDENTIAL` for the confidential tickets of all."""
    return f"{opd}/{kecamatan(area)}" if area else None


def spot_order(area: str | None, at: datetime) -> str | None:
    """Village by village."""
    return f"{area}@{instant(at)}" if area else None


def phone(hashed: str) -> str:
    """Partition of a phone number's tickets."""
    return f"phone#{hashed}"


def link(token: str) -> str:
    """Partition of what a link in a message stands for."""
    return f"{LINK}#{token}"


# Counters. All those of a month (or of `now`) and a scope (`all` or a kecamatan) are one partition, so that a month's
# figures are one query: an item for each subject (the city, its services, areas, each OPD) and shard, of some hundred
# bytes to 2 KB. A ticket's shard follows from its number. At New York's peak some 9 events a second change a figure;
# each writes about 16 units into its `all` partition and as many into its kecamatan's: 150 of the 1,000 that a
# partition takes, even if all of them came from one place. What is scarce is not units but that two transactions may
# not meet on one item: with `SHARDS` shards each item sees about one transaction a second, which lasts some 20 ms.

SHARDS = 8


def counters(generation: int, period: str, scope: str) -> str:
    return f"{COUNTERS}{generation}#{period}#{scope}"


def generation_of(counters: str) -> int:
    return int(counters.split("#")[1])


def shard(subject: str, ticket: str) -> str:
    return f"{subject}#{crc32(ticket.encode()) % SHARDS}"


def subject_of(shard: str) -> str:
    return shard.rpartition("#")[0]


def survey(id_: str) -> str:
    """A partition of its own for each questionnaire: nothing tells which came after which."""
    return f"{SURVEY}#{id_}"


def survey_name(survey: str) -> str:
    return survey.partition("#")[2]


def kecamatan(area: str | None) -> str | None:
    """The kecamatan's Kemendagri code in the code of a place: `33.18.01` in `33.18.01.2003`."""
    return ".".join(area.split(".")[:3]) if area else None


def instant(at: datetime) -> str:
    """Sortable as text; UTC."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
