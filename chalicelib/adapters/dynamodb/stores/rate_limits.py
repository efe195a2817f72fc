"""Charges to the buckets of rate limits that come with no other write."""

from botocore.exceptions import ClientError

from chalicelib.adapters.aws import clients
from chalicelib.adapters.dynamodb.rate_buckets import arrival_of, charge_update
from chalicelib.domain.rate_limits.client_limits import Charge
from chalicelib.domain.values import value
from chalicelib.flow.ports.rate_limits import BucketFull


@value
class TableRateBuckets:
    """Implements `flow.ports.rate_limits.RateBuckets`."""

    def take(self, charge: Charge) -> None:
        try:
            clients.client("dynamodb").update_item(**charge_update(charge))
        except ClientError as error:
            if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
                raise
            raise BucketFull(arrival_of(error.response.get("Item"))) from error
