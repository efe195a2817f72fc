"""A stage of an earlier release: its entry and policies become those of this one, and keep what the admin has added."""

import json

import pytest

from infra.aws.release import policy_files, stages, unchanged

FIRST_RELEASE = {
    "environment_variables": {"SEDULUR_STAGE": "uji", "SEDULUR_CITY": "pati", "POWERTOOLS_LOG_LEVEL": "DEBUG"},
    "tags": {"app": "sedulur", "stage": "uji", "city": "pati", "cost-centre": "kominfo"},
    "lambda_functions": {
        "api_handler": {"iam_policy_file": "policies/uji/api_handler.json", "lambda_memory_size": 2048},
        "route_tickets": {"iam_policy_file": "policies/uji/route_tickets.json"},
        "send_notices": {"iam_policy_file": "policies/uji/send_notices.json"},
    },
}
"""The entry as the first release wrote it, with a few settings that its administrator has added."""

FORMER = {
    "Sid": "SealWhoReportedForOneTicket", "Effect": "Allow", "Action": "kms:Encrypt", "Resource": "arn:aws:kms:*:*:key/*",
}  # fmt: skip
"""A statement of the first release that is no more needed."""

OWN = {"Sid": "OurVpc", "Effect": "Allow", "Action": "ec2:DescribeSubnets", "Resource": "arn:aws:ec2:*:*:subnet/uji"}
"""A statement of the administrator."""


@pytest.fixture
def project(tmp_path):
    """A checkout of this release with the stage as the first one left it."""
    chalice = tmp_path / ".chalice"
    (chalice / "policies" / "uji").mkdir(parents=True)
    config = json.loads((stages.PROJECT / ".chalice" / "config.json").read_text())
    (chalice / "config.json").write_text(json.dumps(config | {"stages": {"uji": FIRST_RELEASE}}))
    for function in FIRST_RELEASE["lambda_functions"]:
        policy = {"Version": "2012-10-17", "Statement": [FORMER, OWN]}
        (chalice / "policies" / "uji" / f"{function}.json").write_text(json.dumps(policy))
    return tmp_path


def entry(project):
    return json.loads((project / ".chalice" / "config.json").read_text())["stages"]["uji"]


def test_every_function_of_this_release_has_a_policy_that_chalice_finds(project):
    stages.renew("uji", project)
    for function in stages.FUNCTIONS:
        assert json.loads(unchanged.policy_text(project, "uji", function))["Statement"]
    assert entry(project)["environment_variables"]["SEDULUR_MESSAGES"] == "off"


def test_what_the_admin_has_set_is_kept(project):
    stages.renew("uji", project)
    renewed = entry(project)
    assert renewed["environment_variables"]["POWERTOOLS_LOG_LEVEL"] == "DEBUG"
    assert renewed["tags"]["cost-centre"] == "kominfo"
    assert renewed["lambda_functions"]["api_handler"]["lambda_memory_size"] == 2048


def test_a_right_that_the_admin_has_added_stays_and_one_of_an_earlier_release_goes(project):
    stages.renew("uji", project)
    policy = json.loads(unchanged.policy_text(project, "uji", "api_handler"))
    assert policy["Statement"] == [*json.loads(stages.policy("api_handler", "uji", "pati"))["Statement"], OWN]


def test_it_is_told_what_was_written_and_only_once(project):
    written = {file.relative_to(project / ".chalice").as_posix() for file in stages.renew("uji", project)}
    assert written == {"config.json", *(stages.policy_file(each, "uji") for each in stages.FUNCTIONS)}
    assert stages.renew("uji", project) == []


def test_a_policy_that_the_admin_keeps_elsewhere_is_found_there(project):
    file = project / ".chalice" / "config.json"
    config = json.loads(file.read_text())
    config["stages"]["uji"]["lambda_functions"]["api_handler"]["iam_policy_file"] = "own/api.json"
    file.write_text(json.dumps(config))
    assert project / ".chalice" / "own" / "api.json" in stages.renew("uji", project)


@pytest.mark.parametrize("stage", ["dev", "staging", "production"])
def test_the_stages_of_this_repository_are_of_this_release(stage, tmp_path):
    import shutil

    shutil.copytree(stages.PROJECT / ".chalice", tmp_path / ".chalice", ignore=shutil.ignore_patterns("deploy*"))
    assert stages.renew(stage, tmp_path) == []


@pytest.mark.parametrize("function", stages.FUNCTIONS)
def test_the_name_of_every_statement_is_noted_so_that_a_later_release_can_take_it_away(function):
    statements = json.loads(stages.policy(function, "uji", "pati"))["Statement"]
    assert {each["Sid"] for each in statements} <= policy_files.SIDS


def test_a_policy_with_a_single_statement_or_one_without_a_name_is_read_too():
    rendered = json.dumps({"Version": "2012-10-17", "Statement": []})
    nameless = {key: value for key, value in OWN.items() if key != "Sid"}
    assert json.loads(policy_files.merged(rendered, json.dumps({"Statement": OWN})))["Statement"] == [OWN]
    assert json.loads(policy_files.merged(rendered, json.dumps({"Statement": [nameless]})))["Statement"] == [nameless]
