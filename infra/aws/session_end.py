"""Ends every session of an account: its refresh tokens at Cognito, its access tokens at our own door."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from chalicelib import names
from chalicelib.adapters.dynamodb import keys
from infra.aws.account import Account


def end_sessions(account: Account, user_key: dict[str, str]) -> None:
    """`user_key`: the parameters by which Cognito's calls name the user.

    The limit is told by Cognito's clock, which stamps the tokens, not by this machine's.
    """
    response = account.client("cognito-idp").admin_user_global_sign_out(**user_key)
    date = response["ResponseMetadata"]["HTTPHeaders"].get("date")
    ended_at = parsedate_to_datetime(date) if date else datetime.now(UTC)
    account.client("dynamodb").update_item(
        TableName=names.table(account.stage),
        Key={"pk": {"S": keys.account(user_key["Username"])}, "sk": {"S": keys.ACCOUNT}},
        UpdateExpression="SET nb = :limit",
        ExpressionAttributeValues={":limit": {"N": str(int(ended_at.timestamp()) + 1)}},
    )
