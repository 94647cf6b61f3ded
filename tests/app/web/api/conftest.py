"""The interface over registers on both databases, filled once."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.testclient import TestClient

from data.register.register import Register, open_register
from tests.app.web.api.api_records import fill
from tests.store.postgres import Cluster
from web.api.app import make_api
from web.headers import SafeHeaders


class Copies:
    """A filled register, of which every test may have a copy."""

    def __init__(self, folder: Path, cluster: Cluster | None) -> None:
        self._folder, self._cluster = folder, cluster
        model = cluster.database("api_model") if cluster else f"sqlite:///{folder / 'model'}"
        register = open_register(model)
        fill(register)
        register.close()
        self.shared = self.make()

    def make(self) -> str:
        """Return the address of a new copy."""
        name = f"r{uuid.uuid4().hex}"
        if self._cluster:
            return self._cluster.database(name, template="api_model")
        shutil.copy(self._folder / "model", self._folder / name)
        return f"sqlite:///{self._folder / name}"


@pytest.fixture(scope="session")
def sqlite_copies(tmp_path_factory: pytest.TempPathFactory) -> Copies:
    return Copies(tmp_path_factory.mktemp("registers"), None)


@pytest.fixture(scope="session")
def postgresql_copies(tmp_path_factory: pytest.TempPathFactory, cluster: Cluster) -> Copies:
    return Copies(tmp_path_factory.mktemp("registers"), cluster)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def copies(request: pytest.FixtureRequest) -> Copies:
    """Filled registers on each database; not of the session, so that any order fills them once."""
    filled: Copies = request.getfixturevalue(f"{request.param}_copies")
    return filled


@pytest.fixture
def filled(copies: Copies) -> str:
    """The address of a register that tests of reading share."""
    return copies.shared


@pytest.fixture
def changing(copies: Copies, monkeypatch: pytest.MonkeyPatch) -> Iterator[Register]:
    """A register of the test's own; the interface reads it."""
    address = copies.make()
    monkeypatch.setenv("APPRODO_DATABASE_URL", address)
    register = open_register(address)
    yield register
    register.close()


@pytest.fixture
def visit(filled: str, monkeypatch: pytest.MonkeyPatch) -> Callable[..., TestClient]:
    """Start the interface with settings of the test's own."""

    def start(**settings: str) -> TestClient:
        fields = {"APPRODO_API_PER_MINUTE": "0", "APPRODO_DATABASE_URL": filled, **settings}
        for name, value in fields.items():
            monkeypatch.setenv(name, value)
        routes = [Mount("/api", make_api())]
        app = Starlette(routes=routes, middleware=[Middleware(SafeHeaders)])
        return TestClient(app, headers={"accept-language": "en"})

    return start


@pytest.fixture
def api(visit: Callable[..., TestClient]) -> TestClient:
    return visit()
