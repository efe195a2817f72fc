"""The ports of photos in memory. They pass the same contract tests as the real adapters (tests/contract)."""

from dataclasses import dataclass, field, replace
from threading import RLock

from chalicelib.domain.photos.image_similarity import is_near
from chalicelib.domain.photos.proof_check import EarlierUse, Trace
from chalicelib.flow.ports.photos import CleanedPhoto, NotAPicture, PhotoRecord, RawPhoto, Upload
from tests.support.factory import NOW

ORIGIN = "https://foto.contoh.example"


@dataclass
class MemoryPhotoStore:
    """The bucket as pages and API see it, on the same files as `MemoryPhotoFiles`."""

    files: "MemoryPhotoFiles"
    origin = ORIGIN

    def upload(self, photo, content_type):
        return Upload(photo, ORIGIN, {"key": f"raw/{photo}", "Content-Type": content_type}, NOW)

    def put_raw(self, photo, content, content_type):
        self.files.send(photo, content, content_type)

    def url(self, photo, size="clean", lifetime=None):
        return f"{ORIGIN}/{size}/{photo}.jpg"


@dataclass
class MemoryPhotoFiles:
    """`raws` are what was sent, `copies` the copies, `kept` those that belong to a ticket."""

    raws: dict = field(default_factory=dict)
    copies: dict = field(default_factory=dict)
    kept: set = field(default_factory=set)
    lock: RLock = field(default_factory=RLock)

    def send(self, photo, content, content_type="image/jpeg", at=NOW):
        with self.lock:
            self.raws[photo] = RawPhoto(content, content_type, at)

    def raw(self, photo):
        with self.lock:
            return self.raws.get(photo)

    def put_cleaned(self, photo, cleaned):
        with self.lock:
            self.copies[photo] = cleaned
            self.kept.discard(photo)

    def keep(self, photo):
        with self.lock:
            self.kept.add(photo)

    def drop_raw(self, photo):
        with self.lock:
            self.raws.pop(photo, None)


@dataclass
class MemoryPhotoIndex:
    claims: dict = field(default_factory=dict)
    records: dict = field(default_factory=dict)
    alike: dict = field(default_factory=dict)
    lock: RLock = field(default_factory=RLock)

    def find(self, photo):
        with self.lock:
            return self._record(photo)

    def claim(self, photo, digest, at):
        with self.lock:
            return self.claims.setdefault(photo, digest)

    def add_finding(self, photo, finding):
        with self.lock:
            record = self._record(photo)
            self.records[photo] = replace(record, finding=record.finding or finding)
            return self.records[photo]

    def add_attachment(self, photo, attachment):
        with self.lock:
            record = self._record(photo)
            self.records[photo] = replace(record, attachment=record.attachment or attachment)
            return self.records[photo]

    def add_picture(self, record):
        with self.lock:
            self.alike[record.id] = record

    def earlier(self, record):
        with self.lock:
            similar = [_alike(other, record) for other in self.alike.values() if other.id != record.id]
        return tuple(sorted((each for each in similar if each), key=lambda each: not each.is_same))

    def settle(self, photo):
        with self.lock:
            record = self._record(photo)
            finding = replace(record.finding, trace=Trace())
            self.records[photo] = replace(record, finding=finding, is_settled=True)

    def _record(self, photo):
        return self.records.get(photo, PhotoRecord(photo))


def _alike(other, record):
    other_use, own_use = other.attachment, record.attachment
    if (other_use.ticket, other_use.sequence) == (own_use.ticket, own_use.sequence):
        return None
    is_same = other.finding.digest == record.finding.digest
    if not is_same and not is_near(other.finding.image_hash, record.finding.image_hash):
        return None
    return EarlierUse(other.id, other_use.ticket, other_use.sequence, is_same)


def picture_cleaner(raw):
    """Takes what tests write for pictures: `look|lat|long|taken`, anything after the first part left out as they like."""
    if raw.content.startswith(b"!"):
        raise NotAPicture(raw.content[1:].decode())
    image_hash, *trace = raw.content.decode().split("|")
    lat, long, taken = [*trace, "", "", ""][:3]
    parsed_trace = Trace(float(lat) if lat else None, float(long) if long else None, taken or None)
    return CleanedPhoto(b"clean " + raw.content, b"thumb " + raw.content, 800, 600, image_hash, parsed_trace)
