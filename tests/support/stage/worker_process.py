"""The workers of the stage in the environment, in a process of their own: something to kill."""

import threading
import time
import traceback
from importlib import import_module

import boto3

from chalicelib.adapters.aws import clients
from infra.local.pump.pump import Pump
from infra.local.pump.pump_parts import parts


def print_failure(name, error):
    print(name, "".join(traceback.format_exception(error)), flush=True)


if __name__ == "__main__":
    # Slow enough that whoever is to kill it in the middle of its work comes in time, on a busy machine too.
    clients.client("sns").meta.events.register("before-call.sns.Publish", lambda **_: time.sleep(0.1))
    Pump(parts(import_module("app").app, boto3.client, print_failure), print_failure).start()
    threading.Event().wait()
