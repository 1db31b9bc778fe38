"""A website of somebody else on this machine, which shows the guide: its pages are made from tests/browser/host."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

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
        """The address of a page with elements of the guide, each given by its attributes."""
        made = (FOLDER / "page.html").read_text(encoding="utf-8").format(
            guide=self.guide,
            dir="rtl" if right_to_left else "ltr",
            style='<link rel="stylesheet" href="host.css">' if hostile else "",
            elements="".join(f"<commissioning-guide {attributes}>{FALLBACK}</commissioning-guide>" for attributes in elements),
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
