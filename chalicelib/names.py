"""Names of AWS resources. Each follows from the stage alone, so a deploy needs no recorded state."""

APP = "sedulur"
REGION = "ap-southeast-3"  # Jakarta: personal data of Indonesian public bodies stays onshore

QUEUES = ("routing", "notices", "messages", "statistics", "photos")
COORDINATOR = "coordinator"
LEADERS = "leaders"
EVENTS = "events"


def table(stage: str) -> str:
    return f"{APP}-{stage}"


def queue(stage: str, name: str) -> str:
    return f"{APP}-{stage}-{name}"


def dead_letter_queue(stage: str, name: str) -> str:
    return f"{queue(stage, name)}-dlq"


def topic(stage: str, name: str) -> str:
    """Name of a topic; `name` is `events` (the bus), `coordinator`, `leaders`, or comes from `opd_topic`."""
    return f"{APP}-{stage}-{name}"


def opd_topic(stage: str, opd: str) -> str:
    """Name of the topic of an OPD by its code. All desa share one, whose subscribers filter by the attribute `opd`."""
    return topic(stage, "opd-desa" if shares_topic(opd) else f"opd-{opd.lower()}")


def shares_topic(opd: str) -> bool:
    """Whether an OPD has no topic of its own: a regency has hundreds of desa, and a stack 500 resources."""
    return opd.upper().startswith("DESA-")


def photos(stage: str, account: str) -> str:
    """Name of the photos' bucket. Bucket names are unique worldwide, so the account is part of it."""
    return f"{APP}-{stage}-photos-{account}"


def key_alias(stage: str) -> str:
    """Alias of the KMS key that seals contacts and encrypts the table."""
    return f"alias/{APP}-{stage}"


def user_pool(stage: str) -> str:
    """Name of the user pool, and of its one client."""
    return f"{APP}-{stage}"


def stack(stage: str) -> str:
    return f"{APP}-{stage}"


def api(stage: str) -> str:
    """Name of the REST API, by which CloudWatch tells its figures apart."""
    return f"{APP}-{stage}"


def topic_arn(region: str, account: str, name: str) -> str:
    return f"arn:aws:sns:{region}:{account}:{name}"
