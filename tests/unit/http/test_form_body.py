"""A form with a file as browsers without scripts send it, and as attackers do."""

import contextlib
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.http.core import form_body
from chalicelib.http.core.requests import BodyTooLarge
from tests.support import photo_files
from tests.support.photo_files import BOUNDARY
from tests.support.photo_files import MULTIPART as KIND

JPEG = b"\xff\xd8\xff\xe0\r\n--not the boundary\r\n\r\n\xff\xd9"


def a_form(texts=None, *, photo=JPEG, **changes):
    return photo_files.a_form(texts, photo=photo, **changes)


def test_fields_and_the_photo_come_out_as_they_went_in():
    texts, files = form_body.read(
        KIND, a_form({"description": "Jalan rusak.\r\nDi tikungan … dekat pasar.", "area": ""})
    )
    assert texts == {"description": "Jalan rusak.\r\nDi tikungan … dekat pasar.", "area": ""}
    assert files == {"photo": form_body.File(JPEG, "image/jpeg")}


def test_no_photo_chosen_is_no_file():
    texts, files = form_body.read(KIND, a_form({"key": "x"}, photo=b"", name="", kind="application/octet-stream"))
    assert (texts, files) == ({"key": "x"}, {})


def test_the_name_that_the_file_has_on_the_phone_is_kept_nowhere():
    _, files = form_body.read(KIND, a_form(name="<script>KTP Sri Wahyuni</script>.jpg"))
    assert "Wahyuni" not in repr(files)


def test_a_quoted_boundary_will_do():
    assert form_body.read('multipart/form-data; charset=utf-8; boundary="a b"', a_form({"x": "1"}, boundary="a b"))[0]


@given(st.binary(max_size=2000).filter(lambda content: BOUNDARY.encode() not in content and content))
def test_any_bytes_of_a_photo_survive(content):
    assert form_body.read(KIND, a_form({"a": "b"}, photo=content))[1]["photo"].content == content


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", a_form()),
        (KIND, b""),
        (KIND, b"--" + BOUNDARY.encode()),
        (KIND, a_form()[:-30]),
        (KIND, b"preamble" + a_form()),
        (KIND, a_form().replace(b'name="photo"; ', b"")),
        (KIND, a_form().replace(b'name="photo"', b'name=""')),
        (KIND, a_form({"x" * 101: ""})),
        (f"multipart/form-data; boundary={'b' * 71}", a_form(boundary="b" * 71)),
        (KIND, a_form({"description": "x"}).replace(b"\r\n\r\nx", b"\r\n\r\n\xff\xfe")),
        (KIND, a_form({f"f{n}": "" for n in range(form_body.FIELDS + 1)})),
        (KIND, a_form().replace(b"\r\n\r\n", b"\r\n", 1)[:60]),
    ],
)
def test_what_is_no_such_form_is_refused(kind, body):
    with pytest.raises(ValueError):
        form_body.read(kind, body)


def test_texts_beside_a_photo_are_no_longer_than_those_of_a_form_without_one():
    half = "x" * (form_body.TEXTS // 2)
    assert form_body.read(KIND, a_form({"description": half, "address": half}))[0]["address"] == half
    with pytest.raises(BodyTooLarge):
        form_body.read(KIND, a_form({"description": half, "address": half + "x"}))


@given(st.binary(max_size=400))
def test_no_bytes_break_anything(body):
    try:
        form_body.read(KIND, b"--" + BOUNDARY.encode() + body)
    except ValueError:
        return


PIECES = [
    b"--", b"\r\n", b"\r", b"\n", BOUNDARY.encode(), b"Content-Disposition: form-data", b'; name="a"', b'; filename="b"',
    b"; filename*=UTF-8''c", b"Content-Type: image/jpeg", b"Content-Length: 3", b"Content-Transfer-Encoding: base64",
    b'"', b"\\", b"; ", b"=", b"%22", b": ", b"x" * 5000, b"\x00\xff",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=40).map(b"".join))
def test_no_pieces_of_a_form_in_any_order_break_anything(body):
    try:
        texts, files = form_body.read(KIND, b"--" + BOUNDARY.encode() + b"\r\n" + body)
    except (ValueError, BodyTooLarge):
        return
    assert all(isinstance(text, str) for text in texts.values())
    assert all(file.content for file in files.values())


@given(st.text(max_size=300))
def test_no_content_type_breaks_anything(parameters):
    with contextlib.suppress(ValueError):
        form_body.read(f"multipart/form-data{parameters}", a_form({"a": "b"}))


def test_the_parser_is_loaded_when_such_a_form_comes_and_not_before():
    seen = "import sys; from chalicelib.http.core import form_body as forms; print('multipart' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", seen], capture_output=True, text=True, check=True).stdout == "False\n"
