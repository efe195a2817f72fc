"""Logs and metrics are lines of JSON that tell the ticket and the request, and nothing else about anybody."""

import json
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from aws_lambda_powertools.metrics import MetricUnit, single_metric

from chalicelib import telemetry


def lines(capsys):
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_log_line_is_json_with_what_is_bound(capsys):
    with telemetry.bound(ticket="CTH-1", correlation_id="c-1"):
        telemetry.logger.info("ticket received", channel="web")
    (line,) = lines(capsys)
    assert (line["level"], line["message"], line["service"]) == ("INFO", "ticket received", "sedulur")
    assert (line["ticket"], line["correlation_id"], line["channel"]) == ("CTH-1", "c-1", "web")


def test_what_was_bound_outside_is_back_afterwards(capsys):
    with telemetry.bound(correlation_id="outer"):
        with telemetry.bound(correlation_id="inner", ticket="CTH-1"):
            telemetry.logger.info("inside")
        telemetry.logger.info("outside")
    telemetry.logger.info("far outside")
    inside, outside, far = lines(capsys)
    assert (inside["correlation_id"], inside["ticket"]) == ("inner", "CTH-1")
    assert outside["correlation_id"] == "outer"
    assert "ticket" not in outside
    assert "correlation_id" not in far


def test_it_is_back_also_when_the_work_failed(capsys):
    with pytest.raises(ZeroDivisionError), telemetry.bound(ticket="CTH-1"):
        1 / 0  # noqa: B018
    telemetry.logger.info("afterwards")
    assert "ticket" not in lines(capsys)[0]


def test_threads_do_not_see_each_others(capsys):
    def work(n):
        with telemetry.bound(ticket=f"CTH-{n}"):
            telemetry.logger.info("work", own=f"CTH-{n}")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(40)))
    logged = lines(capsys)
    assert len(logged) == 40
    assert all(line["ticket"] == line["own"] for line in logged)


def test_a_metric_is_in_the_embedded_format_by_stage_service_and_function(capsys, monkeypatch):
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "sedulur-local-route_tickets")
    with telemetry.bound(ticket="CTH-1"):
        telemetry.meter("TicketsDispatched", 2)
    (line,) = lines(capsys)
    (described,) = line["_aws"]["CloudWatchMetrics"]
    assert described["Namespace"] == "Sedulur"
    assert described["Metrics"] == [{"Name": "TicketsDispatched", "Unit": "Count"}]
    (dimensions,) = described["Dimensions"]
    assert {name: line[name] for name in dimensions} == {
        "stage": "local",
        "service": "sedulur",
        "function": "sedulur-local-route_tickets",
    }
    assert line["TicketsDispatched"] == [2.0]  # one value; the format takes a list of up to a hundred
    assert line["ticket"] == "CTH-1"
    assert isinstance(line["_aws"]["Timestamp"], int)


def test_its_line_is_that_of_powertools_single_metric(capsys):
    with telemetry.bound(ticket="CTH-1"):
        telemetry.meter("NoticesSent", 3, opd="DPUTR")
    dimensions = {"stage": "local", "service": "sedulur", "function": "local"}
    with single_metric(
        "NoticesSent", MetricUnit.Count, 3, namespace="Sedulur", default_dimensions=dimensions
    ) as metric:
        metric.add_metadata("ticket", "CTH-1")
        metric.add_metadata("opd", "DPUTR")
    ours, theirs = (re.sub(r'"Timestamp":\d+', "", line) for line in capsys.readouterr().out.splitlines())
    assert ours == theirs


def test_there_is_nothing_else_in_it():
    with pytest.raises(AttributeError):
        telemetry.looger  # noqa: B018
