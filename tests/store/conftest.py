"""The register on both of its databases."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.register.register import Register, open_register
from tests.store.postgres import Cluster


@pytest.fixture(scope="session")
def model(cluster: Cluster) -> str:
    """The name of a database that is up to date and empty: the others are copies of it."""
    open_register(cluster.database("model")).close()
    return "model"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty register, on each database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'register.sqlite'}"
        return
    cluster, model = (request.getfixturevalue(name) for name in ("cluster", "model"))
    made = cluster.database(f"r{uuid.uuid4().hex}", template=model)
    yield made
    cluster.drop(made)


@pytest.fixture
def register(address: str) -> Iterator[Register]:
    opened = open_register(address)
    yield opened
    opened.close()
