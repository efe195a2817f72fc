"""Photos' whole way on the real adapters, killed before or after each single AWS call: nothing is lost or doubled."""

import json
import os
from functools import partial

import pytest

from chalicelib import names
from chalicelib.adapters.dynamodb.stores.photo_index import TablePhotoIndex
from chalicelib.adapters.photos.image_cleaning import clean
from chalicelib.adapters.photos.s3_bucket import S3PhotoFiles, S3PhotoStore
from chalicelib.adapters.queues.photo_queue import open_photo_message
from chalicelib.adapters.queues.sqs_batch import RecordsFailed, each_record
from chalicelib.domain import events
from chalicelib.domain.intake.submission import Submission
from chalicelib.domain.photos.proof_check import Trace
from chalicelib.domain.tickets.photo import new_id
from chalicelib.domain.transitions.step_input import StepInput
from chalicelib.flow.ports.photos import Finding
from tests.contract.queues.test_crashes import Killed
from tests.support.factory import NOW, a_dispatch, a_submission, an_officer
from tests.support.memory_ports import HandClock
from tests.support.memory_world import using
from tests.support.photo_files import a_picture, encoded, exif
from tests.support.stage.sqs_events import an_sqs_event
from tests.support.stage.stage_world import ACCOUNT, client
from tests.support.stream_records import record

CONTENT = encoded(a_picture(), exif=exif(place=(-6.75123, 111.03812)))
CALLS = 36


@pytest.fixture
def way(stage, table_tickets, wire, seed):
    return Way(stage, table_tickets, wire, seed("key"))


def test_two_photos_of_a_ticket_are_this_many_calls(way):
    way.go()
    assert len(way.called) == CALLS
    assert way.called[:5] == ["Query", "GetObject", "UpdateItem", "PutObject", "PutObject"]


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("call", range(1, CALLS + 1))
def test_killed_at_any_call_a_photo_still_comes_to_its_ticket_once(way, call, moment):
    way.kill(call, moment)
    case = way.go()
    assert way.kills == 1
    assert [photo.state for photo in case.photos] == ["clean", "clean"]
    flags = {photo.id: photo.flags for photo in case.photos}
    assert flags == {way.reported: (), way.proved: ("same_picture",)}
    assert [event.type for event in case.events].count(events.ProofFlagged.type) == 1
    assert way.left() == {f"{size}/{photo}.jpg": [] for photo in way.photos for size in ("clean", "thumb")}
    assert TablePhotoIndex().add_finding(way.proved, Finding("", NOW)).finding.trace == Trace()


class Way:
    """A report with a photo and the proof of its work with the same one; the queue brings each mail until it is done."""

    def __init__(self, stage, tickets, wire, key):
        self.tickets, self.wire = tickets, wire
        self.bucket = names.photos(stage, ACCOUNT)
        self.clock = HandClock()
        self.photos = self.reported, self.proved = new_id(os.urandom(16)), new_id(os.urandom(16))
        self.key = key
        self.kills, self.called = 0, []
        self.uses = using(
            tickets=tickets,
            clock=self.clock,
            photo_index=TablePhotoIndex(),
            photo_files=S3PhotoFiles(self.bucket),
            cleaner=lambda: clean,
        )
        self.photo_processing = self.uses.photo_processing(ACCOUNT)
        self.wire.paused = True

    def kill(self, call, moment):
        def maybe(made):
            if len(self.wire.calls) == call and not self.kills:
                self.kills += 1
                raise Killed

        setattr(self.wire, moment, maybe)

    def go(self):
        """The report's photo comes before its event, the proof's after it."""
        number = self._report()
        self._deliver(self._arrival(self.reported))
        self._deliver(record(self.tickets.get(number).events[0]))
        done = self._prove(number)
        self._deliver(record(done))
        self._deliver(self._arrival(self.proved))
        return self.tickets.get(number, internal=True)

    def left(self):
        """What lies in the bucket of these photos, with its tags."""
        s3 = client("s3")
        keys = [each["Key"] for each in s3.list_objects_v2(Bucket=self.bucket)["Contents"]]
        own = [key for key in keys if any(photo in key for photo in self.photos)]
        return {key: s3.get_object_tagging(Bucket=self.bucket, Key=key)["TagSet"] for key in own}

    def _report(self):
        template = a_submission()
        submission = Submission(template.report, template.contact, (self.reported,))
        receipt = self.uses.intake().submit(submission, self.key, "c-1")
        self.tickets.save(a_dispatch(receipt.ticket, "DISHUB"))
        return receipt.ticket.id

    def _prove(self, number):
        work = self.uses.staff_actions()
        work.take("start", number, an_officer(), StepInput(), "DISHUB")
        step_input = StepInput(text="Lampu sudah menyala.", photos=(self.proved,))
        case = work.take("finish", number, an_officer(), step_input, "DISHUB")
        return case.last(events.AssignmentDone.type)

    def _arrival(self, photo):
        S3PhotoStore(lambda: self.bucket, lambda: NOW).put_raw(photo, CONTENT, "image/jpeg")
        return json.dumps({"Records": [{"s3": {"object": {"key": f"raw/{photo}"}}}]})

    def _deliver(self, mail):
        self.wire.paused = False
        self._until_done(partial(each_record, an_sqs_event(mail), self.photo_processing.take, open_photo_message))
        self.called = self.wire.operations
        self.wire.paused = True

    def _until_done(self, work):
        while True:
            try:
                return work()
            except (Killed, RecordsFailed):
                self.clock.forward(minutes=6)
