"""Roles and partnerships by the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import cli
from data.register.accounts import log_in
from data.register.register import open_register
from data.register.roles import AccountRole

WHO = ["--issuer", "https://id.example", "--subject", "anna-1"]


@pytest.fixture(autouse=True)
def _own_var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APPRODO_VAR", str(tmp_path / "var"))
    monkeypatch.delenv("APPRODO_DATABASE_URL", raising=False)


def run(*words: str) -> int:
    return cli.main(["--lang", "en", *words])


def test_a_role_is_given_listed_and_taken(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("partnership", "set", "--name", "Rete", "--municipality", "13075") == 0
    grant = ["account", "grant", *WHO, "--role", "coordinator", "--partnership", "Rete"]
    assert run(*grant, "--name", "Anna") == 0
    assert "Anna has the role: coordinator" in capsys.readouterr().out
    register = open_register()
    actor = log_in(register, "https://id.example", "anna-1", "")
    assert (actor.role, actor.municipalities) == (AccountRole.COORDINATOR, {"013075"})
    assert run("account", "list", "--json") == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert (found["subject"], found["partnerships"]) == ("anna-1", ["Rete"])
    assert run("partnership", "list") == 0
    assert "Rete: 013075" in capsys.readouterr().out
    assert run("account", "close", *WHO) == 0
    assert run("account", "list") == 0
    assert "Anna: coordinator (closed)" in capsys.readouterr().out
    assert log_in(register, "https://id.example", "anna-1", "").role is AccountRole.PUBLIC
    assert run("partnership", "remove", "--name", "Rete") == 0
    register.close()


def test_what_does_not_exist_is_reported(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run("account", "close", *WHO) == 2
    assert "Nobody with the code anna-1" in capsys.readouterr().err
    assert run("account", "grant", *WHO, "--role", "coordinator", "--partnership", "X") == 2
    assert "no partnership “X”" in capsys.readouterr().err
    assert run("partnership", "set", "--name", "R", "--municipality", "999999") == 2
    assert run("partnership", "list") == 0
