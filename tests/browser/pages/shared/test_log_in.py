"""Logging in by OpenID Connect: a real provider on loopback, roles from the register's accounts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from oidc_provider_mock import run_server_in_thread
from playwright.sync_api import Page, expect

from data.register.register import open_register
from data.register.roles import LOCAL, AccountRole
from data.register.session import RegisterSession
from tests.browser.running_app import Server, Visit, server_with_register

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("log-in")]

SECRETS = """
[auth]
redirect_uri = "http://127.0.0.1:{{port}}/oauth2callback"
cookie_secret = "a secret of forty letters for this test only"
client_id = "approdo"
client_secret = "between the app and the provider"
server_metadata_url = "{issuer}/.well-known/openid-configuration"
client_kwargs = {{ scope = "openid profile email" }}
"""
VALID_S = 12
"""How long the provider vouches for somebody in the test of what is over."""


@pytest.fixture(params=[timedelta(hours=1)])
def issuer(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a provider; the parameter is how long its word holds."""
    with run_server_in_thread(access_token_max_age=request.param) as provider:
        yield f"http://127.0.0.1:{provider.server_port}"


@pytest.fixture
def public(
    issuer: str, built_var: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Server]:
    monkeypatch.setenv("APPRODO_VAR", str(tmp_path / "var"))
    secrets = tmp_path / "secrets.toml"
    secrets.write_text(SECRETS.format(issuer=issuer), encoding="utf-8")
    settings = {"APPRODO_PUBLIC": "1", "STREAMLIT_SECRETS_FILES": str(secrets)}
    started = server_with_register(built_var, tmp_path / "var", **settings)
    yield started
    started.stop()


def session() -> RegisterSession:
    return RegisterSession(open_register(), LOCAL, datetime.now(UTC))


def log_in(page: Page, subject: str) -> None:
    page.get_by_role("button", name=re.compile("^Log in")).first.click()
    page.locator('input[name="sub"]').fill(subject)
    page.get_by_role("button", name="Authorize").click()
    # Streamlit leads back to the first page.
    page.get_by_role("link", name="Register", exact=True).click()


def test_an_account_gets_what_its_role_allows_and_a_stranger_nothing(
    public: Server, visit: Callable[..., Visit], issuer: str
) -> None:
    keeper = session()
    keeper.accounts.grant(issuer, "anna", AccountRole.PLANNER, name="Anna Verdi")
    stranger = visit(f"{public.url}/register?lang=en&area=monaco", locale="en-GB", alone=True)
    page = stranger.page
    expect(page.get_by_role("button", name="Log in")).to_be_visible()
    expect(page.get_by_text("To look at")).to_have_count(0)
    log_in(page, "nobody")
    expect(page.get_by_text("nobody has given you a role yet")).to_be_visible()
    assert [a.subject for a in keeper.accounts.all() if a.role is AccountRole.PUBLIC] == ["nobody"]

    anna = visit(f"{public.url}/register?lang=en&area=monaco", locale="en-GB", alone=True)
    page = anna.page
    log_in(page, "anna")
    expect(page.get_by_text("You are Anna Verdi, planner.")).to_be_visible()
    page.get_by_text("Do first", exact=True).click()
    expect(page.get_by_role("heading", name="To look at, what matters most first")).to_be_visible()
    # A planner sees; entering is for others.
    expect(page.get_by_role("button", name="New service")).to_have_count(0)
    expect(page.get_by_role("button", name="Still correct")).to_have_count(0)

    keeper.accounts.close(issuer, "anna")
    page.reload()
    expect(page.get_by_text("nobody has given you a role yet")).to_be_visible()
    page.get_by_role("button", name="Log out").click()
    page.get_by_role("button", name="End session").click()  # the provider's own question
    page.get_by_role("link", name="Register", exact=True).click()
    expect(page.get_by_role("button", name="Log in")).to_be_visible()
    for seen in (stranger, anna):
        # The provider's own page asks for a style sheet from elsewhere; ours ask nobody.
        assert [address for address in seen.foreign if "picocss" not in address] == []
        assert seen.errors == []


@pytest.mark.parametrize("issuer", [timedelta(seconds=VALID_S)], indirect=True)
def test_what_the_provider_vouches_for_no_longer_holds_no_longer(
    public: Server, visit: Callable[..., Visit], issuer: str
) -> None:
    session().accounts.grant(issuer, "anna", AccountRole.ADMINISTRATOR, name="Anna")
    page = visit(f"{public.url}/register?lang=en&area=monaco", locale="en-GB", alone=True).page
    log_in(page, "anna")
    expect(page.get_by_role("button", name="New service")).to_be_visible()
    page.wait_for_timeout(VALID_S * 1000)
    page.reload()  # Streamlit's cookie lives on
    expect(page.get_by_text("Your log-in has run out")).to_be_visible()
    expect(page.get_by_role("button", name="New service")).to_have_count(0)
    log_in(page, "anna")
    expect(page.get_by_role("button", name="New service")).to_be_visible()


@pytest.mark.smoke
def test_a_laptop_asks_nobody_to_log_in(server: Server, visit: Callable[..., Visit]) -> None:
    page = visit(f"{server.url}/register?lang=en&area=monaco", locale="en-GB").page
    expect(page.get_by_role("button", name="New service")).to_be_visible()
    expect(page.get_by_role("button", name="Log in")).to_have_count(0)
