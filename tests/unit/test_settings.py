"""What the surroundings say is read when it is asked for."""

import pytest

from chalicelib import settings


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
