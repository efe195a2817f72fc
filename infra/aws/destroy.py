"""`destroy`: remove a stage with everything in it."""

import argparse
import re
from collections.abc import Callable

from chalicelib import names
from infra import stack
from infra.aws.account import Account
from infra.aws.failures import Refused
from infra.aws.release import chalice_record, stages, template_store
from infra.stack_resources import owned
from infra.terminal import ask


def run(options: argparse.Namespace) -> int:
    account = Account.of(options)
    if account.stage == "production" and not options.production:
        raise Refused("production holds citizens' reports: destroy it only with --production, and tell people first.")
    stack_description = stack.find(account.client("cloudformation"), account.stage)
    if stack_description is None and not chalice_record.recover(account)["resources"]:
        print(f"There is no stage {account.stage} in {account.region}, account {account.number}.")
        return 0
    if not options.yes and not _is_confirmed(account):
        print("Nothing was removed.")
        return 1
    _remove_code(account)
    if stack_description:
        _remove_stack(account)
    _remove_templates(account)
    chalice_record.path(stages.PROJECT, account.stage).unlink(missing_ok=True)
    print(f"{account.stage} is gone. DynamoDB keeps a last backup of the table for 35 days; the key that reads it")
    print("is deleted after its waiting time (7 days, in production 30) and can be kept until then.")
    return 0


def _is_confirmed(account: Account) -> bool:
    """Ask the admin to type the stage's name.

    Raises:
        InputClosed: Nobody is there to answer.
    """
    print(
        f"This removes {account.stage} in {account.region}, account {account.number}: all tickets, photos, queues and "
        "topics."
    )
    otherwise = "Nothing was removed; with --yes the command does not ask."
    return ask(f"Type {account.stage} to go on: ", otherwise) == account.stage


def _remove_code(account: Account) -> None:
    """Remove API, triggers, functions and roles, each before what it depends on."""
    remove: dict[str, Callable[[dict[str, str]], object]] = {
        "rest_api": lambda each: account.client("apigateway").delete_rest_api(restApiId=each["rest_api_id"]),
        "sqs_event": lambda each: account.client("lambda").delete_event_source_mapping(UUID=each["event_uuid"]),
        "cloudwatch_event": lambda each: _remove_rule(account, each["rule_name"]),
        "lambda_function": lambda each: account.client("lambda").delete_function(FunctionName=each["lambda_arn"]),
        "iam_role": lambda each: _remove_role(account, each["role_name"]),
    }
    resources = chalice_record.recover(account)["resources"]
    for kind, action in remove.items():
        for each in resources:
            if each["resource_type"] == kind:
                action(each)
                print(f"  removed {kind} {each['name']}", flush=True)


def _remove_rule(account: Account, name: str) -> None:
    events = account.client("events")
    targets = [target["Id"] for target in events.list_targets_by_rule(Rule=name)["Targets"]]
    if targets:
        events.remove_targets(Rule=name, Ids=targets)
    events.delete_rule(Name=name)


def _remove_role(account: Account, name: str) -> None:
    iam = account.client("iam")
    for policy in iam.list_role_policies(RoleName=name)["PolicyNames"]:
        iam.delete_role_policy(RoleName=name, PolicyName=policy)
    iam.delete_role(RoleName=name)


def _remove_stack(account: Account) -> None:
    """Remove the stack with what it owns. Something else that has one of the stage's names is left as it is."""
    cloudformation, name = account.client("cloudformation"), names.stack(account.stage)
    resources = owned(cloudformation, name)
    bucket = resources.get("PhotosBucket", "")
    if _is_there(account, bucket):
        _empty(account, bucket)
    cloudformation.update_termination_protection(StackName=name, EnableTerminationProtection=False)
    _unprotect_table(account, resources.get("Table"))
    _unprotect_accounts(account, resources.get("UserPool"))
    stack.delete(cloudformation, account.stage, lambda line: print(f"  {line}", flush=True))


def _unprotect_table(account: Account, table: str | None) -> None:
    """Switch the table's deletion protection off: it is there against accidents, and the admin has confirmed."""
    if table is None:
        return
    dynamodb = account.client("dynamodb")
    try:
        if dynamodb.describe_table(TableName=table)["Table"].get("DeletionProtectionEnabled"):
            dynamodb.update_table(TableName=table, DeletionProtectionEnabled=False)
            dynamodb.get_waiter("table_exists").wait(TableName=table)
    except dynamodb.exceptions.ResourceNotFoundException:  # somebody has deleted it by hand
        return


def _unprotect_accounts(account: Account, pool: str | None) -> None:
    """Switch the user pool's deletion protection off.

    Cognito resets what an update leaves out, which does not matter for a pool that is about to be deleted.
    """
    if pool is None or account.stage != "production":
        return
    cognito = account.client("cognito-idp")
    try:
        cognito.update_user_pool(UserPoolId=pool, DeletionProtection="INACTIVE")
    except cognito.exceptions.ResourceNotFoundException:  # somebody has deleted it by hand
        return


def _remove_templates(account: Account) -> None:
    """Remove the bucket of templates, unless somebody has put something else into it."""
    bucket = template_store.bucket(account)
    if not _is_there(account, bucket):
        return
    if foreign := _empty(account, bucket, template_store.KEY):
        print(f"  kept bucket {bucket}: {foreign} of its objects are none of this program's")
        return
    account.client("s3").delete_bucket(Bucket=bucket)
    print(f"  removed bucket {bucket}")


def _is_there(account: Account, bucket: str) -> bool:
    """Whether the account has a bucket of this name."""
    return bucket in {each["Name"] for each in account.client("s3").list_buckets()["Buckets"]}


def _empty(account: Account, bucket: str, pattern: str = ".*") -> int:
    """Delete every object of a bucket whose key matches, since only an empty one can be deleted; return how many others
    there are.
    """
    s3, kept = account.client("s3"), 0
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
        keys = [each["Key"] for each in page.get("Contents", [])]
        objects = [{"Key": key} for key in keys if re.fullmatch(pattern, key, re.DOTALL)]
        kept += len(keys) - len(objects)
        if objects:
            s3.delete_objects(Bucket=bucket, Delete={"Objects": objects, "Quiet": True})
    return kept
