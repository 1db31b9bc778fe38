"""The journeys as pictures, drawn from the content: every question in its stage, and what leads past it. `make flow`."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import wrap

from knowledge import journeys
from knowledge.conditions import KNOWN_LATER
from knowledge.load import load
from knowledge.records import DONT_KNOW, SKIPPED, Knowledge, Question, Stage
from knowledge.wording import capital

PAGE = Path(__file__).parent.parent / "docs/flow.md"
FOLDER = PAGE.with_suffix("")
_WORDS = {DONT_KNOW: "not known", SKIPPED: "skipped", KNOWN_LATER: "not known"}
_KINDS = {"text": "in your own words", "money": "pounds a year", "years": "years", "date": "a day"}
BREAK, WIDTH = "\\n", 30  # of a label in Graphviz' language; characters
_HEAD = """digraph journey {{
  graph [rankdir=LR, ranksep=0.9, nodesep=0.25, fontname="Helvetica", fontsize=13]
  graph [label="{name}", labelloc=t, style=rounded, color="#0b4f4a"]
  node [shape=box, style="rounded,filled", fillcolor="#ffffff", color="#47545d", fontname="Helvetica", fontsize=11, width=2.3]
  edge [color="#47545d", fontname="Helvetica", fontsize=9, arrowsize=0.7]"""


def picture(knowledge: Knowledge, name: str) -> str:
    """A journey in Graphviz' language: a column for each stage, an arrow to the next question, a dashed one past a question."""
    return "\n".join([_HEAD.format(name=_quoted(name)), *_nodes(knowledge), *_arrows(knowledge), "}", ""])


def text(knowledge: Knowledge) -> Iterator[str]:
    """The same in words, for who does not see the picture: a line for each question."""
    asked = _by_id(knowledge)
    for stage in knowledge.stages:
        yield f"\n**{stage.name}**\n"
        for question in _of(knowledge, stage):
            past = _past(question, asked)
            yield f"- {capital(question.label)} ({_takes(question)}){f'. Left out if {past}' if past else ''}."
    yield ""


def page(knowledge: Knowledge) -> str:
    """The Markdown page with the pictures and the same in words."""
    lines = [
        "# The journeys",
        "",
        "Made from `knowledge/content` by `make flow`; do not change it by hand. Each column is a stage. A dashed box is a "
        "question that some answers leave out; a dashed arrow leads past it.",
    ]
    for each in knowledge.journeys:
        lines += ["", f"## {each.name}", "", f"![{each.name}: the questions by stage, told below in words](flow/{each.id}.svg)"]
        lines += text(journeys.only(knowledge, each.id))
    return "\n".join(lines)


def main() -> int:
    """Write the page and its pictures. Exit status 2 if Graphviz is not there."""
    parser = argparse.ArgumentParser(prog="python -m knowledge.flow", description="Draw the journeys into docs/.")
    parser.parse_args()
    if shutil.which("dot") is None:
        print("Graphviz is missing. To draw the journeys: sudo apt-get install graphviz", file=sys.stderr)
        return 2
    knowledge = load()
    FOLDER.mkdir(exist_ok=True)
    PAGE.write_text(page(knowledge), encoding="utf-8")
    for each in knowledge.journeys:
        drawn = picture(journeys.only(knowledge, each.id), each.name)
        subprocess.run(["dot", "-Tsvg", "-o", str(FOLDER / f"{each.id}.svg")], input=drawn.encode(), check=True)
    print(f"{PAGE.name}: {len(knowledge.journeys)} journeys drawn.")
    return 0


def _nodes(knowledge: Knowledge) -> Iterator[str]:
    asked = _by_id(knowledge)
    yield '  begin [label="Begin", shape=oval]'
    for stage in knowledge.stages:
        yield f'  subgraph cluster_{stage.id} {{ label="{_quoted(stage.name)}"; {{ rank=same'
        for question in _of(knowledge, stage):
            past = _past(question, asked)
            lines = [capital(question.label), _takes(question), *wrap(f"(left out if {past})" if past else "", WIDTH)]
            shape = ', style="rounded,filled,dashed"' if past else ""
            yield f'    {question.id} [label="{BREAK.join(map(_quoted, lines))}"{shape}]'
        yield "  }}"
    journey = next(each for each in knowledge.journeys if each.id == knowledge.stages[0].journey)
    papers = BREAK.join(_quoted(paper.button) for paper in journey.documents)
    yield f'  end [label="{papers}", shape=note, fillcolor="#e4f0ee"]'


def _arrows(knowledge: Knowledge) -> Iterator[str]:
    """Within a column they are written backwards: a column drawn from left to right grows upwards."""
    line = ["begin", *(question.id for question in knowledge.questions), "end"]
    stages = {question.id: question.stage for question in knowledge.questions}
    for one, other in zip(line, line[1:]):
        same = stages.get(one, one) == stages.get(other, other)
        yield f"  {other} -> {one} [dir=back]" if same else f"  {one} -> {other} [weight=0]"
    for before, question, behind in zip(line, knowledge.questions, line[2:]):
        if question.skip_when:
            same = stages.get(before, before) == stages.get(behind, behind)
            yield (
                f"  {behind} -> {before} [dir=back, style=dashed]" if same else f"  {before} -> {behind} [style=dashed, weight=0]"
            )
    heads = ["begin", *(_of(knowledge, stage)[0].id for stage in knowledge.stages), "end"]
    for one, other in zip(heads, heads[1:]):  # the columns begin at one height
        yield f"  {one} -> {other} [style=invis, weight=100]"


def _of(knowledge: Knowledge, stage: Stage) -> list[Question]:
    return [question for question in knowledge.questions if question.stage == stage.id]


def _takes(question: Question) -> str:
    return f"{len(question.options)} answers" if question.options else _KINDS[question.kind]


def _by_id(knowledge: Knowledge) -> dict[str, Question]:
    return {question.id: question for question in knowledge.questions}


def _past(question: Question, asked: dict[str, Question]) -> str:
    """What leads past a question, in words; "" if nothing does."""
    return " and ".join(_holds(name, values, asked) for name, values in question.skip_when.items())


def _holds(name: str, values: Sequence[str], asked: dict[str, Question]) -> str:
    question = asked.get(name.removesuffix("_known"))  # a fact of that name tells whether it is known
    label, options = (question.label, question.options) if question else (name.replace("_", " "), {})
    said = dict.fromkeys(_WORDS.get(value) or f"“{options.get(value, value)}”" for value in values)
    return f"{label} is {' or '.join(said)}"


def _quoted(said: str) -> str:
    return said.replace("\\", "\\\\").replace('"', '\\"')


if __name__ == "__main__":
    raise SystemExit(main())
