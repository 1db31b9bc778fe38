"""A conversation over the channel's API, as a script holds it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import requests

Reply = dict[str, Any]
TIMEOUT = 60


@dataclass
class Conversation:
    """One session with a running guide; knows the buttons that can be pressed now, and keeps its connection as a browser does."""

    url: str
    token: str
    replies: list[Reply]
    http: requests.Session = field(default_factory=requests.Session, repr=False)

    @classmethod
    def begin(cls, url: str) -> Conversation:
        """A new session, with the guide's opening."""
        answer = requests.post(f"{url}/guide/sessions", timeout=TIMEOUT)
        answer.raise_for_status()
        made = answer.json()
        return cls(url, made["session"], made["replies"])

    def say(self, text: str) -> list[Reply]:
        """What the guide answers to a text."""
        return self._post({"text": text})

    def press(self, title: str) -> list[Reply]:
        """What the guide answers to a button of its last turn.

        Raises:
            KeyError: if there is no such button now; the message names those that are there.
        """
        payloads = {button["title"]: button["payload"] for reply in self.replies for button in reply["buttons"]}
        payloads |= {f"Change {row['label']}": row["payload"] for reply in self.replies for row in reply.get("answers", ())}
        if title not in payloads:
            raise KeyError(f"there is no button '{title}' now; there are: {', '.join(payloads) or 'none'}")
        return self._post({"press": payloads[title]})

    def document(self, href: str) -> str:
        """The text of a document that a reply linked."""
        answer = self.http.get(f"{self.url}{href}", timeout=TIMEOUT)
        answer.raise_for_status()
        answer.encoding = "utf-8"
        return answer.text

    def _post(self, body: dict[str, str]) -> list[Reply]:
        answer = self.http.post(
            f"{self.url}/guide/messages", json=body, headers={"Authorization": f"Bearer {self.token}"}, timeout=TIMEOUT
        )
        made = answer.json()
        self.token = answer.headers.get("Guide-Session", self.token)
        if answer.status_code == 200:
            self.replies = made["replies"]
        else:  # refused before it became a turn: the buttons of the last turn still stand
            return [{"text": made["error"]["message"], "status": made["error"]["code"], "sources": [], "buttons": []}]
        return self.replies


def status_of(replies: list[Reply]) -> str | None:
    """What became of a free question in a turn, if there was one."""
    return next((reply["status"] for reply in replies if reply["status"]), None)


def sources_of(replies: list[Reply]) -> list[str]:
    """The sections that a turn cites, as `source/section`."""
    return list(dict.fromkeys(ref for reply in replies for source in reply["sources"] for ref in source["ref"]))


def buttons_of(replies: list[Reply]) -> list[str]:
    """The buttons that can be pressed after a turn."""
    return [button["title"] for reply in replies for button in reply["buttons"]]
