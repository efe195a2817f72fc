"""What becomes of files that are sent as photos: of honest ones, and of those that are none."""

import io
import struct
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from types import SimpleNamespace

import pytest
from PIL import Image

from chalicelib.adapters.photos.exif import trace_of
from chalicelib.adapters.photos.image_cleaning import CLEAN, PIXELS, SCANS, THUMB, clean
from chalicelib.domain.photos.image_similarity import is_near
from chalicelib.domain.tickets.photo import MAX_BYTES
from chalicelib.flow.ports.photos import NotAPicture
from tests.support.photo_files import (
    a_file,
    a_jpeg_with,
    a_picture,
    a_png_of,
    a_png_with_words,
    an_icc_profile,
    encoded,
    exif,
    jpeg_markers,
    raw,
)  # fmt: skip

SECRET = "RAHASIA-SITI-AMINAH"
PLAIN = {0xDB, 0xC2, 0xC4, 0xE0}  # tables, the frame, JFIF's own head
KINDS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


def shown(made):
    return Image.open(io.BytesIO(made.clean))


def refusal(*given):
    with pytest.raises(NotAPicture) as refused:
        clean(raw(*given))
    return refused.value.reason


def near(colour, other):
    return all(abs(one - two) < 40 for one, two in zip(colour, other, strict=True))


NO_ZONE = datetime(2026, 11, 24, 10, 15)  # noqa: DTZ001 - as the camera tells it
RED, BLUE, WHITE = (230, 20, 20), (20, 20, 230), (255, 255, 255)


@pytest.mark.parametrize("kind", KINDS)
def test_a_photo_of_each_kind_becomes_a_jpeg(kind):
    made = clean(raw(encoded(a_picture(), kind), KINDS[kind]))
    image = shown(made)
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (320, 240))
    assert (made.width, made.height) == (320, 240)
    assert near(image.getpixel((10, 10)), RED)
    assert near(image.getpixel((310, 230)), BLUE)


def test_a_heic_of_a_phone_becomes_a_jpeg_and_tells_where_and_when():
    made = clean(a_file("phone.heic"))
    assert (shown(made).format, shown(made).size) == ("JPEG", (320, 240))
    assert (made.trace.lat, made.trace.long) == (-6.75123, 111.03812)
    assert made.trace.taken == datetime(2026, 11, 24, 10, 15, tzinfo=timezone(timedelta(hours=7)))


def test_large_ones_are_made_smaller_and_small_ones_stay():
    made = clean(raw(encoded(a_picture((4000, 3000)))))
    assert shown(made).size == (CLEAN, CLEAN * 3 // 4)
    assert Image.open(io.BytesIO(made.thumb)).size == (THUMB, THUMB * 3 // 4)
    assert shown(clean(raw(encoded(a_picture((90, 60)))))).size == (90, 60)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", KINDS)
def test_what_was_held_askew_is_put_upright(kind, orientation):
    upright = a_picture()
    turns = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # back to how the camera stored it
    stored = upright.transpose(turns[orientation]) if orientation > 1 else upright
    image = shown(clean(raw(encoded(stored, kind, exif=exif(orientation)), KINDS[kind])))
    assert image.size == (320, 240)
    assert near(image.getpixel((10, 10)), RED)
    assert near(image.getpixel((310, 230)), BLUE)


def with_everything(kind):
    """A photo with all that can be said in it beside the picture."""
    metadata = exif(6, place=(-6.75123, 111.03812), taken="2026:11:24 10:15:00")
    metadata[0x010F], metadata[0x8298] = SECRET, SECRET
    small = io.BytesIO()
    a_picture((60, 40)).save(small, "JPEG", comment=SECRET)
    options = {"exif": metadata, "icc_profile": an_icc_profile()}
    options |= {"xmp": f"<x:xmpmeta>{SECRET}</x:xmpmeta>".encode()} if kind != "PNG" else {}
    return encoded(a_picture(), kind, **options, **({"comment": SECRET} if kind == "JPEG" else {}))


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_but_the_picture_is_left(kind):
    content = with_everything(kind)
    assert SECRET.encode() in content
    made = clean(raw(content, KINDS[kind]))
    for copy in (made.clean, made.thumb):
        assert set(jpeg_markers(copy)) <= PLAIN
        assert SECRET.encode() not in copy
        image = Image.open(io.BytesIO(copy))
        assert not image.getexif()
        assert image.info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}


def test_words_in_a_png_and_comments_in_a_jpeg_are_gone():
    for content, kind in ((a_png_with_words(Author=SECRET), "PNG"), (a_jpeg_with((0xFE, SECRET.encode())), "JPEG")):
        assert SECRET.encode() in content
        assert SECRET.encode() not in clean(raw(content, KINDS[kind])).clean


def test_a_picture_inside_the_metadata_is_gone():
    inside = encoded(a_picture((100, 80)), comment=SECRET)
    content = a_jpeg_with((0xE1, b"Exif\0\0" + inside))
    made = clean(raw(content))
    assert made.clean.count(b"\xff\xd8\xff") == 1
    assert SECRET.encode() not in made.clean


def test_html_in_a_real_jpeg_does_not_survive():
    script = b"<html><script>alert(1)</script></html>"
    for content in (a_jpeg_with((0xFE, script)), encoded(a_picture()) + script):
        assert b"<script" not in clean(raw(content)).clean


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "not_image"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "not_image"),
        (b"<!doctype html><html><body>hai</body></html>", "not_image"),
        (b"PK\x03\x04" + b"\0" * 100, "not_image"),
        (b"\xff\xd8\xff<html><script>alert(1)</script>", "broken"),
        (b"\x89PNG\r\n\x1a\n<svg/>", "broken"),
        (b"RIFF\x20\0\0\0WEBPVP8 <svg/>", "broken"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "broken"),
        (encoded(a_picture(), "GIF"), "kind"),
        (encoded(a_picture(), "TIFF"), "kind"),
        (encoded(a_picture(), "BMP"), "kind"),
    ],
    ids=lambda given: str(given)[:24],
)
def test_what_is_no_photo_is_refused_with_a_reason(content, reason):
    assert refusal(content) == reason


