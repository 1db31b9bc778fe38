"""Start the action server and Rasa, start anew what ends by itself, and stop both: `python -m bot.serve`."""

from __future__ import annotations

import argparse
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.logs import put_aside
from bot.settings import Settings, SettingsError, is_own_machine, read

ROOT = Path(__file__).parent.parent
MODEL = ROOT / "models/guide.tar.gz"
STARTS_WITHIN = 120  # seconds; a cold start on two cores takes about 20
TRIES = 3  # so often a server that ends is started anew before the guide answers again; more would be of no use
FREE_FROM, FREE_PORTS = 5210, 200  # where scripts and tests look for a port, and how many they try
QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",  # or Rasa phones home
    "HF_HUB_OFFLINE": "1",
    "PYTHONWARNINGS": "ignore",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    # A message is one short text: a second thread gains nothing, and its waiting takes the core from the other server.
    "OMP_NUM_THREADS": "1",
    "LOG_LEVEL": "ERROR",  # Rasa logs what users type when something fails; the channel writes its own line a message
    "LOG_LEVEL_LIBRARIES": "ERROR",
}


class StartError(Exception):
    """Why the guide cannot run, in words for whoever started it."""


@dataclass
class Servers:
    """Both servers, answering. `processes`: those that run now, by their names."""

    url: str
    settings: Settings
    actions_port: int
    log: Path
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    _tries: int = 0

    @property
    def actions(self) -> subprocess.Popen[bytes]:
        """The action server."""
        return self.processes["action server"]

    @property
    def rasa(self) -> subprocess.Popen[bytes]:
        """Rasa, with the channel."""
        return self.processes["Rasa"]

    def mend(self) -> list[str]:
        """Start anew whatever has ended, and say what; called every second or so, it also sees when both answer again.

        Raises:
            StartError: one ended three times before the guide answered again.
        """
        ended = [name for name, process in self.processes.items() if process.poll() is not None]
        if not ended:
            if self._tries and health(self.url):
                self._tries = 0
            return []
        self._tries += 1
        if self._tries > TRIES:
            raise StartError(f"A server has stopped {TRIES} times before it answered. The end of {self.log}:\n{_tail(self.log)}")
        for name in ended:
            self._start(name)
        return ended

    def _start(self, name: str) -> None:
        if name == "Rasa":
            self.processes[name] = _start_rasa(self.settings, self.actions_port, self.log)
        else:
            self.processes[name] = start_actions(self.actions_port, self.log, self.settings)


def for_scripts(port: int, state: Path, **changed: Any) -> Settings:
    """Settings for a script or a test that says more in a minute than people do."""
    plenty = {"messages_per_minute": 100_000, "requests_per_minute": 1_000_000, "sessions_per_minute": 100_000}
    return Settings(port=port, state=str(state), **{**plenty, **changed})


@contextmanager
def running(settings: Settings, actions_port: int | None = None) -> Iterator[Servers]:
    """Both servers from when they answer until the block ends.

    Raises:
        StartError: a port is taken, something is not built, or a server ended before it answered.
    """
    port, state = settings.port, settings.state_folder
    actions_port = actions_port or port + 50
    for needed in (port, actions_port):
        _check_free(needed)
    if not MODEL.exists():
        raise StartError(f"{MODEL.relative_to(ROOT)} is missing: run `make train`.")
    try:
        state.mkdir(parents=True, exist_ok=True)
        with sqlite3.connect(state / "conversations.db") as database:
            database.execute("PRAGMA journal_mode=WAL")  # kept by the file; a turn then waits for one write, not for two
    except (OSError, sqlite3.Error) as error:
        raise StartError(f"The folder {state} cannot be written ({error}). Free it, or name another: GUIDE_STATE=...") from None
    url, log = _url(settings), state / "log.txt"
    servers = Servers(url, settings, actions_port, log)
    try:
        servers._start("action server")
        servers._start("Rasa")
        _wait(url, list(servers.processes.values()), log)
        yield servers
    finally:
        for process in reversed(servers.processes.values()):
            stop(process)


