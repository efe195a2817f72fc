"""The workers of the stage in the environment, in a process of their own: something to kill."""

import threading
import traceback
from importlib import import_module

import boto3

from infra.local.parts import parts
from infra.local.pump import Pump


def failed(name, error):
    print(name, "".join(traceback.format_exception(error)), flush=True)


if __name__ == "__main__":
    Pump(parts(import_module("app").app, boto3.client, failed), failed).start()
    threading.Event().wait()
