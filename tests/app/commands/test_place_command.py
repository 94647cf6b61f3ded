"""The command that finds places for addresses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import cli
from data.records.documents import Document
from data.records.ids import stable_id
from data.register.register import open_register
from data.register.roles import LOCAL
from data.register.session import RegisterSession
from tests.store.full_records import NOW


def location(name: str, city: str) -> Document:
    address = {"address_1": "6, Rue Grimaldi", "city": city, "address_type": "physical"}
    own = stable_id("place", name)
    return {"id": own, "location_type": "physical", "addresses": [address]}


def test_the_command_tells_what_it_did(
    built_var: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    url = f"sqlite:///{tmp_path / 'r.sqlite'}"
    monkeypatch.setenv("APPRODO_VAR", str(built_var))
    monkeypatch.setenv("APPRODO_DATABASE_URL", url)
    register = open_register(url)
    found, without_city = location("door", "Monaco"), location("bare", "")
    documents = {"location": {one["id"]: one for one in (found, without_city)}}
    RegisterSession(register, LOCAL, NOW).records.bring_in(documents, source="s", licence="l")
    run = ["--lang", "en", "register", "place"]
    assert cli.main([*run, "--dry-run", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["address"] == 1
    assert cli.main([*run, "--area", "monaco"]) == 0
    assert "2 addresses found at their doors" in capsys.readouterr().out
    assert cli.main([*run, "--area", "atlantis"]) == 2
    kept = register.read("location", without_city["id"])
    register.close()
    assert kept is not None
    assert kept.content["approdo"]["place_confidence"] == 0.9
