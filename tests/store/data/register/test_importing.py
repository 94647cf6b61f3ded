"""A file is brought in again and again: nothing doubles, and no person's edit is written over."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from cli import main
from data.catalog.areas import SAMPLES
from data.hsds.json_file import write_json
from data.records.documents import Directory, directory_of
from data.records.plain_records import load_services
from data.register.importing import ImportOutcome
from data.register.proposal_store import ProposalKind
from data.register.register import Register, open_register
from data.register.roles import LOCAL
from data.register.session import RegisterSession
from data.register.store import RecordChange, Stamp
from tests.store.full_records import NOW

LATER = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.fixture
def desk(register: Register) -> RegisterSession:
    return RegisterSession(register, LOCAL, LATER)


def directory() -> Directory:
    return directory_of(load_services(SAMPLES / "demo_monaco.json"))


def bring(desk: RegisterSession, told: Directory, **more: bool) -> ImportOutcome:
    return desk.records.bring_in(told, source="Rete", licence="CC-BY-4.0", **more)


def edited(desk: RegisterSession, own: str) -> None:
    kept = desk.records.get(own).service
    told = {**kept.content, "url": "https://edited.example"}
    desk.register.write([RecordChange("service", own, told, kept.version)], Stamp("anna", NOW))


def test_a_second_run_changes_nothing(desk: RegisterSession) -> None:
    told = directory()
    count = sum(map(len, told.values()))
    assert bring(desk, told, dry_run=True) == ImportOutcome(count, 0, 0, 0, 0)
    assert desk.register.services() == ()
    assert bring(desk, told) == ImportOutcome(count, 0, 0, 0, 0)
    assert bring(desk, told) == ImportOutcome(0, 0, count, 0, 0)


def test_an_edit_stays_and_what_the_source_newly_says_waits(desk: RegisterSession) -> None:
    told = directory()
    bring(desk, told)
    own = next(iter(told["service"]))
    edited(desk, own)
    assert bring(desk, told).waiting == 0, "the source said nothing new"
    told["service"][own]["name"] = "Nome nuovo"
    assert bring(desk, told).waiting == 1
    assert bring(desk, told).waiting == 0, "it waits already"
    assert desk.records.get(own).service.content["url"] == "https://edited.example"
    (waits,) = desk.proposals.waiting()
    assert (waits.kind, waits.record_id) == (ProposalKind.SOURCE, own)
    desk.proposals.publish(waits.id)
    assert desk.records.get(own).service.content["name"] == "Nome nuovo"


def test_what_a_whole_source_lacks_waits_and_is_not_taken_out(desk: RegisterSession) -> None:
    told = directory()
    for document in told["service"].values():
        document["approdo"]["source"] = "Rete"
    bring(desk, told)
    own, _ = told["service"].popitem()
    assert bring(desk, told).gone == 0
    assert bring(desk, told, whole=True).gone == 1
    assert bring(desk, told, whole=True).gone == 0, "it waits already"
    assert [(p.kind, p.record_id) for p in desk.proposals.waiting()] == [(ProposalKind.GONE, own)]
    assert desk.records.get(own).service.content["id"] == own


def test_the_command_line_brings_in_takes_out_and_falls_back(
    own_var: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write_json(directory(), tmp_path / "in.json")
    bring_in = ["--lang", "en", "register", "import", str(tmp_path / "in.json"), "--source", "Rete"]
    assert main([*bring_in, "--dry-run"]) == 0
    assert "nothing was written" in capsys.readouterr().out
    assert main(bring_in) == 0
    assert (
        main(["register", "export", "--format", "hsds-csv", "--out", str(tmp_path / "o.zip")]) == 0
    )
    assert main(["register", "backup", "--out", str(tmp_path / "b")]) == 0
    url = f"sqlite:///{tmp_path / 'other.sqlite'}"
    here = f"sqlite:///{own_var / 'register.sqlite'}"
    assert main(["register", "copy", "--from", here, "--to", url]) == 0
    monkeypatch.setenv("APPRODO_VAR", str(tmp_path / "restored"))
    assert main(["register", "restore", str(tmp_path / "b")]) == 0
    assert main(["register", "import", str(tmp_path / "o.zip"), "--json"]) == 0
    wanted = open_register(here).services()
    assert len(wanted) == 60
    assert open_register(url).services() == wanted
    assert open_register().services() == wanted


def test_the_command_line_tells_what_is_wrong(
    own_var: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = directory()
    first = next(iter(told["service"].values()))
    first["status"] = "sometimes"
    write_json(told, tmp_path / "in.json")
    assert main(["--lang", "en", "register", "import", str(tmp_path / "in.json")]) == 2
    said = capsys.readouterr().err
    assert "status" in said
    assert "sometimes" in said
    assert open_register().services() == ()
    assert main(["--lang", "en", "register", "import", str(tmp_path / "nothing.txt")]) == 2
    assert "--format" in capsys.readouterr().err
