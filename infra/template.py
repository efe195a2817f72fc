"""`template.yaml` with the topics of the city pack's OPDs."""

import json
from collections.abc import Iterable, Mapping
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from chalicelib import names
from chalicelib.adapters.city_pack.pack import load
from chalicelib.domain.notifications import opd_recipients, reporter_recipients
from chalicelib.domain.statistics import contribution

MOST_RESOURCES = 500
"""As many resources as CloudFormation takes in a stack."""

ONLY_TLS = "OnlyEncryptedLines"
"""`Sid` of the statements of topics, queues and bucket that refuse what comes without TLS."""

TEMPLATE = Path(__file__).with_name("template.yaml")


def render(stage: str, city: str) -> dict[str, Any]:
    """The template of one stage, as CloudFormation takes it (plain JSON types).

    `city` is the code of a city pack: each of its OPDs gets a topic, its desa one together, external institutions none.
    """
    template: dict[str, Any] = deepcopy(_read(TEMPLATE))
    template["Parameters"]["Stage"]["Default"] = stage
    template["Parameters"]["City"]["Default"] = city
    resources = template["Resources"]
    for subscription, types in (
        ("NoticesSubscription", opd_recipients.NOTIFIED), ("MessagesSubscription", reporter_recipients.NOTIFIED),
        ("StatisticsSubscription", [{"anything-but": list(contribution.UNCOUNTED)}]),
    ):  # fmt: skip
        resources[subscription]["Properties"]["FilterPolicy"]["dynamodb"]["NewImage"]["type"]["S"] = list(types)
    for logical_id, name in opd_topics(stage, opds(city)).items():
        resources[logical_id] = _topic(name)
        resources["TopicPolicy"]["Properties"]["Topics"].append({"Ref": logical_id})
    return template


def without_tls(template: dict[str, Any]) -> dict[str, Any]:
    """The template for an emulator on plain HTTP: without the statements that refuse it, or policies of these alone."""
    for name, resource in list(template["Resources"].items()):
        policy = resource["Properties"].get("PolicyDocument", {})
        left = [each for each in policy.get("Statement", []) if each.get("Sid") != ONLY_TLS]
        if policy and not left:
            del template["Resources"][name]
        elif policy:
            policy["Statement"] = left
    return template


@cache
def _read(path: Path) -> dict[str, Any]:
    template: dict[str, Any] = yaml.load(path.read_text(), _Loader)  # noqa: S506 (a SafeLoader with the intrinsics)
    return template


def body(template: Mapping[str, Any]) -> str:
    """The template as compact JSON, the same at every run."""
    return json.dumps(template, separators=(",", ":"), ensure_ascii=True)


def opds(city: str) -> tuple[str, ...]:
    """Codes of the city's own OPDs, in the pack's order.

    Raises:
        BadPack: There is no such pack, or it has faults.
    """
    every = load(city).catalogue.opds.values()
    return tuple(opd.code for opd in every if not opd.is_external)


def opd_topics(stage: str, codes: Iterable[str]) -> dict[str, str]:
    """By logical id, the names of the topics of OPDs with these codes; all desa share one."""
    return {"OpdDesa" if names.shares_topic(opd) else logical_id(opd): names.opd_topic(stage, opd) for opd in codes}


def logical_id(opd: str) -> str:
    """CloudFormation's name of an OPD's topic: of `RSUD-KAYEN` it is `OpdRSUDKAYEN`."""
    return "Opd" + "".join(filter(str.isalnum, opd))


def _topic(name: str) -> dict[str, Any]:
    properties = {
        "TopicName": name,
        "DisplayName": "Sedulur",
        "KmsMasterKeyId": {"Fn::GetAtt": ["Key", "Arn"]},
    }
    return {"Type": "AWS::SNS::Topic", "Properties": properties}


class _Loader(yaml.SafeLoader):  # type: ignore[misc]
    """Reads CloudFormation's short forms (`!Ref`, `!Sub`, `!GetAtt`…) as their long ones."""


def _intrinsic(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    value = _plain(loader, node)
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {suffix if suffix in {"Ref", "Condition"} else f"Fn::{suffix}": value}


def _plain(loader: yaml.SafeLoader, node: yaml.Node) -> Any:
    """The value of a node, whatever its kind."""
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return loader.construct_mapping(node, deep=True)


_Loader.add_multi_constructor("!", _intrinsic)
