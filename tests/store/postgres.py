"""A PostgreSQL with PostGIS of the tests' own, on loopback; with ``--install``, get one.

Debian's packages, started as a cluster of its own in a temporary folder: whatever else runs on the
machine is left alone. PostgreSQL refuses to run as root, and then runs as its own user.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

PACKAGES = ("postgresql", "postgis", "postgresql-15-postgis-3", "postgresql-17-postgis-3")
EXTENSION = "usr/share/postgresql/{version}/extension/postgis.control"


def find(root: Path = Path("/")) -> Path | None:
    """Return the folder of the newest server's programs that has PostGIS beside it, or None."""
    folders = root.glob("usr/lib/postgresql/*/bin")
    found = sorted(
        (folder for folder in folders if (folder / "initdb").exists()),
        key=lambda folder: int(folder.parent.name),
    )
    having = [f for f in found if (root / EXTENSION.format(version=f.parent.name)).exists()]
    return having[-1] if having else None


class Cluster:
    """A running server; `address` is that of its empty database ``postgres``."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self._folder = Path(tempfile.mkdtemp(prefix="approdo_pg_"))
        self._as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self._as_user:
            shutil.chown(self._folder, "postgres", "postgres")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._run("initdb", "-D", self._data, "-U", "approdo", "-A", "trust", "-E", "UTF8")
        self.start()

    @property
    def _data(self) -> str:
        return str(self._folder / "data")

    @property
    def address(self) -> str:
        return f"postgresql://approdo@127.0.0.1:{self.port}/postgres"

    def database(self, name: str, *, template: str = "template1") -> str:
        """Make a database; return its address."""
        self._say(f"CREATE DATABASE {name} TEMPLATE {template}")
        return f"postgresql://approdo@127.0.0.1:{self.port}/{name}"

    def drop(self, address: str) -> None:
        self._say(f"DROP DATABASE {address.rsplit('/', 1)[1]} WITH (FORCE)")

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -k {self._folder}"
        self._run(
            "pg_ctl", "-D", self._data, "-o", options, "-l", f"{self._data}/log", "-w", "start"
        )

    def stop(self, how: str = "fast") -> None:
        self._run("pg_ctl", "-D", self._data, "-m", how, "-w", "stop")

    def remove(self) -> None:
        self.stop("immediate")
        shutil.rmtree(self._folder, ignore_errors=True)

    def _say(self, statement: str) -> None:
        self._run(
            "psql", "-h", "127.0.0.1", "-p", str(self.port), "-U", "approdo", "-d", "postgres",
            "-q", "-c", statement,
        )  # fmt: skip

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [*self._as_user, str(self._programs / program), *arguments],
            check=True,
            cwd=self._folder,
            stdout=subprocess.DEVNULL,
        )


def _install() -> None:
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return
    print("Installing Debian's postgresql and postgis", file=sys.stderr)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], check=False)
    # The name of PostGIS's package says the server's version: each that there is, is tried.
    for package in PACKAGES:
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package],
            check=False, env=quiet, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        if find():
            return


def main() -> int:
    """Print the server; under CI its absence is a failure, elsewhere it is given aloud."""
    if find() is None and "--install" in sys.argv:
        _install()
    programs = find()
    if programs:
        print(f"PostgreSQL for the tests: {programs}")
        return 0
    print(
        "No PostgreSQL with PostGIS here and none could be installed: the tests on it will be "
        "skipped. On Debian: sudo apt install postgresql postgis",
        file=sys.stderr,
    )
    return 1 if os.environ.get("CI") == "true" else 0


if __name__ == "__main__":
    sys.exit(main())
