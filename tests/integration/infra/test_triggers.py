"""No queue may start as many functions as the account has."""

from chalice.config import Config, DeployedResources
from chalice.deploy.appgraph import ApplicationGraphBuilder
from chalice.deploy.models import SQSEventSource
from chalice.deploy.planner import PlanStage, RemoteState

import app as functions
from chalicelib import names, settings
from infra.aws.release.chalice_record import TRIGGERS

ACCOUNT = 1000
"""Functions that an account may run at once, unless it is new or has asked for more."""


def test_each_queue_has_a_bound_that_lambda_takes():
    assert set(settings.MOST_AT_ONCE) == set(names.QUEUES)
    assert all(2 <= bound <= 1000 for bound in settings.MOST_AT_ONCE.values())


def test_all_queues_together_leave_the_account_to_those_who_report():
    assert sum(settings.MOST_AT_ONCE.values()) <= ACCOUNT / 20


def test_chalice_deploys_each_bound():
    assert dict(_deployed()) == {TRIGGERS[function]: settings.MOST_AT_ONCE[TRIGGERS[function]] for function in TRIGGERS}


def _deployed():
    """By queue, the bound in the call that makes its trigger."""
    disk = {"app_name": names.APP}
    config = Config(
        "dev", user_provided_params={"chalice_app": functions.app, "project_dir": "."}, config_from_disk=disk
    )
    sources = [
        each for each in _below(ApplicationGraphBuilder().build(config, "dev")) if isinstance(each, SQSEventSource)
    ]
    for source in sources:
        plan = PlanStage(RemoteState(None, DeployedResources.empty()), None).execute([source])
        (call,) = [
            each for each in plan.instructions if getattr(each, "method_name", "") == "create_lambda_event_source"
        ]
        yield source.queue.rpartition("-")[2], call.params["maximum_concurrency"]


def _below(resource):
    yield resource
    for needed in resource.dependencies():
        yield from _below(needed)
