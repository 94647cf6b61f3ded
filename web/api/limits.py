"""How often one address may ask, and what of a request is never passed on."""

from __future__ import annotations

import hashlib
import ipaddress
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.api.problems import problem

MOST_ADDRESSES = 50_000


class Buckets:
    """A bucket of turns for each address: it holds a minute's turns and fills all the time.

    Addresses are kept as keyed hashes, with a key that ends with the process.

    Parameters
    ----------
    per_minute
        How many requests each address has; 0: as many as it likes.
    clock
        Seconds, never going back.

    Examples
    --------
    >>> now = [0.0]
    >>> buckets = Buckets(2, clock=lambda: now[0])
    >>> [buckets.wait_s("192.0.2.1") for _ in range(3)]
    [0.0, 0.0, 30.0]
    >>> now[0] = 30.0
    >>> buckets.wait_s("192.0.2.1"), buckets.wait_s("192.0.2.2")
    (0.0, 0.0)
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = per_minute
        self._clock = clock
        self._key = secrets.token_bytes(32)
        self._turns: OrderedDict[bytes, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait_s(self, address: str) -> float:
        """Take a turn and return 0; where there is none, seconds until there is one."""
        if not self._most:
            return 0.0
        address_key = hashlib.blake2b(
            _network(address).encode(), key=self._key, digest_size=16
        ).digest()
        now = self._clock()
        with self._lock:
            left, since = self._turns.pop(address_key, (float(self._most), now))
            left = min(float(self._most), left + (now - since) * self._most / 60)
            wait = 0.0 if left >= 1 else (1 - left) * 60 / self._most
            self._turns[address_key] = (left - 1 if left >= 1 else left, now)
            if len(self._turns) > MOST_ADDRESSES:
                self._turns.popitem(last=False)  # whoever has not asked for the longest time
        return wait


def _network(address: str) -> str:
    """Return what is counted: an IPv4 address, or the network of an IPv6 address.

    Who has one IPv6 address has 2^64 of them.
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 6:
        return str(ipaddress.ip_network(f"{address.split('%')[0]}/64", strict=False))
    return address


class Limit:
    """ASGI middleware that answers 429 to who asks too often.

    Parameters
    ----------
    proxies
        How many web servers of one's own stand before: each adds the address that it sees to
        ``X-Forwarded-For``. 0: that header is not believed.
    """

    def __init__(self, app: ASGIApp, buckets: Buckets, proxies: int) -> None:
        self.app = app
        self._buckets = buckets
        self._proxies = proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] == "http":
            wait = self._buckets.wait_s(self._address(scope))
            if wait:
                headers = Headers(scope=scope)
                whole = int(wait) + 1
                refusal = problem(
                    headers.get("accept-language", ""), 429, "api.often", {"n": whole},
                    headers={"retry-after": str(whole)},
                )  # fmt: skip
                await refusal(scope, receive, send)
                return
        await self.app(scope, receive, send)

    def _address(self, scope: Scope) -> str:
        found = ",".join(Headers(scope=scope).getlist("x-forwarded-for")).split(",")
        chain = [part.strip() for part in found if part.strip()]
        if self._proxies and len(chain) >= self._proxies:
            return chain[-self._proxies]
        client = scope.get("client")
        return str(client[0]) if client else ""


class Heads:
    """ASGI middleware that answers HEAD as GET, without the body."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on as GET."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def send_head(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self.app({**scope, "method": "GET"}, receive, send_head)