def test_a_kind_that_phones_make_but_we_do_not_take_is_called_so():
    with pytest.raises(NotAPicture, match="kind"):
        clean(a_file("other.avif"))


def test_a_file_of_another_kind_than_it_says_is_refused():
    assert refusal(encoded(a_picture(), "PNG"), "image/jpeg") == "mislabelled"
    assert refusal(encoded(a_picture()), "image/heic") == "mislabelled"


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_ends_too_soon_is_refused(kind):
    content = encoded(a_picture((640, 480)), kind)
    for share in (0.3, 0.6, 0.9):
        assert refusal(content[: int(len(content) * share)], KINDS[kind]) == "broken"


def test_a_heic_that_ends_too_soon_is_refused():
    content = a_file("phone.heic").content
    for share in (0.3, 0.6, 0.9):
        assert refusal(content[: int(len(content) * share)], "image/heic") == "broken"


def test_noise_in_the_middle_of_a_file_never_does_more_than_being_refused():
    for content, kind in ((a_file("phone.heic").content, "image/heic"), (encoded(a_picture()), "image/jpeg"),
                          (encoded(a_picture(), "PNG"), "image/png"), (encoded(a_picture(), "WEBP"), "image/webp")):  # fmt: skip
        for at in range(12, len(content), max(7, len(content) // 120)):
            with suppress(NotAPicture):
                assert clean(raw(content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :], kind)).clean


def test_a_bomb_is_refused_by_what_its_head_says():
    assert refusal(a_png_of(65_000, 65_000), "image/png") == "too_large"
    assert refusal(a_png_of(PIXELS // 5000 + 1, 5000), "image/png") == "too_large"


def test_a_file_with_more_bytes_than_may_be_sent_is_refused():
    assert refusal(encoded(a_picture()) + b"\0" * MAX_BYTES) == "too_large"


def test_a_jpeg_with_thousands_of_scans_is_refused():
    content = encoded(a_picture(), progressive=True)
    assert refusal(content[:-2] + b"\xff\xda\0\x08\x01\x01\0\0\x3f\0" * (SCANS + 1) + content[-2:]) == "too_large"


def test_a_photo_with_a_film_behind_it_is_a_photo():
    film = b"\0\0\0\x18ftypmp42" + b"\xff\xda\0\x08film" * SCANS * 2
    assert shown(clean(raw(encoded(a_picture()) + film))).size == (320, 240)


def test_other_kinds_may_hold_any_bytes():
    content = encoded(a_picture(), "WEBP", exif=exif().tobytes() + b"\xff\xda" * SCANS * 2)
    assert shown(clean(raw(content, "image/webp"))).size == (320, 240)


def test_a_line_of_pixels_is_a_photo_too():
    assert shown(clean(raw(encoded(a_picture((6000, 3)), "PNG"), "image/png"))).size == (CLEAN, 1)


@pytest.mark.parametrize("kind", ["WEBP", "PNG"])
def test_of_what_moves_the_first_picture_is_taken(kind):
    moving = encoded(a_picture(), kind, save_all=True, append_images=[Image.new("RGB", (320, 240), "black")] * 3)
    assert near(shown(clean(raw(moving, KINDS[kind]))).getpixel((10, 10)), RED)


def test_of_several_pictures_in_one_heic_the_main_one_is_taken():
    assert near(shown(clean(a_file("several.heic"))).getpixel((10, 10)), (250, 20, 20))


def test_of_a_camera_s_several_jpegs_in_one_file_the_first_is_taken():
    several = encoded(a_picture(), "MPO", save_all=True, append_images=[Image.new("RGB", (320, 240), "black")])
    assert near(shown(clean(raw(several))).getpixel((10, 10)), RED)


def test_transparent_places_are_white():
    for mode in ("RGBA", "LA", "P"):
        picture = a_picture(mode="RGBA")
        picture.putalpha(0)
        content = encoded(picture.convert(mode), "PNG")
        assert near(shown(clean(raw(content, "image/png"))).getpixel((10, 10)), WHITE)


def test_sixteen_bits_become_eight():
    deep = Image.new("I;16", (64, 48), 40_000)
    (shade,) = {shown(clean(raw(encoded(deep, "PNG"), "image/png"))).convert("L").getpixel((x, 9)) for x in (3, 60)}
    assert abs(shade - 40_000 // 256) < 3


@pytest.mark.parametrize(("mode", "kind"), [("1", "PNG"), ("L", "PNG"), ("L", "JPEG"), ("CMYK", "JPEG"), ("P", "PNG")])
def test_every_way_to_keep_colours_is_understood(mode, kind):
    image = shown(clean(raw(encoded(a_picture(mode=mode), kind), KINDS[kind])))
    assert image.mode == "RGB"
    if mode in ("CMYK", "P"):
        assert near(image.getpixel((10, 10)), RED)


def test_colours_of_another_space_are_brought_into_srgb():
    for mode, kind in (("RGB", "JPEG"), ("RGBA", "PNG"), ("P", "PNG")):
        content = encoded(a_picture(mode=mode), kind, icc_profile=an_icc_profile(swapped=True))
        assert near(shown(clean(raw(content, KINDS[kind]))).getpixel((10, 10)), BLUE)


@pytest.mark.parametrize("profile", [b"nonsense", b"\0" * 200, struct.pack(">I", 10**9)])
def test_a_profile_that_is_none_does_no_harm(profile):
    image = shown(clean(raw(encoded(a_picture(), icc_profile=profile))))
    assert near(image.getpixel((10, 10)), RED)


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ({"taken": "2026:11:24 10:15:00"}, NO_ZONE),
        ({"taken": "2026:11:24 10:15:00", "offset": "+07:00"}, datetime(2026, 11, 24, 3, 15, tzinfo=UTC)),
        ({"taken": "2026:11:24 10:15:00", "offset": "kacau"}, NO_ZONE),
        ({"taken": "0000:00:00 00:00:00"}, None),
        ({"taken": "kemarin"}, None),
        ({}, None),
    ],
)
def test_when_the_camera_took_it(given, taken):
    assert clean(raw(encoded(a_picture(), exif=exif(**given)))).trace.taken == taken


def test_where_the_camera_was_in_png_and_webp_too():
    for kind in ("PNG", "WEBP"):
        content = encoded(a_picture(), kind, exif=exif(place=(-6.75123, 111.03812)))
        trace = clean(raw(content, KINDS[kind])).trace
        assert (trace.lat, trace.long) == (-6.75123, 111.03812)


def test_places_that_cannot_be_are_none():
    nonsense = [
        "kacau",
        b"kacau",
        (200.0, 0, 0),
        (float("nan"),) * 3,
        (0.0, 0.0, 0.0),
        ("x", "y"),
        (),
        None,
        7,
        (1e999,),
    ]
    for broken in nonsense:
        ifds = {0x8825: {1: "S", 2: broken, 3: "E", 4: broken}, 0x8769: {}}
        camera = SimpleNamespace(getexif=lambda ifds=ifds: SimpleNamespace(get_ifd=ifds.get))
        assert trace_of(camera).lat is None


def test_the_same_bytes_give_the_same_copies():
    content = encoded(a_picture())
    assert clean(raw(content)) == clean(raw(content))


@pytest.mark.parametrize("name", ["re-encoded", "resized", "trimmed by 1 %", "as PNG"])
def test_a_picture_that_was_worked_over_is_recognised(name):
    picture = a_picture((1200, 900))
    worked = {
        "re-encoded": encoded(picture, quality=35),
        "resized": encoded(picture.resize((500, 375))),
        "trimmed by 1 %": encoded(picture.crop((12, 9, 1188, 891))),
        "as PNG": encoded(picture, "PNG"),
    }[name]
    first = clean(raw(encoded(picture, quality=92)))
    again = clean(raw(worked, "image/png" if name == "as PNG" else "image/jpeg"))
    assert is_near(first.image_hash, again.image_hash)


def test_other_pictures_are_others():
    looks = [clean(raw(encoded(a_picture((1200, 900), seed=n)))).image_hash for n in range(12)]
    assert not [(a, b) for a in range(12) for b in range(a) if is_near(looks[a], looks[b])]


def test_a_dark_photo_has_no_look_that_all_dark_photos_would_share():
    assert clean(raw(encoded(Image.new("RGB", (300, 200), (8, 8, 9))))).image_hash == ""
