"""Storage of templates that are too long for a request: a private bucket of the stage."""

import hashlib

from chalicelib import names
from infra.aws.account import Account

KEY = r"[0-9a-f]{64}\.json"
"""Pattern of a template's key: its own SHA-256."""


def bucket(account: Account) -> str:
    """The bucket's name."""
    return f"{names.APP}-{account.stage}-templates-{account.number}"


def store(account: Account, template: str) -> str:
    """Put the template into the bucket, which is created if it is missing; return the template's URL."""
    s3, name = account.client("s3"), bucket(account)
    if name not in {each["Name"] for each in s3.list_buckets()["Buckets"]}:
        _create_bucket(account, name)
    key = f"{hashlib.sha256(template.encode()).hexdigest()}.json"
    s3.put_object(Bucket=name, Key=key, Body=template.encode(), ContentType="application/json")
    return f"https://s3.{account.region}.amazonaws.com/{name}/{key}"  # AWS takes both forms, ministack this one


def _create_bucket(account: Account, name: str) -> None:
    s3 = account.client("s3")
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": account.region})
    closed = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
    s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=dict.fromkeys(closed, True))
    s3.put_bucket_lifecycle_configuration(
        Bucket=name,
        LifecycleConfiguration={
            "Rules": [{"ID": "old", "Status": "Enabled", "Filter": {"Prefix": ""}, "Expiration": {"Days": 30}}]
        },
    )
