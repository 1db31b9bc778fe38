"""The scripts that install: a download is tried three times, and what failed is named."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    path = f"{folder}:{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "RETRY_PAUSE": "0"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60)


def script(file: Path, *lines: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(["#!/bin/sh", "echo x >> tries", *lines, ""]), encoding="utf-8")
    file.chmod(0o755)


def tries(folder: Path) -> int:
    return len((folder / "tries").read_text(encoding="utf-8").split())


def test_a_download_that_works_the_third_time_is_no_failure(tmp_path: Path) -> None:
    script(tmp_path / "fetch", '[ "$(wc -l < tries)" -ge 3 ]')
    done = run(tmp_path, str(ROOT / "setup/retry"), "log", "fetch")
    assert (done.returncode, tries(tmp_path)) == (0, 3)
    assert "attempt 3 of 3" in done.stderr


@pytest.mark.parametrize(
    ("printed", "named"),
    [
        ("Collecting numpy==1.23.5\nCollecting torch==2.12.1\n  ERROR: connection broken", "torch==2.12.1"),
        ("Collecting rasa==9\nERROR: No matching distribution found for rasa==9", "rasa==9"),
        ("error: Failed to download `torch==2.12.1`", "torch==2.12.1"),
        ("E: Unable to locate package chromium", "chromium"),
    ],
)
def test_a_download_that_fails_three_times_is_named_and_shows_its_last_forty_lines(
    tmp_path: Path, printed: str, named: str
) -> None:
    (tmp_path / "printed").write_text("\n".join(["line"] * 50) + f"\n{printed}\n", encoding="utf-8")
    script(tmp_path / "fetch", "cat printed", "exit 7")
    done = run(tmp_path, str(ROOT / "setup/retry"), "log", "fetch")
    assert (done.returncode, tries(tmp_path)) == (7, 3)
    assert f"Failed three times at the package {named};" in done.stderr
    shown = [line for line in done.stderr.splitlines() if not line.startswith("The download failed")]
    assert shown[:-1] == (tmp_path / "printed").read_text(encoding="utf-8").splitlines()[-40:]


def test_an_installation_that_fails_says_at_which_package(tmp_path: Path) -> None:
    script(tmp_path / "uv", "echo 'error: Failed to download `torch==2.12.1`'", "exit 2")
    script(tmp_path / ".venv/bin/python")
    (tmp_path / "requirements.lock").write_text("torch==2.12.1\n", encoding="utf-8")
    done = run(tmp_path, str(ROOT / "setup/install"), "requirements.lock")
    assert done.returncode == 2
    assert "at the package torch==2.12.1" in done.stderr


def test_a_commit_runs_the_quick_checks(tmp_path: Path) -> None:
    run(tmp_path, "git", "init", "-q")
    (tmp_path / "Makefile").write_text("check:\n\t@echo checked; exit 3\n", encoding="utf-8")
    assert run(tmp_path, str(ROOT / "setup/hook")).returncode == 0
    hook = tmp_path / ".git/hooks/pre-commit"
    done = run(tmp_path, str(hook))
    assert done.stdout.strip() == "checked" and done.returncode != 0
    assert run(tmp_path, str(ROOT / "setup/hook")).stderr == ""  # a second time changes nothing


def test_a_hook_of_ones_own_is_left_alone(tmp_path: Path) -> None:
    run(tmp_path, "git", "init", "-q")
    own = tmp_path / ".git/hooks/pre-commit"
    script(own, "true")
    before = own.read_text(encoding="utf-8")
    assert "make check" in run(tmp_path, str(ROOT / "setup/hook")).stderr
    assert own.read_text(encoding="utf-8") == before


def test_a_step_of_ci_that_fails_prints_its_last_forty_lines_once_more(tmp_path: Path) -> None:
    (tmp_path / ".ci").mkdir()
    (tmp_path / ".ci/run").write_text((ROOT / ".ci/run").read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "Makefile").write_text("test:\n\t@seq 1 100; exit 1\n", encoding="utf-8")
    script(tmp_path / "chromium")
    done = run(tmp_path, "bash", str(tmp_path / ".ci/run"))
    assert done.returncode == 2
    shown = done.stdout.splitlines()
    assert 'The step "test" failed (exit status 2). Its last 40 lines' in done.stdout
    assert shown.count("100") == 2 and shown.count("99") == 2 and shown.count("2") == 1
