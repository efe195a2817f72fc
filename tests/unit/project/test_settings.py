"""What the surroundings say is read when it is asked for."""

import pytest

from chalicelib import settings, wiring


@pytest.mark.parametrize(("read", "variable"), [(settings.stage, "SEDULUR_STAGE"), (settings.city, "SEDULUR_CITY")])
def test_a_setting_is_read_anew_each_time(monkeypatch, read, variable):
    for value in ("satu", "dua"):
        monkeypatch.setenv(variable, value)
        assert read() == value


@pytest.mark.parametrize("value", [None, ""])
@pytest.mark.parametrize(("read", "variable"), [(settings.stage, "SEDULUR_STAGE"), (settings.city, "SEDULUR_CITY")])
def test_a_missing_setting_is_a_clear_error(monkeypatch, read, variable, value):
    monkeypatch.delenv(variable, raising=False)
    if value is not None:
        monkeypatch.setenv(variable, value)
    with pytest.raises(settings.MissingSetting, match=rf"{variable} is not set.*config\.json"):
        read()


@pytest.mark.parametrize(
    ("setting", "channels"), [(None, set()), ("", set()), ("off", {"off"}), ("sms email", {"sms", "email"})]
)
def test_a_stage_writes_to_reporters_only_if_it_says_so(monkeypatch, setting, channels):
    monkeypatch.delenv("SEDULUR_MESSAGES", raising=False)
    if setting is not None:
        monkeypatch.setenv("SEDULUR_MESSAGES", setting)
    assert settings.messages() == channels


@pytest.mark.parametrize(
    ("setting", "channels"), [("off", set()), ("sms fax", {"sms"}), ("email sms", {"sms", "email"})]
)
def test_only_channels_that_the_city_uses_count(monkeypatch, setting, channels):
    monkeypatch.setenv("SEDULUR_CITY", "pati")
    monkeypatch.setenv("SEDULUR_MESSAGES", setting)
    assert wiring.channels() == channels


@pytest.mark.parametrize(
    ("read", "variable", "default"),
    [(settings.limit_factor, "SEDULUR_LIMIT_FACTOR", 1), (settings.sms_a_day, "SEDULUR_SMS_A_DAY", 500)],
)
def test_a_number_has_a_default_and_can_be_set(monkeypatch, read, variable, default):
    monkeypatch.delenv(variable, raising=False)
    assert read() == default
    monkeypatch.setenv(variable, "20")
    assert read() == 20
