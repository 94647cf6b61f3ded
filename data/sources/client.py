"""The one way to everything that others publish: patient, bounded, never half a file.

A download goes into a file of its own beside the last good copy and takes its place when it is
whole. What was received stays when a download is broken off, and the next one goes on from there
where the server still has the same file. An answer that is refused leaves the last good copy.
"""

from __future__ import annotations

import email.utils
import json
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import requests
import stamina
import urllib3

from data.files.disk import sha256_of, translate_disk_errors
from data.sources import retries  # noqa: F401  (whoever waits hears of retries)
from geo.errors import BadInput, SourceFailure

AGENT = "Approdo/0.1 (service map; https://www.openstreetmap.org/copyright)"
CHUNK_BYTES = 1 << 18
SHORT_BYTES = 20_000_000
CONNECT_S, SILENCE_S = 10.0, 30.0
ATTEMPTS = 6
FIRST_WAIT_S, LONGEST_WAIT_S = 1.0, 60.0
RETRY_AFTER_MOST_S = 600.0
"""A server that asks for more patience than this is given to the person instead."""

TRY_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
Progress = Callable[[int, int | None], None]
"""Called with the bytes received and those expected, None where the server does not say."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to bear with a source.

    `deadline_s` bounds the whole download, waiting included; `slowest_bytes_s` is the least speed
    over any `SILENCE_S` seconds.
    """

    deadline_s: float = 6 * 3600.0
    slowest_bytes_s: float = 1000.0
    attempts: int = ATTEMPTS
    first_wait_s: float = FIRST_WAIT_S
    longest_wait_s: float = LONGEST_WAIT_S
    silence_s: float = SILENCE_S


USUAL = Patience()


@dataclass(frozen=True, slots=True)
class Copy:
    """A file received whole: where from, when, which version of it.

    `changed_at` is the server's Last-Modified (ISO), `etag` its own mark of the version; empty
    where it says none.
    """

    url: str
    sha256: str
    bytes: int
    retrieved_at: str
    changed_at: str = ""
    etag: str = ""


def fetch(
    url: str,
    into: Path,
    *,
    body: Mapping[str, str] | None = None,
    patience: Patience = USUAL,
    on_progress: Progress = lambda *_: None,
    check: Callable[[Path], None] = lambda _: None,
) -> Copy:
    """Download `url` into the file `into` and return what was received.

    Parameters
    ----------
    body
        Sent as a form by POST; such an answer is never resumed.
    check
        Looks at the finished file before it takes its place; what it raises leaves the old copy.

    Raises
    ------
    SourceFailure
        ``source.refused`` (status), ``source.busy`` (seconds asked for), ``source.unreachable``,
        ``source.slow``, ``source.cut``, ``source.redirects``; each with ``url``.
    BadInput
        Whatever `check` complains of.
    StorageFailure
        ``disk.full``, ``disk.refused``.
    """
    into.parent.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + patience.deadline_s
    for attempt in _tries(patience):
        with attempt:
            _receive(url, into, body, patience, deadline, on_progress)
    part = _part(into)
    try:
        check(part)
    except BadInput:
        _forget(into)
        raise
    head = _read_head(into)
    copy = Copy(
        url=url,
        sha256=sha256_of(part),
        bytes=part.stat().st_size,
        retrieved_at=datetime.now(UTC).isoformat(timespec="seconds"),
        changed_at=_iso(head.get("last-modified", "")),
        etag=head.get("etag", ""),
    )
    with translate_disk_errors(into):
        part.replace(into)
        _label(into).write_text(json.dumps(asdict(copy), indent=1), encoding="utf-8")
    _head_file(into).unlink(missing_ok=True)
    return copy


def ask(url: str, *, parameters: Mapping[str, str], patience: Patience = USUAL) -> bytes:
    """Return a short answer, at most 20 MB.

    Raises
    ------
    SourceFailure
        As `fetch` does.
    """
    answer = b""
    deadline = time.monotonic() + patience.deadline_s
    for attempt in _tries(patience):
        with attempt, _opened("GET", url, patience, params=parameters) as response:
            answer = b"".join(_bounded(_chunks(response, url, patience, deadline)))
    return answer


def kept(into: Path) -> Copy | None:
    """Return the label of the last good copy; None where there is none."""
    try:
        row = json.loads(_label(into).read_text(encoding="utf-8"))
        return Copy(**row) if into.is_file() else None
    except (OSError, ValueError, TypeError):
        return None


def fetch_or_kept(url: str, into: Path, **found: Any) -> tuple[Copy, SourceFailure | None]:
    """Return what `fetch` does; where the source fails, the last good copy and the failure.

    Raises
    ------
    SourceFailure
        Where there is no copy to fall back on.
    """
    try:
        return fetch(url, into, **found), None
    except SourceFailure as failure:
        copy = kept(into)
        if copy is None:
            raise
        return copy, failure


def is_newer(url: str, than: Copy, *, patience: Patience = USUAL) -> bool:
    """Return whether the server has another version than the kept copy.

    Raises
    ------
    SourceFailure
        As `fetch` does.
    """
    with _opened("HEAD", url, patience) as response:
        etag, changed = response.headers.get("etag", ""), response.headers.get("last-modified", "")
    if etag and than.etag:
        return etag != than.etag
    return bool(changed) and _iso(changed) != than.changed_at


