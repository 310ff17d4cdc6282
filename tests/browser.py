"""A real browser for tests: Chromium, on pages served on this computer, watched for what must never happen."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from axe_playwright_python.base import AXE_SCRIPT
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Request
from werkzeug.serving import make_server

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}
SMALLEST = {"width": 320, "height": 640}
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NOT_A_FAULT = (
    # Chromium says so, some seconds after a page has opened, of a font that it still has from the page before.
    "was preloaded using link preload but not used",
    # and this on Linux, where it cannot share, of the header that allows it elsewhere
    "Unrecognized feature: 'web-share'",
)
SETTLED = "document.fonts.ready.then(() => true)"
QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
AXE = AXE_SCRIPT
RUN_AXE = """async rules => (await axe.run(document, rules)).violations.flatMap(
    ({id, nodes}) => nodes.map(node => `${id}: ${node.html.slice(0, 120)}`))"""
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}  # all that a theme changes


def launch(playwright: Playwright) -> Browser:
    """Start the Chromium or Chrome of this computer: STUDYHUB_TEST_BROWSER, or the first found on the path."""
    program = os.environ.get("STUDYHUB_TEST_BROWSER") or next(filter(None, map(shutil.which, NAMES)), None)
    assert program, f"no browser: install Chromium, or set STUDYHUB_TEST_BROWSER to one of {', '.join(NAMES)}"
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium's own sandbox refuses to run as root
    return playwright.chromium.launch(executable_path=program, args=[*QUIET, *sandbox])


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve the app on a free port of this computer; gives its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@dataclass
class Visitor:
    """Somebody with a browser: opens pages of one site, and remembers everything that should not have been."""

    site: str
    context: BrowserContext
    page: Page = field(init=False)
    wrongs: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page = self.context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.wrongs.append(f"script fault: {error}"))
        self.page.on("request", self._see)

    def open(self, path: str) -> Page:
        """Open a page of the site and wait until all that it names is loaded, and it stands as it will."""
        self.page.goto(self.site + path, wait_until="load")
        self.page.evaluate(SETTLED)
        return self.page

    def sideways(self) -> int:
        """Return by how many pixels the page can be scrolled sideways; it should be none."""
        width: int = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        return width

    def axe(self, rules: dict[str, list[str]] = AXE_RULES) -> list[str]:
        """Return what axe finds wrong on the page, one line each; its script is put into a page once."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE)
        found: list[str] = self.page.evaluate(RUN_AXE, {**rules, "resultTypes": ["violations"]})
        return found

    def expect(self, *words: str) -> None:
        """Forget the messages with one of these in them: this test brought them about on purpose."""
        self.wrongs = [wrong for wrong in self.wrongs if not any(word in wrong for word in words)]

    def _hear(self, message: ConsoleMessage) -> None:
        if any(known in message.text for known in NOT_A_FAULT):
            return
        self.wrongs.append(f"console: {message.text}")

    def _see(self, request: Request) -> None:
        if not request.url.startswith(self.site):
            self.wrongs.append(f"request to another host: {request.url}")
