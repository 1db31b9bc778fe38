"""Tokens and links are good only as this installation issued them."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from bot.sessions import LINK_SECONDS, Signer, Token, new_session

MINE, OTHER = Signer(b"m" * 32), Signer(b"o" * 32)
NOW = 1_800_000_000.0


def _spoilt(token: str) -> dict[str, str]:
    session, _, rest = token.partition(".")
    last = "0" if token[-1] != "0" else "1"
    return {
        "empty": "", "a dot": ".", "no signature": session, "an empty signature": f"{session}.", "cut": token[:-1],
        "longer": f"{token}0", "another last letter": token[:-1] + last, "another session": f"x{session}.{rest}",
        "no session": f".{rest}", "only its signature": rest, "capitals": token.upper(), "a space": f"{token} ",
        "not ASCII": f"{session}.ü{rest}", "another beginning": f"a.{token}", "null bytes": f"{session}\x00.{rest}",
    }  # fmt: skip


def test_a_token_that_was_issued_here_says_what_it_was_issued_for() -> None:
    assert MINE.read(MINE.token("s", 3, NOW)) == Token("s", 3, NOW)


def test_every_session_is_another() -> None:
    assert len({new_session() for _ in range(100)}) == 100


@pytest.mark.parametrize("fault", _spoilt(MINE.token("s", 1, NOW)))
def test_a_forged_or_cut_token_says_nothing(fault: str) -> None:
    assert MINE.read(_spoilt(MINE.token(new_session(), 1, NOW))[fault]) is None


@pytest.mark.parametrize("part", [0, 1, 2])
def test_no_part_of_a_token_can_be_changed(part: int) -> None:
    parts = MINE.token("s", 1, NOW).split(".")
    parts[part] = {0: "t", 1: "2", 2: str(int(NOW) + 1)}[part]
    assert MINE.read(".".join(parts)) is None


@pytest.mark.parametrize("fault", _spoilt(MINE.link("s")))
def test_a_forged_or_cut_link_opens_nothing(fault: str) -> None:
    assert MINE.session_of_link(_spoilt(MINE.link("session", NOW))[fault], NOW) is None


def test_another_installations_token_and_link_open_nothing() -> None:
    assert MINE.read(OTHER.token("s", 1, NOW)) is None
    assert MINE.session_of_link(OTHER.link("session", NOW), NOW) is None


def test_a_link_is_no_token_and_a_token_is_no_link() -> None:
    session = new_session()
    token = MINE.token(session, 1, NOW)
    assert MINE.read(MINE.link(session, NOW)) is None
    assert MINE.session_of_link(token, NOW) is None


@pytest.mark.parametrize(
    ("later", "opens"), [(0, True), (1, True), (LINK_SECONDS, True), (LINK_SECONDS + 1, False), (LINK_SECONDS * 24, False)]
)
def test_a_link_opens_its_session_for_an_hour(later: int, opens: bool) -> None:
    assert LINK_SECONDS == 3600
    assert MINE.session_of_link(MINE.link("session", NOW), NOW + later) == ("session" if opens else None)


def test_a_links_end_cannot_be_put_off() -> None:
    session, until, signature = MINE.link("session", NOW).split(".")
    assert MINE.session_of_link(f"{session}.{int(until) + 9000}.{signature}", NOW + 9000) is None


def test_without_a_time_it_is_now() -> None:
    assert MINE.session_of_link(MINE.link("session")) == "session"


def test_the_secret_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    first, second = Signer.of(tmp_path / "state"), Signer.of(tmp_path / "state")
    assert first == second and len(first.secret) == 32
    assert stat.S_IMODE((tmp_path / "state/secret").stat().st_mode) == 0o600
    assert Signer.of(tmp_path / "other") != first
