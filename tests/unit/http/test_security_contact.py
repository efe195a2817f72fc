"""Whom to tell of a vulnerability."""

from datetime import UTC, datetime

import pytest

from chalicelib.http.citizen.security_contact import security_txt

NOW = datetime(2026, 11, 25, 3, 4, tzinfo=UTC)
SITE = "https://lapor.example"


@pytest.mark.parametrize(
    ("contacts", "line"),
    [
        ({"security": "keamanan@pati.example", "email": "a@pati.example"}, "Contact: mailto:keamanan@pati.example"),
        ({"email": "a@pati.example", "website": "https://pati.example"}, "Contact: mailto:a@pati.example"),
        ({"security": "mailto:k@pati.example"}, "Contact: mailto:k@pati.example"),
        ({"website": "https://pati.example"}, "Contact: https://pati.example"),
        ({}, "Contact: https://lapor.example"),
    ],
)
def test_the_best_contact_of_the_city_is_named(contacts, line):
    assert security_txt(contacts, SITE, NOW).splitlines()[0] == line


def test_it_says_until_when_it_holds_and_where_it_belongs():
    lines = security_txt({}, SITE, NOW).splitlines()
    assert "Expires: 2027-05-24T00:00:00Z" in lines
    assert "Canonical: https://lapor.example/.well-known/security.txt" in lines
