"""The photos' bucket on moto, whose CloudFormation ignores the properties of buckets: set call by call."""

from collections.abc import Callable, Mapping
from typing import Any

from chalicelib import names

ClientFactory = Callable[[str], Any]


def create_bucket(client: ClientFactory, stage: str, resources: Mapping[str, Any]) -> None:
    """Create the bucket and set its properties as the template has them; a repeat changes nothing."""
    wanted = resources["PhotosBucket"]["Properties"]
    account = client("sts").get_caller_identity()["Account"]
    s3, bucket = client("s3"), names.photos(stage, account)
    if bucket not in {each["Name"] for each in s3.list_buckets()["Buckets"]}:
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": names.REGION})
    s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=wanted["PublicAccessBlockConfiguration"])
    s3.put_bucket_cors(Bucket=bucket, CORSConfiguration={"CORSRules": _cors(wanted)})
    s3.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": _lifecycle(wanted)})
    s3.put_bucket_notification_configuration(
        Bucket=bucket,
        NotificationConfiguration={"QueueConfigurations": _notifications(wanted, _queue_arn(client("sqs"), stage))},
    )


def _queue_arn(sqs: Any, stage: str) -> str:
    url = sqs.get_queue_url(QueueName=names.queue(stage, "photos"))["QueueUrl"]
    return str(sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"])


def _cors(wanted: Mapping[str, Any]) -> list[dict[str, Any]]:
    names_in_api = {"MaxAge": "MaxAgeSeconds"}
    return [
        {names_in_api.get(name, name): value for name, value in rule.items()}
        for rule in wanted["CorsConfiguration"]["CorsRules"]
    ]


def _lifecycle(wanted: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [_rule(rule) for rule in wanted["LifecycleConfiguration"]["Rules"]]


def _rule(rule: Mapping[str, Any]) -> dict[str, Any]:
    api_rule = {"ID": rule["Id"], "Status": rule["Status"], "Filter": {"Prefix": rule.get("Prefix", "")}}
    if "TagFilters" in rule:
        api_rule["Filter"] = {"Tag": rule["TagFilters"][0]}
    if "ExpirationInDays" in rule:
        api_rule["Expiration"] = {"Days": int(rule["ExpirationInDays"])}
    if "AbortIncompleteMultipartUpload" in rule:
        api_rule["AbortIncompleteMultipartUpload"] = {
            "DaysAfterInitiation": int(rule["AbortIncompleteMultipartUpload"]["DaysAfterInitiation"])
        }
    return api_rule


def _notifications(wanted: Mapping[str, Any], queue: str) -> list[dict[str, Any]]:
    return [
        {
            "QueueArn": queue,
            "Events": [each["Event"]],
            "Filter": {
                "Key": {
                    "FilterRules": [
                        {"Name": rule["Name"], "Value": rule["Value"]} for rule in each["Filter"]["S3Key"]["Rules"]
                    ]
                }
            },
        }
        for each in wanted["NotificationConfiguration"]["QueueConfigurations"]
    ]
