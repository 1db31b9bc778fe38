"""The sessions that there are: since when, heard of last, and which of their tokens counts. None of what was said."""

from __future__ import annotations

import logging
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

logger = logging.getLogger("guide")

JUST_BEGUN = 300  # seconds for which a session that has said nothing counts as open
STILL_HERE = 1800  # seconds after its last word for which one counts as open
NOTED_AFTER = 60  # seconds: how much the table may lag behind what was heard last
GRACE = 60  # seconds for which an older token counts once the newer one was used: answers may have crossed on the way


@dataclass
class Row:
    """A session. Times in seconds since 1970; `used`: when its newest token came first, None until then."""

    began: float
    seen: float
    said: bool
    generation: int
    used: Optional[float]
    noted: float


class Ledger:
    """All sessions, in memory and in a table beside the conversations. One process only may hold it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._table = sqlite3.connect(folder / "sessions.db", isolation_level=None)
        self._table.execute("PRAGMA journal_mode=WAL")
        self._table.execute(
            "CREATE TABLE IF NOT EXISTS sessions (session TEXT PRIMARY KEY, began REAL NOT NULL, seen REAL NOT NULL, "
            "said INTEGER NOT NULL, generation INTEGER NOT NULL, used REAL)"
        )
        self.writes = True  # whether the last statement could be carried out
        rows = self._table.execute("SELECT session, began, seen, said, generation, used FROM sessions")
        self._rows = {
            name: Row(began, seen, bool(said), generation, used, seen) for name, began, seen, said, generation, used in rows
        }

    def begin(self, session: str, now: float) -> bool:
        """A session that begins, with its first token; False, and there is none, if it cannot be written."""
        self._rows[session] = Row(now, now, False, 1, now, now)
        self._write(session)
        if not self.writes:
            del self._rows[session]
        return self.writes

    def heard(self, session: str, now: float) -> None:
        """A session said something."""
        row = self._rows.get(session)
        if row is not None:
            first, row.seen, row.said = not row.said, now, True
            if first or now - row.noted > NOTED_AFTER:
                self._write(session)

    def counts(self, session: str, generation: int, now: float) -> bool:
        """True if a token of this generation counts. The newest one, once used, ends the one before it after a while."""
        row = self._rows.get(session)
        if row is None or not 0 < generation <= row.generation:
            return False
        if generation == row.generation:
            if row.used is None:
                row.used = now
                self._write(session)
            return True
        return generation == row.generation - 1 and (row.used is None or now - row.used < GRACE)

    def renewed(self, session: str) -> int:
        """The generation of the next token: a new one, or the newest that was not used yet."""
        row = self._rows[session]
        if row.used is not None:
            row.generation, row.used = row.generation + 1, None
            self._write(session)
        return row.generation

    def last_seen(self, session: str) -> Optional[float]:
        """When a session was heard of last; None if there is none of this name."""
        row = self._rows.get(session)
        return row.seen if row else None

    def open_now(self, now: float) -> int:
        """How many count as open."""
        return sum(now - row.seen < (STILL_HERE if row.said else JUST_BEGUN) for row in self._rows.values())

    def drop(self, session: str) -> None:
        """Forget a session: every token of it ends."""
        self._rows.pop(session, None)
        self._do("DELETE FROM sessions WHERE session = ?", (session,))

    def close(self) -> None:
        """Close the table."""
        self._table.close()

    def _write(self, session: str) -> None:
        row = self._rows[session]
        row.noted = row.seen
        written = (session, row.began, row.seen, int(row.said), row.generation, row.used)
        self._do("INSERT OR REPLACE INTO sessions VALUES (?, ?, ?, ?, ?, ?)", written)

    def _do(self, statement: str, values: tuple[object, ...]) -> None:
        """A full disk ends no conversation that goes on: what is in memory counts until the guide is started again."""
        try:
            self._table.execute(statement, values)
            self.writes = True
        except sqlite3.Error as error:
            self.writes = False
            logger.error("The sessions could not be written: %s", type(error).__name__)
