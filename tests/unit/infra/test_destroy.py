"""What `destroy` may touch: what the stage's stack owns."""

import pytest

from infra.aws import destroy
from infra.stack_resources import owned


class Listed:
    """A CloudFormation whose stack has these resources: (logical id, physical id, state)."""

    def __init__(self, *resources):
        self.resources = resources

    def get_paginator(self, _):
        return self

    def paginate(self, **_):
        names = ("LogicalResourceId", "PhysicalResourceId", "ResourceStatus")
        yield {"StackResourceSummaries": [dict(zip(names, each, strict=True)) for each in self.resources]}


@pytest.mark.parametrize("state", ["CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "DELETE_FAILED"])
def test_what_the_stack_has_made_is_its_own(state):
    assert owned(Listed(("Table", "sedulur-uji", state)), "sedulur-uji") == {"Table": "sedulur-uji"}


@pytest.mark.parametrize("state", ["CREATE_FAILED", "DELETE_COMPLETE", "DELETE_SKIPPED"])
def test_what_it_could_not_make_or_has_given_up_is_somebody_elses(state):
    """A table that could not be created because there is one of its name is listed with this very name."""
    assert owned(Listed(("Table", "sedulur-uji", state)), "sedulur-uji") == {}


def test_of_what_the_stack_does_not_own_no_protection_is_switched_off():
    class NoCalls:
        def client(self, service):
            raise AssertionError(f"{service} is called")

    destroy._unprotect_table(NoCalls(), None)


class Bucket:
    """S3 with one bucket, which remembers what it was told to delete."""

    def __init__(self, *keys):
        self.keys, self.deleted = keys, []

    def client(self, _):
        return self

    def get_paginator(self, _):
        return self

    def paginate(self, **_):
        yield {"Contents": [{"Key": key} for key in self.keys]}

    def delete_objects(self, Bucket, Delete):  # noqa: N803 - boto3's names
        self.deleted += [each["Key"] for each in Delete["Objects"]]


def test_of_the_bucket_of_templates_only_templates_are_removed():
    bucket = Bucket(f"{'a1' * 32}.json", "arsip.jpg")
    assert destroy._empty(bucket, "sedulur-uji-templates-1", destroy.template_store.KEY) == 1
    assert bucket.deleted == [f"{'a1' * 32}.json"]
