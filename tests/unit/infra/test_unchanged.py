"""What a release is made of: a change of any of it is another release, and a change of something else is not."""

import json

import pytest

from infra.aws.account import Account
from infra.aws.failures import Refused
from infra.aws.release import stages, unchanged


@pytest.fixture
def project(tmp_path):
    """A project with a package and two stages."""
    (tmp_path / ".chalice").mkdir()
    config = {"version": "2.0", "app_name": "sedulur", "lambda_functions": {"api_handler": {"lambda_timeout": 20}}}
    (tmp_path / ".chalice" / "config.json").write_text(json.dumps(config | {"stages": {}}))
    for stage in ("uji", "lain"):
        stages.scaffold(stage, "pati", tmp_path)
    (tmp_path / "package.zip").write_bytes(b"code")
    return tmp_path


def value(project):
    return unchanged.fingerprint(project, "uji", project / "package.zip")


def change_config(project, change):
    file = project / ".chalice" / "config.json"
    config = json.loads(file.read_text())
    change(config)
    file.write_text(json.dumps(config))


CHANGES = {
    "code": lambda p: (p / "package.zip").write_bytes(b"other code"),
    "policy": lambda p: (p / ".chalice" / stages.policy_file("clean_photo", "uji")).write_text("{}"),
    "timeout": lambda p: change_config(p, lambda c: c["lambda_functions"]["api_handler"].update(lambda_timeout=21)),
    "concurrency": lambda p: change_config(p, lambda c: c["stages"]["uji"].update(reserved_concurrency=5)),
    "environment": lambda p: change_config(
        p, lambda c: c["stages"]["uji"]["environment_variables"].update(SEDULUR_MESSAGES="sms")
    ),
    "compression": lambda p: change_config(p, lambda c: c.update(minimum_compression_size=1)),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_of_what_is_released_is_another_release(project, change):
    before = value(project)
    change(project)
    assert value(project) != before


def test_a_change_of_another_stage_is_none(project):
    before = value(project)
    change_config(project, lambda config: config["stages"]["lain"]["environment_variables"].update(A="b"))
    assert value(project) == before


def test_a_function_has_what_the_nearest_setting_says_as_chalice_reads_it(project):
    change_config(project, lambda c: c["stages"]["uji"]["lambda_functions"]["api_handler"].update(lambda_timeout=7))
    assert unchanged._settings(project, "uji", "api_handler").lambda_timeout == 7
    assert unchanged._settings(project, "lain", "api_handler").lambda_timeout == 20


@pytest.mark.parametrize(
    ("version", "than", "older"),
    [
        ("0.1.0", "0.2.0", True), ("0.9.0", "0.10.0", True), ("0.2.0", "0.2.0", False), ("0.3.0", "0.2.9", False),
        ("0.2.0.dev0", "0.2.0", False), ("0.2.0", "", False),
    ],
)  # fmt: skip
def test_versions_are_compared_by_their_numbers(version, than, older):
    assert unchanged.is_older(version, than) is older


def test_an_older_release_is_not_put_over_a_newer_one_by_accident(monkeypatch):
    monkeypatch.setattr(unchanged, "deployed_version", lambda _: "99.0.0")
    with pytest.raises(Refused, match=r"uji runs 99\.0\.0.*--force"):
        unchanged.refuse_older(Account("uji", "ap-southeast-3"))


@pytest.mark.parametrize("deployed", ["0.1.0", ""])
def test_a_newer_release_follows_an_older_one(monkeypatch, deployed):
    monkeypatch.setattr(unchanged, "deployed_version", lambda _: deployed)
    unchanged.refuse_older(Account("uji", "ap-southeast-3"))