def start_actions(port: int, log: Path, settings: Settings) -> subprocess.Popen[bytes]:
    """The action server alone; a test stops it and starts it again."""
    return _start(["-m", "actions", "--port", str(port)], log, settings.as_environment())


def _start_rasa(settings: Settings, actions_port: int, log: Path) -> subprocess.Popen[bytes]:
    variables = {"ACTIONS_URL": f"http://127.0.0.1:{actions_port}/webhook", **settings.as_environment(), **settings.as_sanic()}
    arguments = [
        "-m",
        "rasa",
        "run",
        "--model",
        str(MODEL),
        "--endpoints",
        "endpoints.yml",
        "--credentials",
        settings.credentials,
    ]
    return _start([*arguments, "--interface", settings.listen, "--port", str(settings.port)], log, variables)


def _url(settings: Settings) -> str:
    """Where this machine reaches it."""
    host = settings.listen if is_own_machine(settings.listen) else "127.0.0.1"
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.port}"


def _start(arguments: list[str], log: Path, settings: dict[str, str]) -> subprocess.Popen[bytes]:
    environment = {**os.environ, **QUIET, "PYTHONPATH": str(ROOT), **settings}
    with log.open("ab") as out:
        # A group of its own: Ctrl-C reaches this process only, which then stops both in order.
        return subprocess.Popen(
            [sys.executable, *arguments], cwd=ROOT, env=environment, stdout=out, stderr=out, start_new_session=True
        )


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a server: politely, then not."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _check_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise StartError(
                f"Port {port} is taken by another program. Stop that program, or choose another port: make chat PORT=5105"
            ) from None


def _wait(url: str, processes: list[subprocess.Popen[bytes]], log: Path) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until:
        if any(process.poll() is not None for process in processes):
            if "address already in use" in _tail(log):
                raise StartError(f"A port that the guide at {url} needs has just been taken by another program. Try again.")
            raise StartError(f"A server ended before it answered. The end of {log}:\n{_tail(log)}")
        if health(url):
            return
        time.sleep(0.25)
    raise StartError(f"The servers did not answer within {STARTS_WITHIN} seconds. The end of {log}:\n{_tail(log)}")


def health(url: str) -> bool:
    """True if both servers answer and the model is loaded."""
    try:
        with urllib.request.urlopen(f"{url}/guide/health", timeout=5) as answer:
            return bool(json.load(answer)["ready"])
    except (urllib.error.URLError, OSError, ValueError, KeyError):
        return False


def _tail(log: Path, lines: int = 15) -> str:
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])


def free_port() -> int:
    """A port of which this and the one 50 above are free now.

    What starts guides side by side gives each its own stretch: the first port of it in the environment, as FREE_PORTS_FROM.
    """
    first = int(os.environ.get("FREE_PORTS_FROM", FREE_FROM))
    for port in range(first, first + FREE_PORTS, 3):
        try:
            _check_free(port)
            _check_free(port + 50)
        except StartError:
            continue
        return port
    raise StartError(f"No free port between {first} and {first + FREE_PORTS + 50}.")


def main() -> int:
    """Run until Ctrl-C."""
    parser = argparse.ArgumentParser(prog="python -m bot.serve", description=__doc__)
    parser.add_argument("--port", type=int, help="another port than the settings say")
    options = parser.parse_args()
    try:
        settings = read(**({"port": options.port} if options.port else {}))
    except SettingsError as error:
        print(f"The settings cannot be used:\n{error}", file=sys.stderr)
        return 1
    for stopping in (signal.SIGINT, signal.SIGTERM):  # a shell that starts us in the background has SIGINT ignored
        signal.signal(stopping, signal.default_int_handler)
    print("Starting the guide; this takes about ten seconds ...", flush=True)
    try:
        with running(settings) as servers:
            print(f"\n  The guide is ready: {servers.url}/\n  Stop it with Ctrl-C. Log: {servers.log}\n", flush=True)
            while True:
                time.sleep(1)
                put_aside(servers.log, settings.log_megabytes, settings.log_files)
                for name in servers.mend():
                    print(f"{time.strftime('%H:%M:%S')}  {name} had stopped and was started again.", flush=True)
    except KeyboardInterrupt:
        print("\nStopped.")
        return 0
    except StartError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
