"""Which spellings are one mailbox, and which numbers get SMS."""

import pytest

from chalicelib.domain.notifications.addresses import normal_form, takes_sms


@pytest.mark.parametrize(
    ("spelling", "mailbox"),
    [
        ("siti@warga.example", "siti@warga.example"),
        ("siti+lapor@warga.example", "siti@warga.example"),
        ("Siti@Warga.example", "siti@warga.example"),
        ("si.ti@warga.example", "si.ti@warga.example"),
        ("s.i.t.i@gmail.com", "siti@gmail.com"),
        ("siti+a+b@googlemail.com", "siti@gmail.com"),
        ("+@gmail.com", "+@gmail.com"),
        ("+6281234567890", "+6281234567890"),
    ],
)
def test_spellings_of_one_mailbox_have_one_form(spelling, mailbox):
    assert normal_form(spelling) == mailbox


@pytest.mark.parametrize("number", ["+6281234567890", "+6289512345678", "+6285112345678", "+6283812345678"])
def test_indonesian_mobile_numbers_get_sms(number):
    assert takes_sms(number)


@pytest.mark.parametrize("number", ["+6286812345678", "+622955123456", "+12025550123", "+6284012345678", "", "0812"])
def test_others_do_not(number):
    assert not takes_sms(number)
