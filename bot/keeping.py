"""What ends by itself: conversations after some days; and the switch that closes the guide."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import time
from datetime import datetime
from pathlib import Path

from bot.ledger import Ledger
from bot.settings import Settings
from bot.store import ConversationStore

logger = logging.getLogger("guide")

EVERY_SECONDS = 6 * 3600
REMOVED = "removed.log"
CLOSED = "closed"
LONGEST_NOTICE = 500  # characters of the message of a closed guide
CLOSED_WORDS = "The guide is closed at the moment. Please come back later."


def remove_old(store: ConversationStore, ledger: Ledger, settings: Settings, now: float) -> int:
    """Delete every conversation of which nothing was said for `keep_days`, and say so in `removed.log`; how many that were."""
    old = store.older_than(now - settings.keep_days * 24 * 3600)
    lines = []
    for session, (last, events) in old.items():
        store.forget(session)
        ledger.drop(session)
        lines.append(f"{_day(now)} removed {told(session)}: last said {_day(last)}, {events} events\n")
    if lines:
        with (settings.state_folder / REMOVED).open("a", encoding="utf-8") as log:
            log.writelines(lines)
    return len(lines)


async def keep_removing(store: ConversationStore, ledger: Ledger, settings: Settings) -> None:
    """Do so now and every six hours. A failure, as of a full disk, is tried again the next time."""
    while True:
        try:
            removed = remove_old(store, ledger, settings, time.time())
            logger.info("%d conversations were older than %d days and are removed", removed, settings.keep_days)
        except Exception as error:  # noqa: BLE001 - whatever it is must not end the guide, nor tell what was said
            logger.error("Old conversations could not be removed: %s", type(error).__name__)
        await asyncio.sleep(EVERY_SECONDS)


def told(session: str) -> str:
    """A name for a session that opens nothing, the same each time."""
    return hashlib.sha256(session.encode()).hexdigest()[:12]


def notice(folder: Path) -> str | None:
    """What a closed guide says, or None while it is open. The file `closed` closes it; what is in the file is said."""
    try:
        return (folder / CLOSED).read_text(encoding="utf-8", errors="replace").strip()[:LONGEST_NOTICE] or CLOSED_WORDS
    except OSError:
        return None


def _day(moment: float) -> str:
    return datetime.fromtimestamp(moment).isoformat(timespec="minutes")
