"""The description of the API (docs/openapi.yml) names what the code answers: every code, every address, every document."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from actions import documents
from bot.channel import GuideChannel
from bot.serve import ROOT


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    made: dict[str, Any] = yaml.safe_load((ROOT / "docs/openapi.yml").read_text(encoding="utf-8"))
    return made


def test_every_code_of_the_code_is_described_and_no_other(described: dict[str, Any]) -> None:
    source = "".join((ROOT / f"bot/{name}.py").read_text(encoding="utf-8") for name in ("channel", "door", "guard"))
    used = set(re.findall(r'\b[45]\d\d(?:, |: \()"([a-z_]+)"', source))
    codes = described["components"]["schemas"]["Refusal"]["properties"]["error"]["properties"]["code"]["enum"]
    assert set(codes) == used and len(codes) == len(set(codes))


def test_every_address_and_method_is_described(described: dict[str, Any]) -> None:
    source = (ROOT / "bot/channel.py").read_text(encoding="utf-8")
    routes = re.findall(r'add_route\(route\(self\._\w+\), "([^"]+)", methods=\["([A-Z]+)"\]', source)
    there = {(re.sub(r"<(\w+)>", r"{\1}", path), method.lower()) for path, method in routes}
    told = {(path, method) for path, ways in described["paths"].items() for method in ways}
    assert there - {("/page/page.css", "get"), ("/widget/{file}", "get")} == told and GuideChannel.name() == "guide"


def test_every_document_is_described(described: dict[str, Any]) -> None:
    file = described["paths"]["/documents/{link}/{file}"]["get"]["parameters"][1]
    assert set(file["schema"]["enum"]) == set(documents.FORMS)
