"""Coverage said by partnerships: those with ground in the area, by their municipalities."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from answers.opened_area import with_services
from answers.study import study_of
from answers.zones import kinds_of, zones_of
from data.areas.build import build_area
from data.areas.load import load_area
from data.areas.manifest import Origin
from data.areas.request import AreaRequest
from data.register.register import open_register
from data.register.roles import LOCAL
from data.register.session import RegisterSession
from geo.errors import BadInput

TRENTO, CIVEZZANO, MILANO = "022205", "022061", "015146"


def test_a_partnership_is_a_place(corner: Path, own_var: Path, tmp_path: Path) -> None:
    now = datetime(2026, 11, 24, tzinfo=UTC)
    origin = Origin(codes=(TRENTO,))
    request = AreaRequest("corner", corner, None, {"it": "C"}, "Europe/Rome", "IT", origin=origin)
    build_area(request, now=now, on_progress=lambda *_: None)
    register = open_register(f"sqlite:///{tmp_path / 'register.sqlite'}")
    try:
        session = RegisterSession(register, LOCAL, now)
        session.partnerships.put("Rete Trento", [TRENTO], [])
        session.partnerships.put("Rete lontana", [MILANO], [])
        opened = with_services(load_area("corner"), register)
    finally:
        register.close()
    assert opened.partnerships == (("Rete Trento", (TRENTO,)), ("Rete lontana", (MILANO,)))
    assert "partnerships" in kinds_of(opened.area, opened.partnerships)
    assert "partnerships" not in kinds_of(opened.area, [("Rete lontana", [MILANO])])
    assert "partnerships" not in kinds_of(opened.area, [("Rete vecchia", ["999999"])])
    homes = study_of(opened).homes
    found = zones_of(opened.area, homes, kind="partnerships", partnerships=opened.partnerships)
    assert found.names == ("Rete Trento",)
    assert np.mean(found.zone == 0) > 0.95
    with pytest.raises(BadInput, match=r"places\.none"):
        zones_of(opened.area, homes, kind="partnerships")
