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
    titles = [b["title"] for reply in replies for b in reply["buttons"]]
    return "\n".join(lines + [f"  [{letter}] {title}" for letter, title in zip(ascii_lowercase, titles)])


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
                titles = [b["title"] for reply in talk.replies for b in reply["buttons"]]
                pressed = dict(zip(ascii_lowercase, titles)).get(said)
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
