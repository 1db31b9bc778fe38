"""The page for authors: everything is on it, its links lead somewhere, faults stand where they belong."""

from __future__ import annotations

import re
import shutil
import threading
import urllib.error
import urllib.request
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from knowledge import preview
from knowledge.load import CONTENT, survey

SMALL = Path(__file__).parent / "small_content"


def test_every_entry_of_the_content_is_on_the_page_and_no_link_leads_nowhere():
    page = preview.page(CONTENT)
    anchors = re.findall(r'id="([^"]+)"', page)
    for key, rows in survey(CONTENT).entries.items():
        assert {preview.anchor(key, entry) for _, entry in rows} <= {*anchors}
    assert len(anchors) == len({*anchors})
    links = {*re.findall(r'href="#([^"]+)"', page)}
    assert len(links) > 500
    assert not links - {*anchors}


def test_a_passage_shows_what_names_it():
    page = preview.page(SMALL)
    article = page[page.index('id="passages/a-slow-start"') :].split("</article>")[0]
    assert 'href="#cases/town"' in article
    assert 'href="#glossary/lot"' not in article


def test_a_fault_stands_at_the_top_and_at_its_entry_and_the_rest_is_still_shown(tmp_path: Path):
    content = Path(shutil.copytree(SMALL, tmp_path / "content"))
    file = content / "advice/needs.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("case: town", "case: <b>towns</b>"), encoding="utf-8")
    page = preview.page(content)
    assert "1 fault(s)" in page
    assert page.count("&#39;&lt;b&gt;towns&lt;/b&gt;&#39; is not in cases") == 2
    assert 'id="passages/paid-early"' in page


@pytest.mark.parametrize("path", ["/other", "/../../etc/passwd", "/?x"])
def test_the_server_shows_the_page_anew_each_time_and_nothing_else(tmp_path: Path, path):
    content = Path(shutil.copytree(SMALL, tmp_path / "content"))
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(preview._Handler, content)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        first = urllib.request.urlopen(address).read().decode()
        assert "money and payment" in first
        topics = content / "topics.yml"
        topics.write_text(topics.read_text(encoding="utf-8").replace("money and", "cash and"), encoding="utf-8")
        assert "cash and payment" in urllib.request.urlopen(address).read().decode()
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(address + path)
        server.shutdown()
