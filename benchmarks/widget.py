"""The widget in a browser: its size, when it can be used, and from sending to the reply shown: `make widget`.

Headless Chromium on the same machine as the guide, its processor slowed to a quarter for the time until it can be used.
"""

from __future__ import annotations

import shutil
import statistics
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

from bot.assets import assets
from bot.serve import for_scripts, free_port, running
from retrieval.evaluate import read

SLOWER = 4
LOADS, SENT = 7, 40
# From the navigation until the opening's buttons can be pressed, and from Enter until the reply and its buttons can be.
READY = """() => new Promise((resolve) => {
  const look = () => {
    const root = document.querySelector("commissioning-guide")?.shadowRoot;
    const send = root?.querySelector(".option") && root.getElementById("send");
    if (send?.getAttribute("aria-disabled") === "false") resolve(performance.now()); else requestAnimationFrame(look);
  };
  look();
})"""
SAID = """(text) => new Promise((resolve) => {
  const root = document.querySelector("commissioning-guide").shadowRoot;
  const [box, before] = [root.getElementById("box"), root.querySelectorAll(".entry-guide").length];
  box.value = text;
  const began = performance.now();
  root.getElementById("form").requestSubmit();
  const look = () => {
    const there = root.querySelectorAll(".entry-guide").length > before;
    if (there && root.getElementById("send").getAttribute("aria-disabled") === "false") resolve(performance.now() - began);
    else requestAnimationFrame(look);
  };
  look();
})"""


def line(name: str, times: list[float]) -> str:
    """p50, p95 and the longest of some times in milliseconds."""
    p95 = sorted(times)[int(0.95 * (len(times) - 1))]
    return f"{name}: p50 {statistics.median(times):.0f}, p95 {p95:.0f}, most {max(times):.0f} ms ({len(times)} times)"


def loaded(page: Page, url: str, slower: int) -> list[float]:
    """Milliseconds from the navigation until the guide can be used, the browser's cache empty each time."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    times = []
    for _ in range(LOADS):
        page.goto(url)
        times.append(page.evaluate(READY))
        page.evaluate("() => sessionStorage.clear()")
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    return times


def main() -> int:
    """Print the figures."""
    chromium = shutil.which("chromium")
    if chromium is None:
        print("Install chromium first: apt-get install chromium", file=sys.stderr)
        return 2
    files = assets().values()
    size, plain = sum(len(file.compressed) for file in files), sum(len(file.plain) for file in files)
    print(f"{len(files)} files, {size / 1024:.1f} KiB compressed ({plain / 1024:.1f} plain)")
    questions = [case.question for case in read() if case.half == "dev" and case.kind == "answerable"][:SENT]
    with (
        TemporaryDirectory() as state,
        running(for_scripts(free_port(), Path(state))) as servers,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(reduced_motion="reduce")
        page.goto(f"{servers.url}/")
        page.evaluate(READY)  # so that nothing is loaded for the first time while it is timed
        print(line("can be used, full speed", loaded(page, f"{servers.url}/", 1)))
        print(line(f"can be used, {SLOWER} times slower", loaded(page, f"{servers.url}/", SLOWER)))
        page.goto(f"{servers.url}/")
        page.evaluate(READY)
        print(line("from sending to the reply shown", [page.evaluate(SAID, question) for question in questions]))
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
