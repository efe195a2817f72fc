"""A policy file of a stage: what this release needs, and beside it what the administrator has added.

A statement is ours if it has a name (`Sid`) that a release has given; the next release replaces it or takes it away.
One with another name, or with none, is the administrator's and stays.
"""

import json
from typing import Any

SIDS = frozenset({
    "ButNoTopicAndNoApp", "Digests", "EmulatorsAuthorizeTheAlias", "LettersFromTheCity", "Lists", "Logs",
    "NeitherSecretsNorAccounts", "NotTheSitesSettings", "Notices", "OpenWhoReportedOneTicket",
    "PhonesHaveNoArn", "PhotosAsPeopleSeeThem", "PhotosAsTheyAreSent", "SealAndOpenWhoReportedOneTicket",
    "SealTheKeyOfThePhonebookAndNothingElse", "SealWhoReportedForOneTicket", "SiteAndLedger",
    "SiteLedgerAndFigures", "TheTablesAndThePhotosEncryption", "TheTablesAndTheTopicsEncryption",
    "TheTablesEncryption", "Tickets", "TicketsAndAlbum", "TicketsAndCounters", "TicketsAndLedger",
    "TicketsAndLedgerAndPhonebook", "Trigger", "WhatIsDue", "WhatIsOpen", "WhatPeopleSee", "WhatWasSent",
    "WhetherItIsStillThere", "WhyAPhoneRefuses", "WhySesRefuses",
})  # fmt: skip
"""Names of the statements of this release and of all before it. One that is no more used stays here, so that an upgrade
takes the statement away."""


def merged(rendered: str, existing: str) -> str:
    """The text of the file, from what the release needs and what is there."""
    added = [each for each in _statements(existing) if each.get("Sid") not in SIDS]
    if not added:
        return rendered
    policy = json.loads(rendered)
    return json.dumps(policy | {"Statement": policy["Statement"] + added}, indent=2) + "\n"


def _statements(text: str) -> list[dict[str, Any]]:
    """The statements of a policy, which may be a single one without a list."""
    statements: Any = json.loads(text).get("Statement", [])
    return [statements] if isinstance(statements, dict) else list(statements)
