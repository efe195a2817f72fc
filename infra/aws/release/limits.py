"""Throttling of the addresses to which anybody may write, for all callers together: settings of the API's stage.

It bounds what an attack can cost. There is no limit by caller: phones of a village share one address, and API Gateway
knows callers only by keys that citizens do not have. Chalice cannot set these limits and does not undo them.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from infra.aws.account import API_STAGE, Account
from infra.aws.release.verification import Finding, missing

Limit = tuple[int, int]
"""Requests a second, and how many more may come at once."""

REPORTS: Limit = (25, 100)
"""Twenty times as many as New York gets at its peak."""

PHOTOS: Limit = (75, 300)
"""Three for each report."""

LIMITS: Mapping[str, Limit] = {
    "/lapor": REPORTS,
    "/v1/tickets": REPORTS,
    "/v1/photos": PHOTOS,
    "/laporan/{number}/saya-juga": REPORTS,
    "/v1/tickets/{number}/support": REPORTS,
}
"""By path, the limit of what is posted there without a secret or an account."""

SETTINGS = {"throttlingRateLimit": "rateLimit", "throttlingBurstLimit": "burstLimit"}
"""The two settings as a stage's description names them, and as a change of it does."""

MissingSetting = tuple[str, str, int]
"""A path, a key of SETTINGS, and the value that it should have."""


def apply_limits(account: Account, rest_api: str) -> bool:
    """Set the limits that differ; return False if none did."""
    unset = list(_missing(account, rest_api))
    if unset:
        client = account.client("apigateway")
        client.update_stage(restApiId=rest_api, stageName=API_STAGE, patchOperations=[*map(_patch, unset)])
    return bool(unset)


def finding(account: Account, rest_api: str) -> Finding:
    """Whether all limits are set, for `status`."""
    what, unset = "limits of what anybody may send", {path for path, _, _ in _missing(account, rest_api)}
    if unset:
        return missing(what, f"missing for {', '.join(sorted(unset))}")
    return Finding(what, good=True, detail="set")


def _missing(account: Account, rest_api: str) -> Iterator[MissingSetting]:
    stage = account.client("apigateway").get_stage(restApiId=rest_api, stageName=API_STAGE)
    known = {_plain(name): settings for name, settings in stage.get("methodSettings", {}).items()}
    for path, limits in LIMITS.items():
        settings: Mapping[str, Any] = known.get(_plain(f"{path}/POST"), {})
        wanted = zip(SETTINGS, limits, strict=True)
        yield from ((path, setting, value) for setting, value in wanted if settings.get(setting) != value)


def _patch(unset: MissingSetting) -> dict[str, str]:
    """The operation that sets it; the slashes of a path are `~1` (RFC 6901)."""
    path, setting, value = unset
    pointer = f"/{path.replace('/', '~1')}/POST/throttling/{SETTINGS[setting]}"
    return {"op": "replace", "path": pointer, "value": str(value)}


def _plain(name: str) -> str:
    """The name of a setting without escapes: API Gateway returns it with and without a slash at its start."""
    return name.replace("~1", "/").strip("/")
