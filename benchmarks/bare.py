"""A bare Rasa bot that only echoes, with Rasa's own channels `rest` and `socketio`: what our channel is compared with."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.serve import QUIET, STARTS_WITHIN, StartError, stop

FOLDER = Path(__file__).parent / "bare"


@dataclass(frozen=True)
class Bare:
    """The bot, answering."""

    url: str
    rasa: subprocess.Popen[bytes]
    log: Path


@contextmanager
def running_bare(port: int, folder: Path) -> Iterator[Bare]:
    """The bot, trained in a folder (some seconds), with its conversations in memory as Rasa has them if nothing is said.

    Raises:
        StartError: it cannot be trained or does not answer.
    """
    log, url = folder / "bare.log", f"http://127.0.0.1:{port}"
    train = ["train", "--config", FOLDER / "config.yml", "--domain", FOLDER / "domain.yml", "--data", FOLDER / "data"]
    with log.open("ab") as out:
        done = subprocess.run(
            _rasa([*train, "--out", folder, "--fixed-model-name", "bare"]), env=_environment(), cwd=folder, stdout=out, stderr=out
        )
        if done.returncode:
            raise StartError(f"The bare bot cannot be trained: {log}")
        run = ["run", "--model", folder / "bare.tar.gz", "--credentials", FOLDER / "credentials.yml"]
        rasa = subprocess.Popen(
            _rasa([*run, "--interface", "127.0.0.1", "--port", port]),
            env=_environment(), cwd=folder, stdout=out, stderr=out, start_new_session=True,
        )  # fmt: skip
    try:
        _wait(url, rasa, log)
        yield Bare(url, rasa, log)
    finally:
        stop(rasa)


def _rasa(arguments: list[object]) -> list[str]:
    return [sys.executable, "-m", "rasa", *(str(each) for each in arguments)]


def _environment() -> dict[str, str]:
    return {**os.environ, **QUIET}


def _wait(url: str, rasa: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and rasa.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/webhooks/rest/", timeout=5) as answer:
                if answer.status == 200 and _speaks(url):
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.25)
    raise StartError(f"The bare bot does not answer: {log}")


def _speaks(url: str) -> bool:
    """The channel answers before the model is loaded."""
    asked = urllib.request.Request(
        f"{url}/webhooks/rest/webhook", b'{"sender": "first", "message": "hello"}', {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(asked, timeout=30) as answer:
        return b"You said" in answer.read()
