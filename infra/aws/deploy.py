"""`deploy`: the stage's stack and code, as this checkout has them."""

import argparse
from typing import Any

from chalicelib import names
from chalicelib.adapters.city_pack.pack import load
from infra import accounts, stack
from infra.aws.account import Account
from infra.aws.failures import Refused
from infra.aws.release import limits, site, stages, verification
from infra.aws.release.chalice_deploy import release
from infra.aws.release.template_store import store
from infra.template import render

NEXT_STEPS = """
What to do next:
  tell an OPD where its notices go   python -m infra subscribe --stage {stage} DISHUB email petugas@example.go.id
  let a member of staff in           python -m infra staff --stage {stage} add NAME --group DISHUB
  tell the administrators of alarms  python -m infra subscribe --stage {stage} alarms email admin@example.go.id
  see how the stage is doing         python -m infra status --stage {stage}
  deploy a change of code            chalice deploy --stage {stage}"""


def run(options: argparse.Namespace) -> int:
    account = Account.of(options)
    site.check(options.url)
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
    has_new_groups = _prepare_accounts(account, city)
    before = verification.snapshot(account)
    rest_api = _release(account)
    url = account.api_url(rest_api)
    has_new_limits = limits.apply_limits(account, rest_api)
    public = site.store(account, url, options.url)
    has_new_code = verification.snapshot(account) != before
    print(f"Code: {'deployed' if has_new_code else 'unchanged'}")
    if not _verify(account, url):
        return 1
    if outcome == stack.UNCHANGED and not (has_new_groups or has_new_code or public.is_new or has_new_limits):
        print("Nothing had to be changed.")
    if public.is_given:
        print(f"Links lead to {public.url}, as somebody has chosen; `--url {site.API}` goes back to {url}.")
    print(f"\n{public.url}/{NEXT_STEPS.format(stage=account.stage)}")
    return 0


def _template(account: Account, city: str) -> dict[str, Any]:
    """The stage's template; for an emulator on plain HTTP, without the bucket's policy, which refuses plain HTTP."""
    template = render(account.stage, city)
    if account.endpoint and account.endpoint.startswith("http://"):
        del template["Resources"]["PhotosBucketPolicy"]
    return template


def _progress(line: str) -> None:
    """Print that a resource is ready, or why not; not that it is in progress."""
    if "_IN_PROGRESS" not in line.split(maxsplit=1)[0]:
        print(f"  {line}", flush=True)


def _city(stage: str, wanted: str | None) -> str:
    """The stage's city; a new stage is first added to `.chalice/config.json`.

    Raises:
        BadPack: There is no pack of the wanted city, or it has faults.
        Refused: The stage cannot be deployed, or serves another city.
        UnknownStage: The stage is new and no city is named.
    """
    if stage == stages.LOCAL:
        raise Refused("local is the stage of `make run` on this machine: choose another name.")
    if wanted:
        load(wanted)  # before the stage is written: it must not name a city without a pack
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
    """Deploy the code; return the id of the REST API."""
    deployed = release(account)
    apis = [each["rest_api_id"] for each in deployed["resources"] if each["resource_type"] == "rest_api"]
    return str(apis[0])


def _prepare_accounts(account: Account, city: str) -> bool:
    """Store the user pool for the functions and create missing groups; return False if nothing had to be changed."""
    pool = accounts.pool_of_stack(account.client, account.stage)
    is_changed = accounts.store_pool(account.client, account.stage, pool)
    created = accounts.make_groups(account.client("cognito-idp"), pool, city)
    print(f"Groups of staff: {created} created" if created else "Groups of staff: unchanged")
    return is_changed or bool(created)


def _verify(account: Account, url: str) -> bool:
    """Check the stage and print what was found; return whether everything works."""
    findings = list(verification.verify(account, url))
    for finding in findings:
        print(finding.line())
    bad = [finding for finding in findings if not finding.good]
    if bad:
        print(f"{len(bad)} of {len(findings)} checks failed: see `python -m infra status --stage {account.stage}`.")
    return not bad
