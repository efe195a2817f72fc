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
    ("told", "channels"), [(None, set()), ("", set()), ("off", {"off"}), ("sms email", {"sms", "email"})]
)
def test_a_stage_writes_to_reporters_only_if_it_says_so(monkeypatch, told, channels):
    monkeypatch.delenv("SEDULUR_MESSAGES", raising=False)
    if told is not None:
        monkeypatch.setenv("SEDULUR_MESSAGES", told)
    assert settings.messages() == channels


@pytest.mark.parametrize(("told", "channels"), [("off", set()), ("sms fax", {"sms"}), ("email sms", {"sms", "email"})])
def test_only_channels_that_the_city_uses_count(monkeypatch, told, channels):
    monkeypatch.setenv("SEDULUR_CITY", "pati")
    monkeypatch.setenv("SEDULUR_MESSAGES", told)
    assert wiring.channels() == channels


@pytest.fixture
def deploying(monkeypatch, tmp_path):
    """What `chalice deploy` does in a project that has this record; none if it is empty."""

    def go(record, command="deploy"):
        monkeypatch.setattr("sys.argv", ["chalice", command, "--stage", "local"])
        monkeypatch.setenv("AWS_CHALICE_CLI_MODE", "true")
        if record:
            (tmp_path / ".chalice" / "deployed").mkdir(parents=True)
            (tmp_path / ".chalice" / "deployed" / record).touch()
        settings.refuse_blind_deploy(str(tmp_path / "app.py"))

    return go


@pytest.mark.parametrize("record", ["", "dev.json"])
def test_a_plain_deploy_that_knows_nothing_of_the_stage_is_refused(deploying, record):
    with pytest.raises(SystemExit, match="infra deploy --stage local` once"):
        deploying(record)


def test_a_plain_deploy_that_knows_the_stage_goes_on(deploying):
    deploying("local.json")


def test_other_commands_of_chalice_need_no_record(deploying):
    deploying("", command="local")


def test_what_is_no_command_of_chalice_needs_none(monkeypatch):
    monkeypatch.setattr("sys.argv", ["infra", "deploy"])
    monkeypatch.delenv("AWS_CHALICE_CLI_MODE", raising=False)
    settings.refuse_blind_deploy("/nowhere/app.py")
