"""Indonesian mobile numbers, as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.adapters.city_pack.phone_numbers import parse_phone


@pytest.mark.parametrize(
    "text",
    [
        "081234567890",
        "81234567890",
        "+6281234567890",
        "6281234567890",
        "006281234567890",
        "+62 812-3456-7890",
        "0812 3456 7890",
        "0812.3456.7890",
        "(0812) 3456-7890",
        "+62 (0)812-3456-7890",
        "  62-812-3456-7890 ",
        "0062 812 3456 7890",
    ],
)
def test_every_spelling_of_a_mobile_number_is_the_same_number(text):
    assert parse_phone(text) == "+6281234567890"


@pytest.mark.parametrize("prefix", ["0811", "0822", "0857", "0838", "0877", "0896", "0881"])
def test_all_operators_are_known(prefix):
    assert parse_phone(f"{prefix}12345678") == f"+62{prefix[1:]}12345678"


@pytest.mark.parametrize(
    "text",
    [
        "62812345678",  # digits are missing: a valid landline
        "0295381234",  # a landline in Pati
        "112",
        "+6591234567",
        "0812345678901234",
        "0812",
        "0812ABCDEFG",
        "081234567890 ext 5",
        "hubungi saya",
        "+",
        "",
        "-",
    ],
)
def test_what_is_no_indonesian_mobile_number_is_none(text):
    assert parse_phone(text) is None


@given(st.text(max_size=40))
def test_any_text_has_an_answer(text):
    parsed = parse_phone(text)
    assert parsed is None or parsed.startswith("+62")


@given(st.integers(10_000_000, 99_999_999))
def test_what_was_parsed_is_parsed_to_itself(tail):
    parsed = parse_phone(f"0812{tail}")
    assert parsed == f"+62812{tail}"
    assert parse_phone(parsed) == parsed
