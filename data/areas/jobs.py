"""Adding an area as work of its own: seen from everywhere, stopped at will, taken up again.

The work runs in a process of its own, so that no visitor waits for it. It writes what it is doing
into a small file and looks there whether it should stop; a process that has not written for a
while is dead, however it died. What was downloaded stays for the next try.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from data.areas.add import AddRequest, add_area
from data.areas.build import Progress
from data.areas.paths import area_folder
from data.files.atomic import replacing
from data.settings import ROOT, var_folder
from data.sources.client import USUAL, Patience
from geo.errors import ApprodoError, StorageFailure

BEAT_S = 1.0
DEAD_AFTER_S = 20.0
STOPPED_EXIT = 130
PATHS = ("osm", "demand", "outline")
RUNNING, STOPPED, FAILED, DONE = "running", "stopped", "failed", "done"


@dataclass(slots=True)
class Job:
    """One area being added.

    Attributes
    ----------
    state
        ``running``, ``stopped`` (asked to, or died: can be taken up again), ``failed`` (with the
        error's `code` and `facts`), ``done``.
    step, share
        The step under way and the part of the whole that is done, 0 to 1.
    received, expected
        Bytes of the download under way; `expected` is None where the source does not say.
    failure
        Code of a source's failure that an older copy stood in for.
    """

    id: str
    state: str = RUNNING
    step: str = "download"
    share: float = 0.0
    received: int = 0
    expected: int | None = None
    code: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    failure: str = ""
    beat: float = 0.0


def start(request: AddRequest) -> None:
    """Add an area in a process of its own; `job_of` says how it goes.

    Raises
    ------
    BadInput
        ``area.id``.
    StorageFailure
        ``area.busy`` where this area is being made already.
    """
    under_way = job_of(request.id)
    if under_way is not None and under_way.state == RUNNING:
        raise StorageFailure("area.busy", area=request.id)
    # Not by the process itself: a stop that comes before it is awake must not be lost.
    _file(request.id, "stop").unlink(missing_ok=True)
    _write_request(request)
    _write(Job(request.id, beat=time.time()))
    subprocess.Popen(  # noqa: S603 - our own command with an id that was checked
        [sys.executable, str(ROOT / "cli.py"), "area", "resume", request.id],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={**os.environ, "APPRODO_VAR": str(var_folder().resolve())},
    )


def stop(area_id: str) -> None:
    """Ask the work on an area to stop; it does within a second or two."""
    _file(area_id, "stop").touch()


def forget(area_id: str) -> None:
    """Remove what is written of a job."""
    for name in ("request.json", "job.json", "stop"):
        _file(area_id, name).unlink(missing_ok=True)


def job_of(area_id: str) -> Job | None:
    """Return how the work on an area goes; None where there is none."""
    try:
        job = Job(**json.loads(_file(area_id, "job.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    if job.state == RUNNING and time.time() - job.beat > DEAD_AFTER_S:
        job.state = STOPPED
    return job


def jobs() -> tuple[Job, ...]:
    """Return every job that is written of, by id."""
    ids = sorted(path.name.removesuffix(".job.json") for path in _folder().glob("*.job.json"))
    return tuple(job for job in map(job_of, ids) if job is not None)


def request_of_job(area_id: str) -> AddRequest | None:
    """Return what a job was asked to do; None where nothing is written of it."""
    try:
        row = json.loads(_file(area_id, "request.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    paths = {key: Path(row[key]) if row[key] else None for key in PATHS}
    return AddRequest(**{**row, "codes": tuple(row["codes"]), **paths})


def work(
    request: AddRequest, *, now: datetime, on_progress: Progress, patience: Patience = USUAL
) -> Job:
    """Add the area here and now, writing down how it goes; return the finished job.

    Raises
    ------
    ApprodoError
        Whatever `data.areas.add.add_area` raises, after it has been written down.
    """
    _write_request(request)
    job = Job(request.id, beat=time.time())

    def step(name: str, share: float) -> None:
        job.step, job.share = name, share
        on_progress(name, share)

    def received(have: int, whole: int | None) -> None:
        job.received, job.expected = have, whole
        if whole:
            job.share = 0.3 * have / whole

    with _beating(job):
        try:
            added = add_area(
                request, now=now, on_progress=step, on_bytes=received, patience=patience
            )
        except ApprodoError as error:
            job.state, job.code = FAILED, error.code
            job.facts = {key: str(value) for key, value in error.facts.items()}
            raise
        except BaseException:
            job.state = STOPPED
            raise
        job.state, job.share, job.step = DONE, 1.0, "done"
        job.failure = added.failure.code if added.failure else ""
    return job


@contextmanager
def _beating(job: Job) -> Iterator[None]:
    """Write the job every second, and leave at once when asked to stop."""
    ended = threading.Event()

    def beat() -> None:
        while not ended.wait(BEAT_S):
            if _file(job.id, "stop").exists():
                _file(job.id, "stop").unlink()
                job.state = STOPPED
                _write(job)
                # The half-built folder is swept by the next build; the download goes on later.
                os._exit(STOPPED_EXIT)
            _write(job)

    _write(job)
    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        _write(job)


def _write(job: Job) -> None:
    job.beat = time.time()
    _put(_file(job.id, "job.json"), asdict(job))


def _write_request(request: AddRequest) -> None:
    row = asdict(request)
    for key in PATHS:
        row[key] = str(Path(row[key]).resolve()) if row[key] else None
    _put(_file(request.id, "request.json"), row)


def _put(path: Path, row: Mapping[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as unfinished:
        unfinished.write_text(json.dumps(row), encoding="utf-8")


def _folder() -> Path:
    return var_folder() / "jobs"


def _file(area_id: str, name: str) -> Path:
    area_folder(area_id)  # refuses ids that are no names of folders
    return _folder() / f"{area_id}.{name}"
