"""The log, put aside when it is too large."""

from __future__ import annotations

import shutil
from pathlib import Path


def put_aside(log: Path, megabytes: int, files: int) -> bool:
    """Put a log aside that is too large, as NAME.1, the older ones as NAME.2 and on. Two processes go on to write into it."""
    if not log.exists() or log.stat().st_size <= megabytes * 1024 * 1024:
        return False
    for number in range(files, 0, -1):
        older = log.with_name(f"{log.name}.{number}")
        if older.exists() and number == files:
            older.unlink()
        elif older.exists():
            older.rename(log.with_name(f"{log.name}.{number + 1}"))
    shutil.copyfile(log, log.with_name(f"{log.name}.1"))
    with log.open("r+b") as emptied:  # they append, so that they begin at its new end
        emptied.truncate(0)
    return True
