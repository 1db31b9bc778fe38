"""The tree is the architecture: imports go one way, heavy libraries stay in one room, nothing happens on import."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAY_IMPORT = {
    "knowledge": set(),
    "retrieval": {"knowledge"},
    "actions": {"knowledge", "retrieval"},
    "bot": {"knowledge", "retrieval", "actions.documents"},
}
ONLY_IN = {
    "rasa_sdk": {"actions"}, "rasa": {"bot"}, "faiss": {"retrieval"}, "sentence_transformers": {"retrieval"},
    "jinja2": {"actions", "knowledge", "retrieval"},  # documents, the page for authors, the report of an evaluation
}  # fmt: skip


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_a_package_imports_only_what_is_below_it(package: str) -> None:
    allowed = MAY_IMPORT[package] | {package}
    for path in (ROOT / package).glob("*.py"):
        ours = {n for n in imported(path) if n.split(".")[0] in MAY_IMPORT and "." in n}
        strays = {n for n in ours if not any(n == a or n.startswith(f"{a}.") or a.startswith(f"{n}.") for a in allowed)}
        assert not strays, f"{path} imports {', '.join(sorted(strays))}"


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_heavy_library_stays_in_its_room(library: str) -> None:
    for package in MAY_IMPORT.keys() - ONLY_IN[library]:
        for path in (ROOT / package).glob("*.py"):
            assert library not in {n.split(".")[0] for n in imported(path)}, f"{path} imports {library}"


def test_actions_stays_flat() -> None:
    """A sub-package there named like a top-level package stops the action server."""
    assert not [p for p in (ROOT / "actions").iterdir() if p.is_dir() and p.name not in {"templates", "__pycache__"}]
