"""What the environment may set."""

from __future__ import annotations

import pytest

from data.settings import exit_url
from geo.errors import BadInput


def test_the_exit_leads_to_wikipedia_or_where_it_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("APPRODO_EXIT", raising=False)
    assert exit_url() == "https://www.wikipedia.org"
    monkeypatch.setenv("APPRODO_EXIT", "https://weather.example/")
    assert exit_url() == "https://weather.example"


@pytest.mark.parametrize("text", ["javascript:alert(1)", "weather.example", "//weather.example"])
def test_an_exit_that_is_no_web_address_is_refused(
    monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setenv("APPRODO_EXIT", text)
    with pytest.raises(BadInput) as error:
        exit_url()
    assert error.value.code == "setting.web_address"
