"""A real Chromium against a live server."""

import shutil
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from sciezka.kit.live import watch
from sciezka.rooms.people.models import User

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Use the system's Chromium where there is one."""
    system = shutil.which("chromium") or shutil.which("chromium-browser")
    return {**browser_type_launch_args, "args": FLAGS, **({"executable_path": system} if system else {})}


def end_streams() -> None:
    """End the streams of a window that was closed, which are noticed only at their next sign of life."""
    if not len(watch):
        return
    watch.stop()
    until = time.monotonic() + 5
    while len(watch) and time.monotonic() < until:
        time.sleep(0.02)
    watch.is_stopped = False


@pytest.fixture
def context(browser: Browser, live_server: LiveServer) -> Iterator[BrowserContext]:
    """Open a Polish reader's browser window; a page that logs an error fails the test."""
    context = browser.new_context(base_url=live_server.url, locale="pl-PL", timezone_id="Europe/Warsaw")
    context.set_default_timeout(10_000)
    yield context
    context.close()
    end_streams()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """Open a page that must log no error (a blocked script or style is one)."""
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    yield page
    # Pages that are meant to answer 4xx are logged by Chromium as failed loads; those are asserted by their tests.
    assert [error for error in errors if "Failed to load resource" not in error] == []


@pytest.fixture
def sign_in(page: Page, live_server: LiveServer) -> Callable[[User], Page]:
    """Open the desk of a person who has signed in; typing a password has journeys of its own."""

    def do(user: User) -> Page:
        client = Client()
        client.force_login(user, backend="sciezka.rooms.people.backends.AccountBackend")
        session = {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}
        page.context.add_cookies([{**session, "url": live_server.url}])  # type: ignore[typeddict-item]
        page.goto("/biuro/")
        return page

    return do
