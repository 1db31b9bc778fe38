"""A website of somebody else on this machine, which shows the guide: its pages are made from tests/browser/host."""

from __future__ import annotations

from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from chat import OPENING, option
from playwright.sync_api import ConsoleMessage, Locator, Page, expect

FOLDER = Path(__file__).parent / "host"
FALLBACK = "The guide cannot be shown here."


class HostSite(ThreadingHTTPServer):
    """`guide`: the address of the guide that its pages show. `calls`: what they may call, if more than that."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.guide = self.calls = ""
        self.pages: dict[str, str] = {}
        Thread(target=self.serve_forever, daemon=True).start()

    def page(self, *elements: str, hostile: bool = False, right_to_left: bool = False) -> str:
        """The address of a page with elements of the guide, each given by its attributes; one in page mode stands alone."""
        tags = "".join(f"<commissioning-guide {attributes}>{FALLBACK}</commissioning-guide>" for attributes in elements)
        column = (FOLDER / "column.html").read_text(encoding="utf-8").format(elements=tags)
        made = (FOLDER / "page.html").read_text(encoding="utf-8").format(
            guide=self.guide,
            dir="rtl" if right_to_left else "ltr",
            style='<link rel="stylesheet" href="host.css">' if hostile else "",
            body=tags if 'mode="page"' in tags else column,
        )  # fmt: skip
        name = f"/{len(self.pages)}.html"
        self.pages[name] = made
        return self.url + name

    @property
    def policy(self) -> str:
        """As strict as a website that shows the guide can be: its own files, the guide's scripts, and calls to the guide."""
        return (
            f"default-src 'none'; style-src 'self'; script-src 'self' {self.guide}; "
            f"connect-src {self.calls or self.guide}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
            "require-trusted-types-for 'script'; trusted-types 'none'"
        )


class Handler(BaseHTTPRequestHandler):
    server: HostSite

    def do_GET(self) -> None:
        files = {f"/{file.name}": file for file in FOLDER.iterdir() if file.suffix != ".html"}
        if self.path in self.server.pages:
            body, kind = self.server.pages[self.path].encode(), "text/html; charset=utf-8"
        elif self.path in files:
            body = files[self.path].read_bytes()
            kind = "text/css; charset=utf-8" if self.path.endswith(".css") else "text/javascript; charset=utf-8"
        else:
            body, kind = b"", "text/plain"
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", self.server.policy)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *told: object) -> None:
        pass


# What a browser notes in its console of a call that fails, and of one to a guide that does not name the website.
FAILED, REFUSED = "Failed to load resource", "has been blocked by CORS policy"
_heard: dict[Page, list[str]] = {}
_expected: dict[Page, tuple[str, ...]] = {}


def complaints_of(page: Page) -> Callable[[], list[str]]:
    """Begins to listen to a page's console; what comes back gives the complaints that were not expected."""
    heard = _heard.setdefault(page, [])

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            heard.append(message.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return lambda: [text for text in _heard.pop(page) if not any(part in text for part in _expected.get(page, ()))]


def expect_complaints(page: Page, *parts: str) -> list[str]:
    """What the console of this page may complain of; gives all complaints, those to come too."""
    _expected[page] = parts
    return _heard[page]


def launcher(page: Page) -> Locator:
    return page.get_by_role("button", name="Commissioning guide", exact=True)


def open_inline(page: Page, site: HostSite, attributes: str = 'mode="inline"', **more: bool) -> None:
    page.goto(site.page(attributes, **more))
    expect(option(page, OPENING[0])).to_be_visible()
