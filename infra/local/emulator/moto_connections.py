"""moto's connections, which stay open: `install()` in moto's own process.

Werkzeug's server closes the connection after each answer and looks for ten milliseconds whether the client has more to
say, so every call of a client costs a connection and a thread. Here a request is read to its end before it is answered,
as a connection that stays open needs it, and head and body are sent as one.
"""

import logging
from io import BytesIO
from typing import Any

from moto.moto_server.werkzeug_app import MotoRequestHandler
from werkzeug.datastructures import Headers
from werkzeug.exceptions import InternalServerError
from werkzeug.test import run_wsgi_app

_WITHOUT_A_BODY = ("204", "304")


def install() -> None:
    """Change moto in this process."""
    for name, ours in (
        ("protocol_version", "HTTP/1.1"),
        ("wbufsize", -1),
        ("run_wsgi", _answer),
        ("log_request", _log_nothing),
    ):
        setattr(MotoRequestHandler, name, ours)


def _answer(handler: Any) -> None:
    """Answer one request; an error of moto's own is logged and answered with 500."""
    environ = _environ(handler)
    try:
        content, status, headers = run_wsgi_app(handler.server.app, environ, buffered=True)
    except Exception:
        logging.getLogger("werkzeug").exception("moto failed:")
        content, status, headers = run_wsgi_app(InternalServerError(), environ, buffered=True)
    _send(handler, status, headers, b"".join(content))


def _environ(handler: Any) -> dict[str, Any]:
    """The WSGI environment of a request that has been read to its end."""
    if handler.headers.get("Expect", "").lower() == "100-continue":
        handler.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        handler.wfile.flush()
    environ: dict[str, Any] = handler.make_environ()
    stream = environ["wsgi.input"]
    body = stream.read() if "wsgi.input_terminated" in environ else stream.read(int(environ.get("CONTENT_LENGTH") or 0))
    return environ | {"wsgi.input": BytesIO(body)}


def _send(handler: Any, status: str, headers: Headers, body: bytes) -> None:
    code, _, reason = status.partition(" ")
    handler.send_response(int(code), reason)
    if "Content-Length" not in headers and code not in _WITHOUT_A_BODY:
        headers["Content-Length"] = str(len(body))
    for name, value in headers:
        handler.send_header(name, value)
    handler.end_headers()
    if handler.command != "HEAD":
        handler.wfile.write(body)
    handler.wfile.flush()


def _log_nothing(*_: Any) -> None:
    """A line per request is no use to anybody, and is not put together."""
