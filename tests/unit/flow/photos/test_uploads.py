"""The right to send a photo, and photos that come with a form."""

import pytest

from chalicelib.domain.errors import Invalid
from chalicelib.domain.tickets.photo import MAX_BYTES, is_id
from chalicelib.flow.photos.uploads import LARGEST_IN_FORM
from tests.doubles.ports import use_cases
from tests.support.memory_photo_ports import MemoryPhotoFiles, MemoryPhotoStore


@pytest.fixture
def files():
    return MemoryPhotoFiles()


@pytest.fixture
def uploads(files):
    given = iter(range(100))
    return use_cases(photos=MemoryPhotoStore(files), random=lambda size: bytes([next(given)]) * size).uploads()


def problems(refused):
    return [(problem.field, problem.code) for problem in refused.value.problems]


def test_each_photo_has_an_id_of_its_own(uploads):
    one, two = uploads.begin("image/jpeg", 100), uploads.begin("image/jpeg", 100)
    assert is_id(one.id)
    assert one.id != two.id
    assert one.fields["key"] == f"raw/{one.id}"


@pytest.mark.parametrize(
    "kind", ["image/jpeg", "image/png", "image/webp", "image/heic", "image/heif", "IMAGE/JPEG; q=1"]
)
def test_what_phones_make_may_be_sent(uploads, kind):
    assert uploads.begin(kind).fields["Content-Type"] == kind.partition(";")[0].lower()


@pytest.mark.parametrize("kind", ["", "text/html", "image/svg+xml", "image/gif", "application/pdf", "image/jpegx"])
def test_other_kinds_are_refused_before_they_are_sent(uploads, kind):
    with pytest.raises(Invalid) as refused:
        uploads.begin(kind, 100)
    assert problems(refused) == [("content_type", "photo_kind")]


@pytest.mark.parametrize(("size", "code"), [(0, "photo_empty"), (-1, "photo_empty"), (MAX_BYTES + 1, "photo_large")])
def test_what_is_too_large_or_nothing_is_refused_before_it_is_sent(uploads, size, code):
    with pytest.raises(Invalid) as refused:
        uploads.begin("image/jpeg", size)
    assert problems(refused) == [("size", code)]
    assert uploads.begin("image/jpeg", MAX_BYTES).id


def test_the_photo_of_a_form_is_stored_once_however_often_the_form_comes(uploads, files):
    first = uploads.receive(b"bytes", "image/png", "key")
    assert uploads.receive(b"bytes", "image/png", "key") == first
    assert uploads.receive(b"bytes", "image/png", "other") != first
    assert files.raws[first].content == b"bytes"
    assert files.raws[first].content_type == "image/png"


@pytest.mark.parametrize(
    ("content", "kind", "code"),
    [
        (b"", "image/png", "photo_empty"),
        (b"x" * (LARGEST_IN_FORM + 1), "image/png", "photo_large"),
        (b"x", "text/plain", "photo_kind"),
    ],
)
def test_a_form_s_photo_that_cannot_be_one_is_a_problem_of_its_field(uploads, files, content, kind, code):
    with pytest.raises(Invalid) as refused:
        uploads.receive(content, kind, "key")
    assert problems(refused) == [("photos", code)]
    assert files.raws == {}
