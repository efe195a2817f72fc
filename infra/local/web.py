"""HTTP like that of API Gateway: the Chalice app behind Chalice's local gateway, with threads and gzip."""

import gzip
import json
import socket
import threading
from collections.abc import Callable, Mapping
from functools import partial
from http import HTTPStatus
from typing import Any

from chalice.config import Config
from chalice.local import ChaliceRequestHandler, LocalChalice, LocalDevServer, ThreadedHTTPServer

from chalicelib import wiring
from infra.local.environment import CHALICE, HOST

Page = Callable[[], str]


class Web:
    """Serves the app on a port. `extra` are further pages, by path; `after` is called after each request."""

    def __init__(self, app: Any, port: int, *, extra: Mapping[str, Page], after: Callable[[], None]) -> None:
        handler = partial(_Handler, extra=extra, after=after, compress_from=_compress_from())
        self._server = LocalDevServer(_threaded(app), Config.create(), HOST, port, handler, _Server)
        self.url = f"http://{HOST}:{self._server.server.server_address[1]}"

    def start(self) -> None:
        """Warm up as in Lambda, since two threads cannot make Powertools' Logger at once; then serve from a thread."""
        wiring.warm_up()
        self._thread = threading.Thread(target=self._server.server.serve_forever, args=(0.05,), name="web", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server.server_close()


def _threaded(app: Any) -> Any:
    """Give the app one current request per thread, as `chalice local` does."""
    if not isinstance(app, LocalChalice):
        app.__class__ = type("ThreadedChalice", (LocalChalice, type(app)), {})
    return app


def _compress_from() -> int | None:
    """Size in bytes from which the deployed API compresses a body; None if it never does."""
    size: int | None = json.loads(CHALICE.read_text()).get("minimum_compression_size")
    return size


class _Server(ThreadedHTTPServer):
    request_queue_size = 128  # a burst of citizens waits instead of being refused
    block_on_close = False  # an open keep-alive connection must not hold up the end

    def server_bind(self) -> None:
        """Bind without looking up this machine's name, which HTTPServer does and which takes seconds without DNS."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind((HOST, self.server_address[1]))  # type: ignore[has-type]
        host, port = self.socket.getsockname()
        self.server_address = (host, port)
        self.server_name, self.server_port = host, port


class _Handler(ChaliceRequestHandler):
    # otherwise every answer waits 40 ms for the client's acknowledgement: docs/upstream.md
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body in one packet

    def __init__(
        self,
        *args: Any,
        extra: Mapping[str, Page],
        after: Callable[[], None],
        compress_from: int | None,
        **options: Any,
    ) -> None:
        self._extra = extra
        self._after = after
        self._compress_from = compress_from
        super().__init__(*args, **options)

    def _generic_handle(self) -> None:
        page = self._extra.get(self.path.partition("?")[0])
        if page and self.command == "GET":
            self._send_http_response(HTTPStatus.OK, {"Content-Type": "text/html; charset=utf-8"}, page())
        else:
            super()._generic_handle()
            self._after()

    do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = do_PATCH = do_OPTIONS = _generic_handle  # noqa: N815

    def _send_http_response_with_body(self, code: int, headers: dict[str, Any], body: str | bytes) -> None:
        data = body.encode() if isinstance(body, str) else body
        if self._may_compress(headers, data):
            data = gzip.compress(data, 6)
            headers["Content-Encoding"] = "gzip"
        super()._send_http_response_with_body(code, headers, data)

    def _may_compress(self, headers: Mapping[str, Any], body: bytes) -> bool:
        accepted = "gzip" in self.headers.get("Accept-Encoding", "")
        encoded = "content-encoding" in {name.lower() for name in headers}
        return accepted and not encoded and self._compress_from is not None and len(body) >= self._compress_from

    def log_request(self, code: Any = "-", size: Any = "-") -> None:
        """Log server errors only: the terminal is for notices."""
        if isinstance(code, int) and code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            super().log_request(code, size)
