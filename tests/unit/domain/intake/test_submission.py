"""What a citizen sends, checked once for page and API: all problems at once, each by its field."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.city.boundaries import Boundary
from chalicelib.domain.errors import Invalid
from chalicelib.domain.intake.submission import read_submission
from chalicelib.domain.tickets.contact import Contact
from chalicelib.domain.tickets.ticket import Visibility
from tests.support.factory import OTHER_VILLAGE, VILLAGE, WORDS, a_catalogue, values

CITY = a_catalogue()


def parse_phone(text):
    """Stands for the real parser: the one number that the tests call right, in two spellings."""
    return "+6281234567890" if text in ("081234567890", "+62 812-3456-7890") else None


def read(**changes):
    return read_submission(values(**changes), CITY, parse_phone, "web")


def problems(given_values=None, **changes):
    with pytest.raises(Invalid) as wrong:
        read_submission(values(**changes) if given_values is None else given_values, CITY, parse_phone, "web")
    return {problem.field: problem.code for problem in wrong.value.problems}


def test_a_good_report_is_read_as_it_was_meant():
    submission = read(
        service="pohon", visibility="anonymous", attributes={"menimpa": "lampu"},
        contact={"name": " Siti ", "phone": "+62 812-3456-7890", "email": "Siti@Warga.Example"},
    )  # fmt: skip
    report = submission.report
    assert (report.service, report.description, report.channel) == ("pohon", WORDS, "web")
    assert (report.place.area, report.place.lat, report.place.long) == (VILLAGE, -6.75123, 111.03812)
    assert (report.visibility, report.attributes) == (Visibility.ANONYMOUS, {"menimpa": "lampu"})
    assert submission.contact == Contact("Siti", "+6281234567890", "siti@warga.example")


def test_what_is_optional_may_be_missing():
    submission = read(visibility=None, location={"area": VILLAGE})
    assert submission.report.visibility is Visibility.PUBLIC
    assert submission.report.attributes == {}
    assert not submission.contact


CASES = [
    ({"service": None}, "service", "service_missing"),
    ({"service": "  "}, "service", "service_missing"),
    ({"service": "ufo"}, "service", "service_unknown"),
    ({"service": 7}, "service", "text"),
    ({"description": None}, "description", "too_short"),
    ({"description": "x" * 9}, "description", "too_short"),
    ({"description": " \n" * 30 + "pendek"}, "description", "too_short"),
    ({"description": "x" * 4001}, "description", "too_long"),
    ({"description": ["Lampu jalan padam"]}, "description", "text"),
    ({"description": "Lampu jalan\x00 padam"}, "description", "control_characters"),
    ({"description": "Lampu jalan\x1b[2J padam"}, "description", "control_characters"),
    ({"description": "Lampu jalan \ud800 padam"}, "description", "control_characters"),
    ({"description": "Lampu jalan \uffff padam"}, "description", "control_characters"),
    ({"visibility": "secret"}, "visibility", "visibility_unknown"),
    ({"visibility": 1}, "visibility", "text"),
    ({"location": None}, "location.area", "place_missing"),
    ({"location": {}}, "location.area", "place_missing"),
    ({"location": {"address": "Depan masjid"}}, "location.area", "place_missing"),
    ({"location": "Ngudi"}, "location", "object"),
    ({"location": {"area": "99.01.01.9999"}}, "location.area", "area_unknown"),
    ({"location": {"area": 99}}, "location.area", "text"),
    ({"location": {"lat": -6.9}}, "location.long", "coordinates_incomplete"),
    ({"location": {"long": 111.0}}, "location.lat", "coordinates_incomplete"),
    ({"location": {"lat": -7.2, "long": 111.0}}, "location.lat", "outside_city"),
    ({"location": {"lat": 111.0, "long": -6.7}}, "location.lat", "outside_city"),
    ({"location": {"lat": "utara", "long": 111.0}}, "location.lat", "coordinate"),
    ({"location": {"lat": "nan", "long": 111.0}}, "location.lat", "coordinate"),
    ({"location": {"lat": float("inf"), "long": 111.0}}, "location.lat", "coordinate"),
    ({"location": {"lat": -6.7, "long": 10**400}}, "location.long", "coordinate"),
    ({"location": {"lat": True, "long": 111.0}}, "location.lat", "coordinate"),
    ({"location": {"lat": [1], "long": 111.0}}, "location.lat", "coordinate"),
    ({"location": {"area": VILLAGE, "address": "x" * 301}}, "location.address", "too_long"),
    ({"location": {"area": VILLAGE, "address": "a\x07"}}, "location.address", "control_characters"),
    ({"contact": {"phone": "62812"}}, "contact.phone", "phone"),
    ({"contact": {"phone": 6281234567890}}, "contact.phone", "text"),
    ({"contact": {"email": "siti@warga"}}, "contact.email", "email"),
    ({"contact": {"email": "siti aminah@warga.example"}}, "contact.email", "email"),
    ({"contact": {"email": "a@b.example,c@d.example"}}, "contact.email", "email"),
    ({"contact": {"email": f"{'a' * 250}@warga.example"}}, "contact.email", "too_long"),
    ({"contact": {"name": "x" * 101}}, "contact.name", "too_long"),
    ({"contact": {"name": "Siti\x00"}}, "contact.name", "control_characters"),
    ({"contact": "Siti"}, "contact", "object"),
    ({"attributes": {"warna": "biru"}}, "attributes.warna", "attribute_unknown"),
    ({"attributes": {"bahaya": "mungkin"}}, "attributes.bahaya", "answer_unknown"),
    ({"attributes": {"nomor-tiang": "x" * 501}}, "attributes.nomor-tiang", "too_long"),
    ({"attributes": {"nomor-tiang": {"a": 1}}}, "attributes.nomor-tiang", "text"),
    ({"attributes": {"nomor-tiang": 7}}, "attributes.nomor-tiang", "text"),
    ({"contact": {"email": f"{'a' * 242}@warga.example"}}, "contact.email", "too_long"),
    ({"attributes": "ya"}, "attributes", "object"),
    ({"service": "rumah-sakit"}, "attributes.rsud", "answer_missing"),
    ({"service": "jalan-rusak", "attributes": {"dalam-cm": "dalam"}}, "attributes.dalam-cm", "answer_number"),
    ({"service": "jalan-rusak", "attributes": {"dalam-cm": -3}}, "attributes.dalam-cm", "answer_number"),
    ({"service": "jalan-rusak", "attributes": {"dalam-cm": float("nan")}}, "attributes.dalam-cm", "answer_number"),
    ({"service": "jalan-rusak", "attributes": {"dalam-cm": True}}, "attributes.dalam-cm", "answer_number"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "field", "code"), CASES, ids=[f"{c[1]}-{c[2]}-{n}" for n, c in enumerate(CASES)])
def test_what_is_wrong_is_told_once_by_its_field(changes, field, code):
    assert problems(**changes) == {field: code}


@pytest.mark.parametrize("changes", [case[0] for case in CASES], ids=range(len(CASES)))
def test_a_field_has_one_problem_at_a_time(changes):
    with pytest.raises(Invalid) as wrong:
        read(**changes)
    fields = [problem.field for problem in wrong.value.problems]
    assert len(fields) == len(set(fields))


def test_everything_that_is_wrong_is_told_at_once():
    body = {
        "service": "pohon", "description": "pendek", "visibility": "?", "attributes": {"menimpa": "?", "warna": "biru"},
        "location": {"lat": "?", "long": "?", "area": "?", "address": "x" * 400},
        "contact": {"name": "\x00", "phone": "1", "email": "?"},
    }  # fmt: skip
    assert problems(body) == {
        "description": "too_short",
        "location.lat": "coordinate",
        "location.long": "coordinate",
        "location.area": "area_unknown",
        "location.address": "too_long",
        "visibility": "visibility_unknown",
        "attributes.menimpa": "answer_unknown",
        "attributes.warna": "attribute_unknown",
        "contact.name": "control_characters",
        "contact.phone": "phone",
        "contact.email": "email",
    }


def test_an_empty_body_is_told_what_it_needs():
    assert problems({}) == {
        "service": "service_missing",
        "description": "too_short",
        "location.area": "place_missing",
    }


def test_how_long_and_how_much_was_given_is_told():
    with pytest.raises(Invalid) as wrong:
        read(description="x" * 4001)
    assert wrong.value.problems[0].params == {"most": 4000, "given": 4001}


@pytest.mark.parametrize("length", [10, 4000])
def test_the_shortest_and_the_longest_description_are_accepted(length):
    assert read(description="é" * length).report.description == "é" * length


def test_markup_is_kept_as_text():
    words = "<script>alert(1)</script> & <b>lampu</b> padam {ticket} %s"
    assert read(description=words).report.description == words


def test_lines_and_tabs_stay_and_line_ends_become_one_kind():
    assert (
        read(description="Lampu padam\r\n\tdi depan\rbalai desa").report.description
        == "Lampu padam\n\tdi depan\nbalai desa"
    )


def test_what_is_left_of_an_emoji_that_was_decoded_wrongly_is_dropped():
    assert read(description="Jalan rusak \xf0\x9f\x99\x8f tolong").report.description == "Jalan rusak \xf0 tolong"


@pytest.mark.parametrize("mark", list("\u061c\u200b\u200e\u200f\u202a\u202e\u2066\u2069\ufeff"), ids=ascii)
def test_marks_that_turn_the_direction_of_text_are_dropped(mark):
    assert read(description=f"Lampu {mark}jalan padam").report.description == "Lampu jalan padam"


def test_letters_have_one_spelling():
    assert read(description="cafe\u0301 gelap sekali").report.description == "caf\u00e9 gelap sekali"


def test_emoji_and_javanese_letters_are_text():
    words = "Lampu padam 😡👨‍👩‍👧 ꦭꦩ꧀ꦥꦸ"
    assert read(description=words).report.description == words


@pytest.mark.parametrize(
    ("lat", "long"), [("-6,75123", "111,03812"), (" -6.75123 ", "111.03812"), (-6.751231, 111.038119)]
)
def test_coordinates_are_read_from_numbers_and_from_text_with_comma_or_point(lat, long):
    place = read(location={"lat": lat, "long": long}).report.place
    assert (place.area, place.lat, place.long) == (None, -6.75123, 111.03812)


def test_an_email_address_may_be_as_long_as_mail_allows():
    email = f"{'a' * 240}@warga.example"
    assert len(email) == 254
    assert read(contact={"email": email}).contact.email == email


SQUARE = Boundary("99.01.02", (((111.0, -6.8), (111.1, -6.8), (111.1, -6.7), (111.0, -6.7), (111.0, -6.8)),))


@pytest.mark.parametrize(
    ("location", "area"),
    [
        ({"lat": -6.75, "long": 111.05}, "99.01.02"),
        ({"lat": -6.75, "long": 111.15}, None),
        ({"lat": -6.75, "long": 111.05, "area": VILLAGE}, VILLAGE),
        ({"area": VILLAGE}, VILLAGE),
    ],
    ids=["inside", "outside", "the citizen knows better", "no coordinates"],
)
def test_coordinates_tell_the_kecamatan_where_the_citizen_does_not(location, area):
    city = replace(CITY, boundaries=(SQUARE,))
    submission = read_submission(values(location=location), city, parse_phone, "web")
    assert submission.report.place.area == area


def test_empty_coordinates_of_a_form_are_none():
    place = read(location={"lat": "", "long": "", "area": OTHER_VILLAGE, "address": ""}).report.place
    assert (place.lat, place.long, place.area) == (None, None, OTHER_VILLAGE)


def test_a_kecamatan_is_an_area_too():
    assert read(location={"area": "99.01.01"}).report.place.area == "99.01.01"


def test_outside_the_city_names_the_city():
    with pytest.raises(Invalid) as wrong:
        read(location={"lat": -7.0051, "long": 110.4381})
    assert wrong.value.problems[0].params == {"city": "Kabupaten Contoh"}


@pytest.mark.parametrize(("given_answer", "stored"), [(12, "12"), (12.5, "12.5"), ("12,5", "12,5"), ("12", "12")])
def test_a_number_may_be_given_as_number_or_as_text(given_answer, stored):
    submission = read(service="jalan-rusak", attributes={"dalam-cm": given_answer})
    assert submission.report.attributes == {"dalam-cm": stored}


def test_an_optional_question_may_stay_empty():
    assert read(attributes={"bahaya": "", "nomor-tiang": None}).report.attributes == {}


def test_a_contact_may_be_a_name_alone():
    assert read(contact={"name": "Siti", "phone": "", "email": None}).contact == Contact("Siti")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
names = st.sampled_from(["service", "description", "location", "visibility", "attributes", "contact", "?"])


@given(st.dictionaries(names, json_values))
def test_whatever_is_sent_is_a_submission_or_a_list_of_problems(body):
    problems = ()
    try:
        submission = read_submission(body, CITY, parse_phone, "api")
    except Invalid as wrong:
        problems = wrong.problems
    assert problems or submission.report.service in CITY.services
