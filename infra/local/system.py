"""The whole system on this machine: an emulated AWS with the deployed resources, HTTP, and the pump."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from types import TracebackType
from typing import Any, Self

from chalicelib import names
from infra.local.emulator.emulator_handle import Emulator
from infra.local.environment import (
    CITY,
    CREDENTIALS,
    STAGE,
    RunSettings,
    environment,
    environment_variables,
    free_port,
)
from infra.local.pump.message_outbox import Outbox, SentMessage
from infra.local.pump.notice_inbox import DeliveredNotice, NoticeInbox
from infra.local.pump.pump import Pump
from infra.local.pump.queue_trigger import Failure

OnNotice = Callable[[DeliveredNotice], None]
OnMessage = Callable[[SentMessage], None]


class LocalSystem:
    """A context manager that runs the system; tests start it on free ports by `RunSettings(port=0, aws_port=0)`.

    With `threads` events move by themselves; `pump_until_quiet` works either way. While it is open this process's
    environment points at the emulator and nothing in it can reach real AWS.
    """

    url: str
    notice_inbox: NoticeInbox
    outbox: Outbox

    def __init__(
        self,
        settings: RunSettings,
        *,
        threads: bool = True,
        on_notice: OnNotice = lambda _: None,
        on_message: OnMessage = lambda _: None,
        on_failure: Failure | None = None,
    ) -> None:
        """A system that is not started yet. Without `on_failure`, errors are kept in `failures`."""
        self.failures: list[tuple[str, Exception]] = []
        self._settings = settings
        self._threads = threads
        self._on_notice = on_notice
        self._on_message = on_message
        self._on_failure = on_failure or (lambda name, error: self.failures.append((name, error)))

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self._open(stack)
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, trace)

    def client(self, service: str) -> Any:
        """A boto3 client of the emulator."""
        import boto3

        return boto3.client(service)

    def pump_until_quiet(self) -> int:
        """Carry events until nothing moves; return how many items moved."""
        return self._pump.until_quiet()

    def _open(self, stack: ExitStack) -> None:
        settings = self._settings
        free_port(settings.port, "PORT")
        aws_port = free_port(settings.aws_port, "AWS_PORT")
        with environment_variables(CREDENTIALS):
            emulator = stack.enter_context(
                Emulator(settings.emulator, aws_port, state=settings.state if settings.persist else None)
            )
        self.endpoint = emulator.endpoint
        stack.enter_context(environment_variables(environment(self.endpoint)))
        stack.callback(_reset_clients)
        app = _app()  # imported while the emulator starts
        emulator.wait_until_ready()
        self._provision()
        with ThreadPoolExecutor(1) as thread:
            accounts_added = thread.submit(*self._account_task())
            self._make_pump(app)
            self._serve(app, stack)
            accounts_added.result()

    def _provision(self) -> None:
        from infra.local.emulator.provision import add_sender, provision

        provision(self.client, self._settings.emulator)
        add_sender(self.client("sesv2"))

    def _account_task(self) -> tuple[Any, ...]:
        """The function that creates accounts, and its arguments: boto3 makes clients in one thread only, this one."""
        from infra import accounts
        from infra.local.demo_accounts import add_accounts

        pool = accounts.stored_pool(self.client("dynamodb"), STAGE)
        return add_accounts, self.client("cognito-idp"), pool, CITY

    def _make_pump(self, app: Any) -> None:
        from chalicelib.adapters.aws import clients
        from infra.local.pump.pump_parts import parts

        self.notice_inbox = NoticeInbox(self.client("sns"), self.client("sqs"), self._on_notice)
        self.notice_inbox.watch(clients.client("sns"))
        self.outbox = Outbox(self._on_message)
        self.outbox.watch(clients.client("sns"), clients.client("sesv2"))
        self._pump = Pump([*parts(app, self.client, self._on_failure), self.notice_inbox], self._on_failure)

    def _serve(self, app: Any, stack: ExitStack) -> None:
        from chalicelib import wiring
        from infra.local.local_page import LocalPage
        from infra.local.web import Web

        page = LocalPage(self.notice_inbox, self.outbox, self.client("sqs"), wiring.ledger())
        web = Web(app, self._settings.port, extra={"/_local": page}, after=self._pump.wake)
        self.url = web.url
        write_site(self.client("dynamodb"), self.url)
        stack.callback(self._drain)
        web.start()
        stack.callback(web.stop)
        if self._threads:
            self._pump.start()
            stack.callback(self._pump.stop)

    def _drain(self) -> None:
        """Carry the events that are left if data is kept: the table's stream does not outlive its emulator."""
        if self._settings.persist:
            self._pump.until_quiet()


def write_site(dynamodb: Any, url: str) -> None:
    """Store the address of the system, to which notices link, and the photos' bucket."""
    table = names.table(STAGE)
    account = dynamodb.describe_table(TableName=table)["Table"]["TableArn"].split(":")[4]
    item = {"pk": {"S": "site"}, "sk": {"S": "site"}, "url": {"S": url}, "photos": {"S": names.photos(STAGE, account)}}
    dynamodb.put_item(TableName=table, Item=item)


def _app() -> Any:
    from importlib import import_module

    _reset_clients()
    return import_module("app").app


def _reset_clients() -> None:
    """Drop clients and adapters, which belong to one emulator."""
    import boto3

    from chalicelib import wiring
    from chalicelib.adapters.aws import clients

    wiring.reset()
    clients.forget()
    boto3.DEFAULT_SESSION = None
