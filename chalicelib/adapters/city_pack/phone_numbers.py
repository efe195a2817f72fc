"""Parses Indonesian mobile numbers in their usual spellings."""

import re

_SPELLING = re.compile(r"\+?[\d\s().\-/]+")


def parse_phone(text: str) -> str | None:
    """The number in E.164 (`+6281234567890`); None if it is not an Indonesian mobile number.

    Accepts `08…`, `8…`, `62…`, `0062…` and `+62…`, with spaces, dashes, dots and parentheses. The type of number is
    checked, because a mobile number that lacks digits, such as `62812345678`, is a valid landline number.
    """
    import phonenumbers

    if not _SPELLING.fullmatch(text.strip()):
        return None
    try:
        number = phonenumbers.parse(re.sub(r"^\s*00", "+", text), "ID")
    except phonenumbers.NumberParseException:
        return None
    is_mobile = phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.MOBILE
    if number.country_code != 62 or not is_mobile:
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
