"""The chat in the terminal: `python -m bot.shell`."""

from __future__ import annotations

import argparse
import re
import sys
from string import ascii_lowercase

import requests

from bot.client import Conversation, Reply
from bot.converse import guide
from bot.serve import StartError

BOLD, PLAIN = ("\033[1m", "\033[0m") if sys.stdout.isatty() else ("", "")


def shown(replies: list[Reply], url: str) -> str:
    """Replies as text; buttons have letters, since a number may be an answer."""
    lines = []
    for reply in replies:
        text = re.sub(r"\*\*(.+?)\*\*", f"{BOLD}\\1{PLAIN}", reply["text"], flags=re.DOTALL)
        lines += [f"  {document['title']}: {url}{document['href']}" for document in reply.get("documents", [])]
        lines += [re.sub(r"(?m)^# (.*)$", f"{BOLD}\\1{PLAIN}", text), ""]
    return "\n".join(lines + [f"  [{letter}] {title}" for letter, title in _lettered(replies).items()])


def _lettered(replies: list[Reply]) -> dict[str, str]:
    """The titles of the buttons by their letters; of two that do the same the first."""
    titles: dict[str, str] = {}
    for button in (button for reply in replies for button in reply["buttons"]):
        titles.setdefault(button["payload"], button["title"])
    return dict(zip(ascii_lowercase, titles.values()))


def main() -> int:
    """Chat until Ctrl-D, Ctrl-C or "quit"."""
    parser = argparse.ArgumentParser(prog="python -m bot.shell", description=__doc__)
    parser.add_argument("--port", type=int)
    options = parser.parse_args()
    try:
        with guide(options.port) as url:
            talk = Conversation.begin(url)
            print(f"{shown(talk.replies, url)}\n\nType your words, or the letter of a button. Ctrl-D ends.\n")
            while (said := input("> ").strip()) != "quit":
                pressed = _lettered(talk.replies).get(said)
                replies = talk.press(pressed) if pressed else talk.say(said)
                print(f"\n{shown(replies, url)}\n")
    except (EOFError, KeyboardInterrupt):
        print("\nGoodbye.")
    except (StartError, requests.RequestException) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
