"""Rasa's messages and stored events as the replies of the page's API."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Dict, List, Optional, Sequence

from knowledge import currency
from knowledge.lookup import Asked, Sheets
from knowledge.records import Knowledge
from retrieval.answer import cited
from retrieval.tabled import Numbered

Reply = Dict[str, Any]


@dataclass(frozen=True)
class Message:
    """One message of the guide, as an action gave it to Rasa."""

    text: str
    buttons: List[Dict[str, str]]
    custom: Dict[str, Any]

    @property
    def shows(self) -> Optional[str]:
        """The document that goes with it."""
        return self.custom.get("shows")

    @property
    def in_days(self) -> bool:
        """Lines of that document have days, so that there is a calendar of them."""
        return bool(self.custom.get("in_days"))

    @property
    def answers(self) -> List[List[str]]:
        """Label, answer and question of what is shown for checking."""
        return self.custom.get("answers") or []

    @property
    def forget(self) -> bool:
        """True if the conversation is to be deleted now."""
        return bool(self.custom.get("forget"))

    def as_json(self, knowledge: Knowledge) -> Reply:
        """The reply with its passages' citations."""
        passages = {p.id: p for p in knowledge.passages}
        sources = {s.id: s for s in knowledge.sources}
        notes = {n.id: n for n in knowledge.notes}
        shown = [passages[name] for name in self.custom.get("sources", ()) if name in passages]
        law = [notes[name] for name in self.custom.get("law", ()) if name in notes]
        said = self.text.replace("**", "")
        names = ("stage", "stage_number", "stages", "answered", "questions")
        progress = self.custom.get("progress")
        cited_as = [
            {"passage": p.id, "title": p.title, "ref": [f"{p.source}/{s}" for s in p.section],
             "label": cited(sources[p.source], p), "shown": p.text in said}
            for p in shown
        ] + [
            {"passage": None, "title": n.term, "ref": [f"currency/{n.id}"], "label": currency.source(n), "shown": True}
            for n in law
        ]  # fmt: skip
        return {
            "text": self.text,
            "status": self.custom.get("status"),
            "marked": self.custom.get("marked"),
            "sources": cited_as,
            "buttons": [{"title": b["title"], "payload": b["payload"]} for b in self.buttons],
            "question": self.custom.get("question"),
            "answers": [{"label": label, "answer": said, "payload": change(name)} for label, said, name in self.answers],
            "progress": dict(zip(names, progress)) if progress else None,
            "documents": [],
            "table": self._table(knowledge, [str(source["label"]) for source in cited_as]),
        }

    def _table(self, knowledge: Knowledge, cites: Sequence[str]) -> Optional[Dict[str, Any]]:
        """The answer of structured facts as a table; None for any other, and for one that the content no longer gives."""
        if "lookup" not in self.custom:
            return None
        sheet = Sheets(knowledge).made(Asked.of(self.custom["lookup"]), date.today())
        same = sheet is not None and list(sheet.passages) == list(self.custom.get("sources", ()))
        return Numbered(sheet, cites).table() if sheet and same else None


def plain(text: str, status: str | None) -> Reply:
    """A reply of words alone."""
    return {
        "text": text, "status": status, "marked": None, "sources": [], "buttons": [], "question": None, "answers": [],
        "progress": None, "documents": [], "table": None,
    }  # fmt: skip


def change(question: str) -> str:
    """The payload that changes an answer."""
    return f'/change_answer{{"question": "{question}"}}'


@dataclass
class Turn:
    """What the user said (None: the guide spoke first) and what the guide answered; `id` is the message's own, if it had one."""

    said: Optional[str]
    id: Optional[str] = None
    replies: List[Message] = field(default_factory=list)


def as_reply(message: Dict[str, Any]) -> Message:
    """A message that Rasa sends to a channel."""
    return Message(message.get("text") or "", message.get("buttons") or [], message.get("custom") or {})


def turns_of(tracker: Any) -> List[Turn]:
    """The conversation as it was seen; a button shows its title, not its payload."""
    turns: List[Turn] = []
    titles: Dict[str, str] = {}
    for event in tracker.events:
        if event.type_name == "user":
            said = event.text if not (event.text or "").startswith("/") else titles.get(event.text)
            turns.append(Turn(said, event.message_id))
        elif event.type_name == "bot" and turns:
            message = Message(event.text or "", event.data.get("buttons") or [], event.data.get("custom") or {})
            titles.update({button["payload"]: button["title"] for button in message.buttons})
            titles.update({change(question): f"Change {label[:1].lower()}{label[1:]}" for label, _, question in message.answers})
            turns[-1].replies.append(message)
    return turns


def still_open(turns: Sequence[Turn]) -> Optional[Message]:
    """The message of the last turn that waits for an answer: the open question, else the last one with buttons; None without."""
    last = next((turn.replies for turn in reversed(turns) if turn.replies), [])
    waiting = [message for message in last if message.custom.get("question")] or [message for message in last if message.buttons]
    return waiting[-1] if waiting else None


def asked_in(replies: Sequence[Message]) -> Optional[str]:
    """The question that a turn's replies ask at their end, or None."""
    return next((message.custom["question"] for message in reversed(replies) if message.custom.get("question")), None)
