"""What every test starts from: a clean environment without a way to a real AWS account."""

import os

import pytest
from hypothesis import settings

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

settings.register_profile("sedulur", deadline=None, derandomize=True, database=None, max_examples=100)
settings.load_profile("sedulur")


@pytest.fixture(scope="session")
def stage_copies(tmp_path_factory):
    """A built stage, and copies of it: `with stage_copies.copy() as endpoint`."""
    from tests.integration.stage_copies import Copies
    from tests.integration.world import STAGE, build

    with Copies(tmp_path_factory.mktemp("moto") / "log") as copies:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("AWS_ENDPOINT_URL", copies.endpoint)
            patch.setenv("SEDULUR_STAGE", STAGE)
            build(STAGE)
        yield copies