def _bounded(chunks: Iterator[bytes]) -> Iterator[bytes]:
    received = 0
    for chunk in chunks:
        received += len(chunk)
        if received > SHORT_BYTES:
            return
        yield chunk


def _receive(
    url: str,
    into: Path,
    body: Mapping[str, str] | None,
    patience: Patience,
    deadline: float,
    on_progress: Progress,
) -> None:
    """Receive the file, or the rest of it, into the unfinished file."""
    part, head = _part(into), _read_head(into)
    have = part.stat().st_size if part.exists() and body is None else 0
    mark = head.get("etag") or head.get("last-modified", "")
    headers = {}
    if have and mark and head.get("url") == url and not mark.startswith("W/"):
        headers = {"Range": f"bytes={have}-", "If-Range": mark}
    with _opened("POST" if body else "GET", url, patience, headers=headers, data=body) as response:
        goes_on = response.status_code == 206
        if not goes_on:
            have = 0
            fields = {k: response.headers.get(k, "") for k in ("etag", "last-modified")}
            with translate_disk_errors(into):
                _head_file(into).write_text(json.dumps({**fields, "url": url}), encoding="utf-8")
        length = response.headers.get("content-length")
        whole = have + int(length) if length else None
        with translate_disk_errors(into), part.open("ab" if goes_on else "wb") as file:
            for chunk in _chunks(response, url, patience, deadline):
                file.write(chunk)
                have += len(chunk)
                on_progress(have, whole)
            file.flush()
            os.fsync(file.fileno())
    if whole is not None and have != whole:
        raise SourceFailure("source.cut", url=url, bytes=have, expected=whole)


def _chunks(
    response: requests.Response, url: str, patience: Patience, deadline: float
) -> Iterator[bytes]:
    """Yield what arrives, when it arrives; a source that drips or does not end is given up."""
    since, received = time.monotonic(), 0
    while chunk := _next(response, url):
        yield chunk
        received += len(chunk)
        now = time.monotonic()
        if now > deadline:
            raise SourceFailure("source.slow", url=url)
        if now - since > patience.silence_s:
            if received < patience.slowest_bytes_s * patience.silence_s:
                raise SourceFailure("source.slow", url=url)
            since, received = now, 0


def _next(response: requests.Response, url: str) -> bytes:
    try:
        chunk: bytes = response.raw.read1(CHUNK_BYTES)
    except urllib3.exceptions.TimeoutError as error:
        raise SourceFailure("source.slow", url=url) from error
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise SourceFailure("source.cut", url=url) from error
    return chunk


def _opened(
    method: str,
    url: str,
    patience: Patience,
    *,
    headers: Mapping[str, str] = MappingProxyType({}),
    data: Mapping[str, str] | None = None,
    params: Mapping[str, str] | None = None,
) -> requests.Response:
    """Return an answer with a status of success; anything else as our error."""
    try:
        response = requests.request(
            method,
            url,
            headers={"User-Agent": AGENT, "Accept-Encoding": "identity", **headers},
            data=data,
            params=params,
            stream=True,
            timeout=(CONNECT_S, patience.silence_s),
            allow_redirects=True,
        )
    except requests.exceptions.TooManyRedirects as error:
        raise SourceFailure("source.redirects", url=url) from error
    except requests.exceptions.RequestException as error:
        raise SourceFailure("source.unreachable", url=url) from error
    if response.status_code in TRY_AGAIN:
        wait_s = _retry_after(response.headers.get("retry-after", ""))
        response.close()
        raise SourceFailure("source.busy", url=url, status=response.status_code, wait_s=wait_s)
    if not response.ok:
        response.close()
        raise SourceFailure("source.refused", url=url, status=response.status_code)
    return response


def _tries(patience: Patience) -> Iterable[AbstractContextManager[object]]:
    """Yield one context a try, with a longer, jittered wait before each further one."""
    return stamina.retry_context(
        on=_worth_another,
        attempts=patience.attempts,
        timeout=patience.deadline_s,
        wait_initial=patience.first_wait_s,
        wait_max=patience.longest_wait_s,
    )


def _worth_another(error: Exception) -> bool | float:
    """Say whether to try again, and after how long where the server names it."""
    if not isinstance(error, SourceFailure):
        return False
    if error.code in ("source.refused", "source.redirects"):
        return False
    wait_s = error.facts.get("wait_s")
    if error.code == "source.busy" and isinstance(wait_s, float):
        return wait_s if wait_s <= RETRY_AFTER_MOST_S else False
    return True


def _retry_after(text: str) -> float | None:
    """Return the seconds of a Retry-After header: a number or a date; None for neither."""
    if text.strip().isdigit():
        return float(text)
    try:
        moment = email.utils.parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _iso(http_date: str) -> str:
    try:
        return email.utils.parsedate_to_datetime(http_date).astimezone(UTC).isoformat()
    except ValueError:
        return ""


def _part(into: Path) -> Path:
    return into.with_name(f"{into.name}.part")


def _head_file(into: Path) -> Path:
    return into.with_name(f"{into.name}.part.json")


def _label(into: Path) -> Path:
    return into.with_name(f"{into.name}.json")


def _forget(into: Path) -> None:
    _part(into).unlink(missing_ok=True)
    _head_file(into).unlink(missing_ok=True)


def _read_head(into: Path) -> dict[str, str]:
    try:
        fields = json.loads(_head_file(into).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return fields if isinstance(fields, dict) else {}
