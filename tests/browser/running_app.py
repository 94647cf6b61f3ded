"""A real server on a free port, and a page that writes down whatever it asks for."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import FrameLocator, Page, Request

ROOT = Path(__file__).parents[2]
SHARED = ("areas", "italy", "layers")
"""What the servers of a run have in common; everything else of a ``var`` is a server's own."""

QUIET = """() => new Promise((ready) => {
  let timer = null;
  const done = () => {
    if (document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]')) return again();
    watcher.disconnect();
    ready();
  };
  const again = () => { clearTimeout(timer); timer = setTimeout(done, 120); };
  const watcher = new MutationObserver(again);
  watcher.observe(document.body, {childList: true, subtree: true, attributes: true});
  again();
})"""
DESK = {"width": 1366, "height": 800}
PHONE = {"width": 390, "height": 844}


class Server:
    """The app as ``make run`` starts it, on a port of its own."""

    def __init__(self, var: Path, log: Path, *, path: str = "/readyz", **settings: str) -> None:
        """`path` is what answers once the server is waited for no longer."""
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = log
        command = [sys.executable, "-m", "streamlit", "run", "app.py"]
        self._process = subprocess.Popen(
            [*command, "--server.port", str(self.port)],
            cwd=ROOT,
            env={**os.environ, "APPRODO_VAR": str(var), **settings},
            stdout=log.open("wb"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self._wait(path)

    @property
    def pid(self) -> int:
        """Process id of the server."""
        return self._process.pid

    def _wait(self, path: str) -> None:
        deadline = time.monotonic() + 100
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"{self.url}{path}", timeout=2) as answer:
                    if answer.status == 200:
                        return
            except OSError:
                time.sleep(0.1)
            if self._process.poll() is not None:
                break
        raise AssertionError(f"the app did not start: {self.log.read_text()[-2000:]}")

    def stop(self) -> None:
        os.killpg(self._process.pid, signal.SIGTERM)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)


class Visit:
    """A page with what it asked for: anything outside the machine is written down."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.foreign: list[str] = []
        self.errors: list[str] = []
        self.dialogs: list[str] = []
        page.on("request", self._request)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("dialog", self._dialog)

    def open(self, url: str) -> None:
        """Go to an address of the app, and wait until the page is ready."""
        self.page.goto(url)
        settled(self.page)

    def _request(self, request: Request) -> None:
        inside = ("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:")
        if not request.url.startswith(inside):
            self.foreign.append(request.url)

    def _dialog(self, dialog: object) -> None:
        self.dialogs.append(str(dialog))
        dialog.dismiss()  # type: ignore[attr-defined]

    @property
    def map(self) -> FrameLocator:
        """Inside the map's frame."""
        return self.page.frame_locator('iframe[src*="streamlit_folium"]')


def settled(page: Page) -> None:
    """Wait until the page is ready: its script has run, every widget is loaded, nothing changes.

    Streamlit fetches the code of a widget when the first of its kind is drawn, so that a label may
    stand before its field.
    """
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    page.evaluate(QUIET)


def server_with_register(built_var: Path, var: Path, **settings: str) -> Server:
    """Start an app with the areas of the run and a register of its own."""
    var.mkdir()
    for name in SHARED:
        if (built_var / name).exists():
            (var / name).symlink_to(built_var / name)
    return Server(var, var.with_suffix(".log"), **settings)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
