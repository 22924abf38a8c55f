"""The real app in a real Chromium. Whatever page it shows, nothing may go wrong behind it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlparse

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, expect

from scripts.serving import CHROMIUM_FLAGS, App, chromium, serve

expect.set_options(timeout=60_000)  # two busy cores; a wait ends as soon as its content is there


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {
        **browser_type_launch_args,
        "executable_path": chromium(),
        "args": list(CHROMIUM_FLAGS),
    }


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    with serve(tmp_path_factory.mktemp("app")) as running:
        yield running


@pytest.fixture(scope="session")
def base_url(app: App) -> str:
    return app.url


@dataclass
class Watch:
    """Everything that goes wrong in a page, and every request that leaves this machine."""

    complaints: list[str] = field(default_factory=list)

    def on(self, page: Page) -> Page:
        page.set_default_timeout(60_000)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"page error: {error}"))
        page.on("request", self._request)
        return page

    def _console(self, message: ConsoleMessage) -> None:
        # Streamlit asks below the page's own path first: two harmless 404s on each deep link.
        probe = message.location["url"].endswith(("/_stcore/health", "/_stcore/host-config"))
        if message.type == "error" and not probe:
            self.complaints.append(f"console: {message.text} ({message.location['url']})")

    def _request(self, request: Request) -> None:
        address = urlparse(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.hostname != "127.0.0.1":
            self.complaints.append(f"asked another host: {request.url}")


@pytest.fixture
def watched(app: App, new_context: Callable[..., BrowserContext]) -> Iterator[Callable[..., Page]]:
    """Opens pages in a context of their own; in the end neither they nor the server complain."""
    watch = Watch()
    before = len(app.complaints())

    def open_page(path: str = "/", **context: Any) -> Page:
        page = watch.on(
            new_context(**{"viewport": {"width": 1440, "height": 900}, **context}).new_page()
        )
        page.goto(path)
        return page

    yield open_page
    assert watch.complaints == []
    assert app.complaints()[before:] == [], app.log.read_text(errors="replace")
