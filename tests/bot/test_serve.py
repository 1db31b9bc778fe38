"""Starting the guide: what is wrong is said once, in words, with exit status 1."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import serve
from bot.serve import ROOT, StartError, for_scripts, free_port, health, running


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which another program listens."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_taken_port_gives_one_clear_message_and_exit_status_1(taken: int) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot.serve", "--port", str(taken)], capture_output=True, text=True, cwd=ROOT, timeout=60
    )
    assert done.returncode == 1
    assert done.stderr.strip().splitlines() == [
        f"Port {taken} is taken by another program. Stop that program, or choose another port: make chat PORT=5105"
    ]


def test_the_port_of_the_action_server_is_checked_too(taken: int, tmp_path: Path) -> None:
    with (
        pytest.raises(StartError, match=f"Port {taken} is taken"),
        running(for_scripts(free_port(), tmp_path), actions_port=taken),
    ):
        pass


def test_a_taken_port_leaves_nothing_behind(taken: int, tmp_path: Path) -> None:
    with pytest.raises(StartError), running(for_scripts(taken, tmp_path / "state")):
        pass
    assert not (tmp_path / "state").exists()


def test_a_missing_model_says_what_makes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "MODEL", ROOT / "models/no-such.tar.gz")
    with (
        pytest.raises(StartError, match=r"^models/no-such.tar.gz is missing: run `make train`\.$"),
        running(for_scripts(free_port(), tmp_path)),
    ):
        pass


def test_a_server_that_ends_at_once_is_told_with_its_last_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "start_actions", lambda port, log, settings: _ends_at_once(log))
    monkeypatch.setattr(serve, "_start_rasa", lambda *settings: _ends_at_once(settings[-1]))
    with (
        pytest.raises(StartError, match=r"(?s)A server ended before it answered.*my last words"),
        running(for_scripts(free_port(), tmp_path)),
    ):
        pass


def _ends_at_once(log: Path) -> subprocess.Popen[bytes]:
    with log.open("ab") as out:
        return subprocess.Popen([sys.executable, "-c", "print('my last words')"], stdout=out, start_new_session=True)


def test_a_free_port_can_be_bound_together_with_its_action_port() -> None:
    port = free_port()
    for each in (port, port + 50):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", each))


@pytest.mark.parametrize("offset", [0, 50])
def test_a_port_whose_pair_is_taken_is_not_offered(offset: int) -> None:
    port = free_port()
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # the port may just have been let go
        other.bind(("127.0.0.1", port + offset))
        other.listen()
        assert free_port() != port


def test_nothing_is_healthy_where_nothing_listens() -> None:
    assert health(f"http://127.0.0.1:{free_port()}") is False


def test_the_running_guide_is_healthy(guide_url: str) -> None:
    assert health(guide_url) is True


def test_a_process_is_stopped_and_stopping_it_again_is_no_fault() -> None:
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True)
    serve.stop(process)
    serve.stop(process)
    assert process.poll() is not None
