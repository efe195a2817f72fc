"""`deploy`: the stage's stack and code, as this checkout has them."""

import argparse
from pathlib import Path
from typing import Any

from chalicelib import __version__, names
from chalicelib.adapters.city_pack.pack import load
from infra import accounts, stack
from infra.aws.account import Account
from infra.aws.failures import Refused
from infra.aws.release import api_name, chalice_record, limits, site, stages, unchanged, verification
from infra.aws.release.chalice_deploy import release
from infra.aws.release.template_store import store
from infra.template import MOST_RESOURCES, opds, render, without_tls

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
    print(f"Deploying {__version__} to {account.stage} ({city}) in {account.region}, account {account.number}")
    if not options.force:
        unchanged.refuse_older(account)
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
    has_new_code = _release(account, is_forced=options.force)
    rest_api = str(chalice_record.rest_api_id(account))
    url = account.api_url(rest_api)
    has_new_limits = limits.apply_limits(account, rest_api)
    has_new_name = api_name.apply_name(account, rest_api)
    public = site.store(account, url, options.url)
    if not _verify(account, url):
        return 1
    if outcome == stack.UNCHANGED and not (
        has_new_groups or has_new_code or public.is_new or has_new_limits or has_new_name
    ):
        print("Nothing had to be changed.")
    if public.is_given:
        print(f"Links lead to {public.url}, as somebody has chosen; `--url {site.API}` goes back to {url}.")
    print(f"\n{public.url}/{NEXT_STEPS.format(stage=account.stage)}")
    return 0


def _template(account: Account, city: str) -> dict[str, Any]:
    """The stage's template; for an emulator on plain HTTP, one that takes plain HTTP.

    Raises:
        Refused: It has more resources than a stack may have.
    """
    template = render(account.stage, city)
    if account.endpoint and account.endpoint.startswith("http://"):
        template = without_tls(template)
    count = len(template["Resources"])
    if count > MOST_RESOURCES:
        raise Refused(
            f"The stack would have {count} resources, one for each OPD's topic among them; CloudFormation takes "
            f"{MOST_RESOURCES}. Nothing was changed. In opds.csv give desa codes that begin with DESA-: they share one "
            "topic."
        )
    sharing = [code for code in opds(city) if names.shares_topic(code)]
    if sharing:
        topic = names.opd_topic(account.stage, sharing[0])
        print(f"{len(sharing)} desa share the topic {topic}: `subscribe` filters it by their codes.")
    return template


def _progress(line: str) -> None:
    """Print that a resource is ready, or why not; not that it is in progress."""
    if "_IN_PROGRESS" not in line.split(maxsplit=1)[0]:
        print(f"  {line}", flush=True)


def _city(stage: str, wanted: str | None) -> str:
    """The stage's city; a new stage is first added to `.chalice/config.json`, another brought to this release.

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
    _announce(f"The stage {stage} is new. Written, please commit:", written)
    if not written:
        _announce(f"Entry and policies of {stage} are brought to this release, please commit:", stages.renew(stage))
    city = stages.city_of(stage)
    if wanted and wanted != city:
        raise Refused(f"The stage {stage} serves {city} (.chalice/config.json); a stage has one city for good.")
    return city


def _announce(what: str, written: list[Path]) -> None:
    """Print which files were written, if there are any."""
    for line in [what, *(f"  {file.relative_to(stages.PROJECT)}" for file in written)] if written else []:
        print(line)


def _release(account: Account, *, is_forced: bool) -> bool:
    """Deploy the code; return False if AWS has it as it is."""
    reasons = release(account, is_forced=is_forced)
    print(f"Code: deployed ({_shortened(reasons)})" if reasons else "Code: unchanged, nothing was uploaded")
    return bool(reasons)


def _shortened(reasons: list[str], most: int = 3) -> str:
    """The first reasons, and how many more there are."""
    more = f" and {len(reasons) - most} more" if len(reasons) > most else ""
    return f"because: {', '.join(reasons[:most])}{more}"


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
