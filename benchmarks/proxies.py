"""The examples for nginx and Caddy (docs/proxies), tried on this machine with TLS: `make proxies`.

Starts a guide as it would stand behind a proxy, then each web server with its example, in which only ports, the certificate and
the folder of its process are changed. Needs nginx, caddy and openssl (apt-get install nginx caddy openssl). Exit status 1
if anything is not as it must be.
"""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import requests
import urllib3
from urllib3.util import connection

from benchmarks.attacking import Outcome, slow_loris
from bot.serve import running, stop
from bot.settings import Settings

EXAMPLES = Path(__file__).parent.parent / "docs/proxies"
NAME, PORT, PLAIN, SECURE = "guide.example.org", 5305, 6380, 6443
ORIGIN = f"https://{NAME}"
PER_MINUTE = 30  # requests of one address, so that it is soon seen whose address counts
SLOW = 15  # seconds, as the examples say


def ask(method: str, path: str, secure: bool = True, **more: Any) -> requests.Response:
    """What a visitor gets who looks the name up, which leads to this machine."""
    url = f"https://{NAME}:{SECURE}{path}" if secure else f"http://{NAME}:{PLAIN}{path}"
    return requests.request(method, url, timeout=30, allow_redirects=False, verify=False, **more)  # noqa: S501 - our own certificate


def lead_here() -> None:
    """Have every name lead to this machine, in this process."""
    own = connection.create_connection
    connection.create_connection = lambda address, *given, **named: own(("127.0.0.1", address[1]), *given, **named)


def tried() -> Iterator[Outcome]:
    """What must hold behind any proxy."""
    page = ask("GET", "/")
    policy, lasting = page.headers.get("Content-Security-Policy", ""), page.headers.get("Strict-Transport-Security", "")
    yield Outcome(
        "the page over TLS", f"{page.status_code}, {lasting}", page.ok and "max-age" in lasting and "script-src" in policy
    )
    plain = ask("GET", "/x?y=1", secure=False)
    to = plain.headers.get("Location", "")
    yield Outcome("without TLS", f"{plain.status_code} to {to}", plain.status_code in (301, 308) and to.startswith("https://"))
    begun = ask("POST", "/guide/sessions", json={}, headers={"Origin": ORIGIN})
    token = begun.json()["session"]
    headers = {"Authorization": f"Bearer {token}", "Origin": ORIGIN}
    said = ask("POST", "/guide/messages", json={"text": "how can risk be shared?"}, headers=headers)
    yield Outcome("a conversation", f"{begun.status_code}, {said.json()['replies'][0]['status']}", said.status_code == 200)
    foreign = ask("POST", "/guide/sessions", json={}, headers={"Origin": "https://evil.example.org"})
    yield Outcome("a foreign origin", str(foreign.status_code), foreign.status_code == 403)
    large = 0
    with suppress(requests.ConnectionError):
        large = ask("POST", "/guide/messages", data=b'{"text": "' + b"x" * 70_000 + b'"}').status_code
    yield Outcome("a body over 64 KB", str(large or "cut off"), large in (0, 413))
    opened, closed, took = slow_loris(f"https://127.0.0.1:{SECURE}", "/guide/messages", SLOW + 10, 40, NAME)
    yield Outcome("40 connections that never end their request", f"{closed} cut off within {took:.0f} s", closed == opened)
    time.sleep(61)  # so that the limits begin anew
    made_up = [{"X-Forwarded-For": f"203.0.113.{n}"} for n in range(PER_MINUTE + 10)]
    found = [ask("GET", "/guide/messages", headers=headers).status_code for headers in made_up]
    yield Outcome(
        "addresses that a visitor makes up", f"{found.count(401)} times 401, {found.count(429)} times 429", found.count(429) >= 5
    )


@contextmanager
def nginx(folder: Path) -> Iterator[None]:
    """nginx with the example."""
    certificate(folder)
    site = (EXAMPLES / "nginx.conf").read_text(encoding="utf-8")
    site = _ported(site).replace("/etc/ssl/guide", str(folder))
    site = re.sub(r"(?m)^\s*listen \[::\].*\n", "", site)
    whole = f"pid {folder}/nginx.pid;\nerror_log {folder}/error.log;\nevents {{}}\nhttp {{\n{site}\n}}\n"
    (folder / "nginx.conf").write_text(whole, encoding="utf-8")
    with _process(["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-g", "daemon off;"], folder):
        yield


@contextmanager
def caddy(folder: Path) -> Iterator[None]:
    """Caddy with the example, and a certificate of its own making."""
    site = _ported((EXAMPLES / "Caddyfile").read_text(encoding="utf-8"))
    site = site.replace(
        "{\n\tservers", f"{{\n\tadmin off\n\tskip_install_trust\n\thttp_port {PLAIN}\n\thttps_port {SECURE}\n\tservers", 1
    )
    site = site.replace(f"{NAME} {{\n", f"{NAME} {{\n\ttls {folder}/fullchain.pem {folder}/privkey.pem\n", 1)
    certificate(folder)
    (folder / "Caddyfile").write_text(site, encoding="utf-8")
    with _process(["caddy", "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"], folder):
        yield


def certificate(folder: Path) -> None:
    """A certificate for the name, for a day."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", f"/CN={NAME}", "-addext",
         f"subjectAltName=DNS:{NAME}", "-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"],
        check=True, capture_output=True,
    )  # fmt: skip


def _ported(site: str) -> str:
    """The example with the ports of this trial."""
    site = site.replace("127.0.0.1:5005", f"127.0.0.1:{PORT}").replace("listen 443", f"listen 127.0.0.1:{SECURE}")
    return site.replace("listen 80", f"listen 127.0.0.1:{PLAIN}")


@contextmanager
def _process(command: list[str], folder: Path) -> Iterator[None]:
    with (folder / "out.log").open("ab") as out:
        process = subprocess.Popen(command, cwd=folder, stdout=out, stderr=out, start_new_session=True)
    try:
        for _ in range(100):
            with suppress(OSError), socket.create_connection(("127.0.0.1", SECURE), timeout=1):
                break
            time.sleep(0.1)
        else:
            raise SystemExit(f"{command[0]} does not answer:\n{(folder / 'out.log').read_text(errors='replace')[-2000:]}")
        yield
    finally:
        stop(process)


def main() -> int:
    """Exit status 1 if anything is not as it must be, 2 if a program is missing."""
    missing = [program for program in ("nginx", "caddy", "openssl") if shutil.which(program) is None]
    if missing:
        print(f"Install first: apt-get install {' '.join(missing)}", file=sys.stderr)
        return 2
    urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)  # the certificate is our own
    lead_here()
    held = True
    servers: tuple[tuple[str, Callable[[Path], object]], ...] = (("nginx", nginx), ("caddy", caddy))
    for name, started in servers:
        with TemporaryDirectory() as state, TemporaryDirectory() as folder:
            settings = Settings(port=PORT, state=state, proxies=1, origins=(ORIGIN,), requests_per_minute=PER_MINUTE)
            with running(settings) as guide, started(Path(folder)):  # type: ignore[attr-defined]
                print(f"=== {name} in front of {guide.url}", flush=True)
                for outcome in tried():
                    print(outcome.line(), flush=True)
                    held &= outcome.held
    print("All as it must be." if held else "NOT AS IT MUST BE.")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
