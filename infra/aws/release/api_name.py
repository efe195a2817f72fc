"""The name of the stage's REST API: CloudWatch knows an API by its name alone, and alarms and dashboard must be of one
stage.

Chalice names the API by the document that it imports (`app.app_name`). One of an earlier release has the name that all
stages shared, and keeps it where an import leaves the name as it is.
"""

from chalicelib import names
from infra.aws.account import Account
from infra.aws.release.verification import Finding, missing


def apply_name(account: Account, rest_api: str) -> bool:
    """Give the API its stage's name; return False if it has it."""
    if _name(account, rest_api) == names.api(account.stage):
        return False
    rename = {"op": "replace", "path": "/name", "value": names.api(account.stage)}
    account.client("apigateway").update_rest_api(restApiId=rest_api, patchOperations=[rename])
    return True


def finding(account: Account, rest_api: str) -> Finding:
    """Whether alarms and dashboard see this API."""
    what, name = "name of the API", _name(account, rest_api)
    if name != names.api(account.stage):
        return missing(what, f"{name} instead of {names.api(account.stage)}, so its alarm hears nothing")
    return Finding(what, good=True, detail=name)


def _name(account: Account, rest_api: str) -> str:
    return str(account.client("apigateway").get_rest_api(restApiId=rest_api)["name"])
