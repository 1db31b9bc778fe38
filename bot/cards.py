"""Replies as one message of Microsoft Teams: all of it as text, buttons and documents as cards."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from typing import Any, Dict, List

from bot.replies import Reply

BUTTONS_A_CARD = 6  # Teams shows no more on one; the others go on cards of their own
HERO = "application/vnd.microsoft.card.hero"


def message(replies: Sequence[Reply], address: str) -> Dict[str, Any]:
    """Text and attachments of the message. `address`: where the guide's documents are, https://guide.example.org"""
    buttons = [*_documents(replies, address), *_presses(replies)]
    cards = [buttons[at : at + BUTTONS_A_CARD] for at in range(0, len(buttons), BUTTONS_A_CARD)]
    return {
        "textFormat": "markdown",
        "text": "\n\n".join(_markdown(reply["text"]) for reply in replies),
        "attachmentLayout": "list",
        "attachments": [{"contentType": HERO, "content": {"buttons": card}} for card in cards],
    }


def pressed(value: Any) -> str | None:
    """The payload of a button that came back, None if none did. What is no button of ours is for the door to refuse."""
    press = value.get("press") if isinstance(value, dict) else None
    return press if isinstance(press, str) else None


def _presses(replies: Sequence[Reply]) -> Iterator[Dict[str, Any]]:
    for reply in replies:
        pairs = [(button["title"], button["payload"]) for button in reply["buttons"]]
        pairs += [(f"Change {row['label'][:1].lower()}{row['label'][1:]}", row["payload"]) for row in reply["answers"]]
        for title, payload in pairs:
            yield {"type": "messageBack", "title": title, "displayText": title, "text": title, "value": {"press": payload}}


def _documents(replies: Sequence[Reply], address: str) -> Iterator[Dict[str, Any]]:
    for reply in replies:
        for document in reply["documents"]:
            title = f"{document['title']} ({document['format']})"
            yield {"type": "openUrl", "title": title, "value": f"{address}{document['href']}"}


def _markdown(text: str) -> str:
    """The text so that nothing in it is markup but our own bold, and that its lines stay lines."""
    safe = html.escape(re.sub(r"(?m)^#+ (.*)$", r"**\1**", text), quote=False).replace("](", "]\\(").replace("`", "\\`")
    lines: List[str] = []
    for line in safe.split("\n"):
        listed = re.match(r"\s*(?:[-*] |\d+\. )", line)
        if lines and line.strip() and lines[-1].strip() and not listed:
            lines.append("")  # Teams would join two lines that no empty one parts
        lines.append(line)
    return "\n".join(lines)
