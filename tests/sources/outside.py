"""A server that plays everything outside: whole files, and each way in which they fail to come."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

NORTH_EAST = "/europe/italy/nord-est-latest.osm.pbf"
Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Page:
    """What stands at an address, and the faults that come before it is given."""

    content: bytes = b""
    changed: float = 1_700_000_000.0
    kind: str = "application/octet-stream"
    faults: list[str] = field(default_factory=list)
    answer: Callable[[str, dict[str, list[str]]], Answer] | None = None
    marked: bool = True

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.content).hexdigest()[:16]}"'


class Outside:
    """Runs on a free port of 127.0.0.1; `asked` lists method, path and Range of each request."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        self.asked: list[tuple[str, str, str]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(outside) -> type[BaseHTTPRequestHandler]:  # noqa: N805
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self._serve({})

            def do_HEAD(self) -> None:
                self._serve({})

            def do_POST(self) -> None:
                length = int(self.headers.get("content-length", "0"))
                self._serve(parse_qs(self.rfile.read(length).decode()))

            def log_message(self, *_: object) -> None:
                pass

            def _serve(self, form: dict[str, list[str]]) -> None:
                parts = urlsplit(self.path)
                given = self.headers.get("range", "")
                outside.asked.append((self.command, parts.path, given))
                page = outside.pages.get(parts.path)
                if page is None:
                    self._say(404, {}, b"nothing here")
                    return
                if page.faults and page.faults[0]:
                    self._fail(page.faults.pop(0), page)
                    return
                if page.faults:
                    page.faults.pop(0)
                if page.answer is not None:
                    self._say(*page.answer(self.command, form or parse_qs(parts.query)))
                    return
                self._give(page, given)

            def _give(self, page: Page, given: str) -> None:
                headers = {"content-type": page.kind, "accept-ranges": "bytes"}
                if page.marked:
                    headers["etag"] = page.etag
                    headers["last-modified"] = formatdate(page.changed, usegmt=True)
                same = self.headers.get("if-range", "") in (page.etag, "")
                if given and same and self.command == "GET":
                    start = int(given.removeprefix("bytes=").rstrip("-"))
                    rest = page.content[start:]
                    headers["content-range"] = (
                        f"bytes {start}-{len(page.content) - 1}/{len(page.content)}"
                    )
                    self._say(206, headers, rest)
                else:
                    self._say(200, headers, page.content)

            def _say(self, status: int, headers: dict[str, str], body: bytes) -> None:
                self.send_response(status)
                for key, value in headers.items():
                    self.send_header(key, value)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)

            def _fail(self, fault: str, page: Page) -> None:
                kind, _, number = fault.partition(":")
                if kind.isdigit():
                    headers = {"retry-after": number} if number else {}
                    self._say(int(kind), headers, b"busy")
                elif kind == "loop":
                    page.faults.append("loop")
                    self._say(302, {"location": self.path}, b"")
                elif kind == "html":
                    self._say(200, {"content-type": "text/html"}, b"<!DOCTYPE html><p>sorry")
                elif kind == "remark":
                    self._say(200, {"content-type": "application/json"}, b'{"remark": "timed out"}')
                elif kind == "cut":
                    self._begin(page, len(page.content))
                    self.wfile.write(page.content[: int(number)])
                    self.close_connection = True
                elif kind == "drip":
                    self._begin(page, len(page.content))
                    for at in range(len(page.content)):
                        try:
                            self.wfile.write(page.content[at : at + 1])
                            self.wfile.flush()
                        except OSError:
                            return
                        time.sleep(float(number or 0.05))
                elif kind == "pause":
                    self._begin(page, len(page.content))
                    half = len(page.content) // 2
                    try:
                        self.wfile.write(page.content[:half])
                        self.wfile.flush()
                        time.sleep(float(number))
                        self.wfile.write(page.content[half:])
                    except OSError:
                        return
                elif kind == "drop":
                    self.close_connection = True
                else:
                    raise AssertionError(fault)

            def _begin(self, page: Page, length: int) -> None:
                self.send_response(200)
                if page.marked:
                    self.send_header("etag", page.etag)
                self.send_header("content-type", page.kind)
                self.send_header("content-length", str(length))
                self.end_headers()

        return Handler
