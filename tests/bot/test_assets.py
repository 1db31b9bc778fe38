"""The files of the widget as a browser gets them from any website: typed, small, and only once while they stay the same."""

from __future__ import annotations

import gzip
import urllib.request

import pytest
import requests

from bot.assets import TYPES, WIDGET, assets, bare
from bot.client import TIMEOUT

MOST = 20 * 1024  # bytes of all files of the widget, compressed
FILES = sorted(file.name for file in WIDGET.iterdir() if file.suffix in TYPES)


def fetch(guide_url: str, file: str, **headers: str) -> requests.Response:
    return requests.get(f"{guide_url}/guide/widget/{file}", headers=headers, timeout=TIMEOUT)


def test_all_files_together_are_small() -> None:
    assert sum(len(asset.compressed) for asset in assets().values()) < MOST


@pytest.mark.parametrize("file", FILES)
def test_a_file_is_the_same_compressed_and_plain_and_any_website_may_load_it(guide_url: str, file: str) -> None:
    answer = fetch(guide_url, file)
    assert answer.headers["Content-Encoding"] == "gzip" and answer.headers["Vary"] == "Accept-Encoding, Origin"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.headers["Content-Type"].endswith("; charset=utf-8")
    with urllib.request.urlopen(f"{guide_url}/guide/widget/{file}", timeout=TIMEOUT) as plain:  # asks for no compression
        assert plain.headers["Content-Encoding"] is None
        assert plain.read() == answer.content == gzip.decompress(assets()[file].compressed)


def test_a_browser_that_has_a_file_does_not_get_it_again(guide_url: str) -> None:
    first = fetch(guide_url, "guide.js")
    again = fetch(guide_url, "guide.js", **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    assert fetch(guide_url, "guide.js", **{"If-None-Match": '"another"'}).status_code == 200


@pytest.mark.parametrize("file", ["index.html", "..%2fchannel.py", "guide.js.map", "words.xx.js", "%00"])
def test_nothing_else_is_served_there(guide_url: str, file: str) -> None:
    answer = fetch(guide_url, file)
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "no_file")


def test_only_comments_indentation_and_empty_lines_go() -> None:
    kept = 'const a = "// no comment"; // stays\nconst url = "https://x";\nconst b = `/* text */`;'
    assert bare(f"// a comment\n\n  /** more\n   * of it */\n{kept}\n", ".js") == kept + "\n"
    assert (
        bare("/* c */\n.a { color: red; }\n\n\n.b { margin: 0; /* why */ }\n", ".css")
        == ".a { color: red; }\n.b { margin: 0;  }\n"
    )
