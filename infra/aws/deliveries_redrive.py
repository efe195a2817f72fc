"""Redrive of notices that SNS could not hand to an OPD's own address.

SNS cannot send to one subscriber again. So the ledger notes that the notice failed, and its event goes back to the
queue of notices: `send_notices` then writes the notice anew, in all its forms, to this one audience.
"""

import json
from typing import Any

from chalicelib import names
from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.stores.delivery_ledger import FAILED, SENT, DeliveryItem
from chalicelib.flow.notifications.digests import ALL_INBOXES
from infra.aws.account import Account
from infra.aws.failures import UnreadableDeadLetter

NOTICES = "notices"
DIGEST = "digest-"


def resend(account: Account, dead_letter: str) -> str:
    """Have the notice in a dead letter sent again; return a sentence about what was done.

    Raises:
        UnreadableDeadLetter: It holds no notice.
    """
    notice = notice_id(dead_letter)
    ticket, sequence, audience = notice.split("/")
    if ticket.startswith(DIGEST):
        return _resend_digest(account, notice, ticket)
    event = _event(account, ticket, int(sequence))
    _note_undelivered(account, notice, ticket)
    url = account.queue_url(names.queue(account.stage, NOTICES))
    account.client("sqs").send_message(QueueUrl=url, MessageBody=json.dumps(event))
    return f"{notice} is sent again to every address of {audience}"


def _resend_digest(account: Account, notice: str, day: str) -> str:
    """Note that the digest failed: it has no event, and the next run of the same day writes it anew."""
    for delivery in (notice, f"{day}/0/{ALL_INBOXES}"):
        _note_undelivered(account, delivery, day)
    return f"{notice} is sent again within the quarter of an hour, if its day is not over"


def notice_id(dead_letter: str) -> str:
    """The notice's id, from its JSON form, be it raw or in SNS's envelope.

    Raises:
        UnreadableDeadLetter: It holds no notice in its JSON form.
    """
    try:
        body = json.loads(dead_letter)
        body = json.loads(body["Message"]) if "Message" in body else body
        ticket, sequence, audience = body["notice"].split("/")
        int(sequence)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise UnreadableDeadLetter("not a notice in its JSON form (an e-mail or SMS has none)") from error
    return f"{ticket}/{sequence}/{audience}"


def _event(account: Account, ticket: str, sequence: int) -> dict[str, Any]:
    """The stream record of the event that the notice is about.

    Raises:
        UnreadableDeadLetter: The stage has no such event.
    """
    key = {"pk": {"S": ticket}, "sk": {"S": keys.event(sequence)}}
    item = account.client("dynamodb").get_item(TableName=names.table(account.stage), Key=key).get("Item")
    if item is None:
        raise UnreadableDeadLetter(f"not a notice about a ticket of {account.stage}")
    return {"eventName": "INSERT", "dynamodb": {"Keys": key, "NewImage": item}}


def _note_undelivered(account: Account, notice: str, ticket: str) -> None:
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
