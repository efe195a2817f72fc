"""What every test starts from: a clean environment without a way to a real AWS account."""

import os

import pytest
from hypothesis import settings

from tests.support.process_sharing import ByFile, longest_first
from tests.support.property_examples import IN_CI

os.environ |= {
    "SEDULUR_STAGE": "local",
    "SEDULUR_CITY": "pati",
    "AWS_REGION": "ap-southeast-3",
    "AWS_DEFAULT_REGION": "ap-southeast-3",
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_EC2_METADATA_DISABLED": "true",
}
for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL", "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
    os.environ.pop(name, None)

for name, most in (("ci", IN_CI), ("default", IN_CI // 4)):
    settings.register_profile(name, deadline=None, derandomize=True, database=None, max_examples=most)
settings.load_profile("ci" if os.environ.get("CI") else "default")


def pytest_collection_modifyitems(items):
    longest_first(items)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return ByFile(config, log) if config.getvalue("dist") == "loadfile" else None


@pytest.fixture(scope="session")
def stage_copies(tmp_path_factory):
    """A built stage, and copies of it: `with stage_copies.copy() as endpoint`."""
    from tests.support.stage.stage_copies import Copies
    from tests.support.stage.stage_world import STAGE, build

    with Copies(tmp_path_factory.mktemp("moto") / "log") as copies:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("AWS_ENDPOINT_URL", copies.endpoint)
            patch.setenv("SEDULUR_STAGE", STAGE)
            build(STAGE)
        yield copies
