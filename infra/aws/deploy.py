"""`deploy`: the stage's stack and code, as this checkout has them."""

import argparse
from typing import Any

from chalicelib import names
from chalicelib.adapters.city_pack.pack import load
from chalicelib.adapters.dynamodb import keys
from infra import accounts, stack
from infra.aws.account import Account
from infra.aws.failures import Refused
from infra.aws.release import limits, stages, verification
from infra.aws.release.chalice_deploy import release
from infra.aws.release.template_store import store

NEXT = """
What to do next:
  tell an OPD where its notices go   python -m infra subscribe --stage {stage} DISHUB email petugas@example.go.id
  let a member of staff in           python -m infra staff --stage {stage} add NAME --group DISHUB
  tell the administrators of alarms  python -m infra subscribe --stage {stage} alarms email admin@example.go.id
  see how the stage is doing         python -m infra status --stage {stage}
  deploy a change of code            chalice deploy --stage {stage}"""


def run(options: argparse.Namespace) -> int:
    account = Account.of(options)
    city = _city(account.stage, options.city)
    print(f"Deploying {account.stage} ({city}) to {account.region}, account {account.number}")
    outcome = stack.provision(
        account.client("cloudformation"),
        account.stage,
        city,
        progress=_progress,
        upload=lambda template: store(account, template),
        template=_template(account, city),
    )
    print(f"Stack {names.stack(account.stage)}: {outcome}")
    grouped = _prepare_accounts(account, city)
    before = verification.snapshot(account)
    rest_api = _release(account)
    url = account.api_url(rest_api)
    limited = limits.limit(account, rest_api)
    moved = _write_site(account, url)
    changed = verification.snapshot(account) != before
    print(f"Code: {'deployed' if changed else 'unchanged'}")
    if not _works(account, url):
        return 1
    if outcome == stack.UNCHANGED and not (grouped or changed or moved or limited):
        print("Nothing had to be changed.")
    print(f"\n{url}/{NEXT.format(stage=account.stage)}")
    return 0


def _template(account: Account, city: str) -> dict[str, Any]:
    """An emulator that speaks plain HTTP cannot have a bucket that refuses it."""
    template = stack.render(account.stage, city)
    if account.endpoint and account.endpoint.startswith("http://"):
        del template["Resources"]["PhotosBucketPolicy"]
    return template


def _progress(line: str) -> None:
    """A line per resource: that it stands, or why not."""
    if "_IN_PROGRESS" not in line.split(maxsplit=1)[0]:
        print(f"  {line}", flush=True)


def _city(stage: str, wanted: str | None) -> str:
    """The stage's city; a stage that is new is written down first."""
    if stage == "local":
        raise Refused("local is the stage of `make run` on this machine: choose another name.")
    if wanted:
        load(wanted)  # a stage of a city that is none must not be written down
    written = stages.scaffold(stage, wanted) if wanted else []
    if written:
        print(f"The stage {stage} is new. Written, please commit:")
        for file in written:
            print(f"  {file.relative_to(stages.PROJECT)}")
    city = stages.city_of(stage)
    if wanted and wanted != city:
        raise Refused(f"The stage {stage} serves {city} (.chalice/config.json); a stage has one city for good.")
    return city


def _release(account: Account) -> str:
    """Deploy the code; answers with the API's id."""
    deployed = release(account)
    apis = [each["rest_api_id"] for each in deployed["resources"] if each["resource_type"] == "rest_api"]
    return str(apis[0])


def _write_site(account: Account, url: str) -> bool:
    """Tell the functions where people find them, and the photos' bucket; False if they know already."""
    client, name = account.client("dynamodb"), names.table(account.stage)
    key = {"pk": {"S": keys.SITE}, "sk": {"S": keys.SITE}}
    site = key | {"url": {"S": url}, "photos": {"S": names.photos(account.stage, account.number)}}
    if client.get_item(TableName=name, Key=key).get("Item") == site:
        return False
    client.put_item(TableName=name, Item=site)
    return True


def _prepare_accounts(account: Account, city: str) -> bool:
    """Make the user pool known to the functions and its groups complete; False if both were so."""
    pool = accounts.of_stack(account.client, account.stage)
    is_changed = accounts.write(account.client, account.stage, pool)
    made = accounts.make_groups(account.client("cognito-idp"), pool, city)
    print(f"Groups of staff: {made} created" if made else "Groups of staff: unchanged")
    return is_changed or bool(made)


def _works(account: Account, url: str) -> bool:
    findings = list(verification.verify(account, url))
    for finding in findings:
        print(f"  {'ok ' if finding.good else 'BAD'}  {finding.what}: {finding.detail}")
    bad = [finding for finding in findings if not finding.good]
    if bad:
        print(f"{len(bad)} of {len(findings)} checks failed: see `python -m infra status --stage {account.stage}`.")
    return not bad
