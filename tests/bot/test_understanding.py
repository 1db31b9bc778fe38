"""What people type, held against the trained model: the figures that docs/measurements.md gives, as floors."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def figures() -> str:
    """What `make understand` prints."""
    paths = {**os.environ, "PYTHONPATH": str(ROOT), "HF_HUB_OFFLINE": "1"}
    command = [sys.executable, "benchmarks/understand.py"]
    return subprocess.run(command, cwd=ROOT, env=paths, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize(("name", "floor"), [("typed, test", 0.88), ("own", 0.88)])
def test_what_people_mean_is_told_at_least_as_well_as_measured(figures: str, name: str, floor: float) -> None:
    found = re.search(rf"^{name}: macro-F1 ([\d.]+) of", figures, re.MULTILINE)
    assert found
    assert float(found[1]) >= floor


def test_at_most_one_in_a_hundred_sentences_that_are_no_command_is_obeyed_as_one(figures: str) -> None:
    found = re.search(r"obeyed as one: (\d+) of (\d+)", figures)
    assert found
    assert int(found[1]) <= int(found[2]) / 100
