"""Whoever types a command is told what is wrong and what to do, without a traceback."""

import ast
import signal
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, NoCredentialsError

from infra import terminal
from infra.__main__ import main
from infra.aws.failures import Refused, as_message
from infra.aws.release.package import CannotBuild
from infra.aws.release.stages import UnknownStage
from infra.stack import StackProblem


def refused(code, text="no"):
    return ClientError({"Error": {"Code": code, "Message": text}}, "DescribeStacks")


@pytest.mark.parametrize(
    ("problem", "advice"),
    [
        (NoCredentialsError(), "aws configure sso"),
        (EndpointConnectionError(endpoint_url="https://x"), "--region"),
        (refused("ExpiredToken"), "sign in again"),
        (refused("InvalidClientTokenId"), "AWS_PROFILE"),
        (refused("AccessDenied"), "administrator"),
        (refused("Strange", "something else"), "something else"),
        (Refused("so it is"), "so it is"),
        (StackProblem("stuck"), "stuck"),
        (CannotBuild("no wheel"), "no wheel"),
        (UnknownStage("no such stage"), "no such stage"),
    ],
)
def test_a_known_failure_is_one_message_and_exit_code_1(capsys, problem, advice):
    def command(_):
        raise problem

    assert as_message(command)(None) == 1
    assert advice in capsys.readouterr().err


def test_a_fault_of_ours_is_not_hidden():
    def command(_):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        as_message(command)(None)


def test_starting_the_command_line_loads_neither_boto3_nor_chalice():
    script = "import sys; from infra.__main__ import main\ntry: main(['-h'])\nexcept SystemExit: pass\n"
    script += "sys.exit(any(name in sys.modules for name in ('boto3', 'botocore', 'chalice', 'yaml')))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_without_its_record_chalice_stops_at_the_triggers_before_it_makes_a_second_api(monkeypatch):
    """AWS refuses a second trigger of one queue for one function, so the order is what makes it safe."""
    monkeypatch.setenv("SEDULUR_STAGE", "dev")
    from chalice.cli.factory import CLIFactory
    from chalice.deploy.appgraph import ApplicationGraphBuilder, DependencyBuilder

    from infra.aws.release.stages import PROJECT

    config = CLIFactory(str(PROJECT), environ={}).create_config_obj("dev")
    graph = ApplicationGraphBuilder().build(config, "dev")
    order = [type(each).__name__ for each in DependencyBuilder().build_dependencies(graph)]

    assert order.index("SQSEventSource") < order.index("RestAPI")


@pytest.mark.parametrize("nothing", [None, StringIO()], ids=["closed", "at its end"])
def test_a_question_that_nobody_can_answer_says_how_to_go_on_without_it(monkeypatch, nothing):
    monkeypatch.setattr(sys, "stdin", nothing)
    with pytest.raises(terminal.InputClosed, match=r"standard input is closed\. Use --yes\."):
        terminal.ask("Type dev to go on: ", "Use --yes.")


@pytest.mark.parametrize("command", ["route", "due"])
def test_reading_from_a_closed_standard_input_is_told_too(command):
    line = f'exec "{sys.executable}" -m infra city {command} pati - <&-'
    done = subprocess.run(["/bin/sh", "-c", line], capture_output=True, text=True, check=False)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False), done.stderr
    assert "standard input, which is closed" in done.stderr


INTERRUPTED = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background ignores it
from infra.__main__ import main
from infra.city import check
check.run = lambda _: (print("ready", flush=True), time.sleep(60))
sys.exit(main(["city", "check", "pati"]))
"""


def test_a_command_that_is_stopped_by_ctrl_c_says_so_in_one_line():
    streams = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, "-c", INTERRUPTED], **streams) as process:
        assert process.stdout.readline() == "ready\n"
        process.send_signal(signal.SIGINT)
        _, error = process.communicate(timeout=60)
    assert (process.returncode, error) == (130, "\nInterrupted.\n")


def test_who_stops_a_command_on_aws_hears_that_it_can_be_run_again(monkeypatch, capsys):
    from infra.aws import status

    def interrupted(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(status, "run", interrupted)
    assert main(["status", "--stage", "uji"]) == 130
    assert "run the same command again" in capsys.readouterr().err


def test_only_one_place_asks():
    """So that no question ends with a traceback where nobody answers."""
    root = Path(terminal.__file__).parent
    trees = {path: ast.parse(path.read_text()) for path in root.rglob("*.py")}
    names = {
        (path.name, node.id) for path, tree in trees.items() for node in ast.walk(tree) if isinstance(node, ast.Name)
    }
    assert {path for path, name in names if name == "input"} == {"terminal.py"}
