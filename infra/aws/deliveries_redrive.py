"""Notices that SNS could not hand to an OPD's own address.

SNS cannot send to one subscriber again. So the ledger is told that the notice failed, and its event goes back to the
queue of notices: `send_notices` then writes the notice anew, in all its forms, to this one audience.
"""

import json
from typing import Any

from chalicelib import names
from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.stores.delivery_ledger import FAILED, SENT, DeliveryItem
from chalicelib.flow.notifications.digests import ALL_INBOXES
from infra.aws.account import Account
from infra.aws.failures import UnreadableLetter

NOTICES = "notices"
DIGEST = "digest-"


def order(account: Account, dead_letter: str) -> str:
    """Have the notice in a dead letter sent again; return a sentence about what was done.

    Raises:
        UnreadableLetter: It holds no notice.
    """
    notice = notice_id(dead_letter)
    ticket, sequence, audience = notice.split("/")
    if ticket.startswith(DIGEST):
        return _digest(account, notice, ticket)
    event = _event(account, ticket, int(sequence))
    _fail(account, notice, ticket)
    url = account.queue_url(names.queue(account.stage, NOTICES))
    account.client("sqs").send_message(QueueUrl=url, MessageBody=json.dumps(event))
    return f"{notice} is sent again to every address of {audience}"


def _digest(account: Account, notice: str, day: str) -> str:
    """A digest has no event: the ledger forgets it, and the next run of the same day writes it anew."""
    for delivery in (notice, f"{day}/0/{ALL_INBOXES}"):
        _fail(account, delivery, day)
    return f"{notice} is sent again within the quarter of an hour, if its day is not over"


def notice_id(dead_letter: str) -> str:
    """The notice's id, from its JSON form, be it raw or in SNS's envelope."""
    try:
        body = json.loads(dead_letter)
        body = json.loads(body["Message"]) if "Message" in body else body
        ticket, sequence, audience = body["notice"].split("/")
        int(sequence)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise UnreadableLetter("not a notice in its JSON form (an e-mail or SMS has none)") from error
    return f"{ticket}/{sequence}/{audience}"


def _event(account: Account, ticket: str, sequence: int) -> dict[str, Any]:
    """The stream record of the event that the notice tells of."""
    key = {"pk": {"S": ticket}, "sk": {"S": keys.event(sequence)}}
    item = account.client("dynamodb").get_item(TableName=names.table(account.stage), Key=key).get("Item")
    if item is None:
        raise UnreadableLetter(f"not a notice about a ticket of {account.stage}")
    return {"eventName": "INSERT", "dynamodb": {"Keys": key, "NewImage": item}}


def _fail(account: Account, notice: str, ticket: str) -> None:
    """Note in the ledger that the notice did not arrive; one that is not noted as sent is left as it is."""
    dynamodb = account.client("dynamodb")
    state, reason = DeliveryItem.state.attr_name, DeliveryItem.reason.attr_name
    try:
        dynamodb.update_item(
            TableName=names.table(account.stage),
            Key={"pk": {"S": ticket}, "sk": {"S": keys.delivery(notice)}},
            UpdateExpression="SET #state = :failed, #reason = :undelivered",
            ConditionExpression="#state = :sent",
            ExpressionAttributeNames={"#state": state, "#reason": reason},
            ExpressionAttributeValues={
                ":failed": {"S": FAILED}, ":sent": {"S": SENT}, ":undelivered": {"S": "Undelivered"},
            },
        )  # fmt: skip
    except dynamodb.exceptions.ConditionalCheckFailedException:
        return
