"""Time and peak memory of compiling the content and building the index from nothing, as docs/measurements.md gives them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent
RUNS = 2


def main() -> int:
    for run in range(1, RUNS + 1):
        with TemporaryDirectory() as folder:
            _timed(run, "compile", "knowledge", "compile", "--out", f"{folder}/knowledge.json")
            _timed(run, "index", "retrieval", "--build", folder, "build")
            size = sum(file.stat().st_size for file in (Path(folder) / "index").rglob("*") if file.is_file())
            print(f"run {run}, index on disk: {size / 1024**2:.1f} MiB")
    return 0


def _timed(run: int, name: str, module: str, *arguments: str) -> None:
    """Run a module to its end; print its wall time and the largest memory that it held (resident set)."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", module, *arguments], cwd=ROOT, stdout=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT), "HF_HUB_OFFLINE": "1"},
    )  # fmt: skip
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{module} {' '.join(arguments)} failed")
    print(f"run {run}, {name}: {time.perf_counter() - started:.1f} s, {usage.ru_maxrss / 1024**2:.2f} GiB")


if __name__ == "__main__":
    sys.exit(main())
