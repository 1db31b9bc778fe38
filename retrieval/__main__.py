"""`python -m retrieval`: build the index, ask questions, measure the answers, fit the confidence, tune the encoder."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from knowledge import currency
from retrieval.adapter import EncoderError
from retrieval.answer import Answer, Answerer, cited
from retrieval.distress import Distress
from retrieval.encoder import SentenceEncoder, check_default
from retrieval.index import Index, NoIndexError
from retrieval.open import BUILD, open_answerer, open_knowledge
from retrieval.refusing import WARMS_UP
from retrieval.subject import Subject
from retrieval.wording import plain_answer


def main(arguments: list[str] | None = None) -> int:
    """Exit status 1 with one line when something that the build makes is missing or wrong."""
    parser = argparse.ArgumentParser(prog="python -m retrieval", description=__doc__)
    parser.add_argument("--build", type=Path, default=BUILD, help="the folder with knowledge.json and the index")
    tasks = parser.add_subparsers(dest="task", required=True)
    tasks.add_parser("check-encoder", help="compare the encoder with the published file")
    tasks.add_parser("build", help="encode the knowledge and write the index")
    ask = tasks.add_parser("ask", help="answer a question, or with --json one per line of standard input")
    ask.add_argument("question", nargs="*")
    ask.add_argument("--json", action="store_true")
    ask.add_argument("--nation", choices=["england", "wales", "scotland", "northern_ireland"])
    measure = tasks.add_parser("evaluate", help="rates over tests/evaluation")
    measure.add_argument("--half", choices=["dev", "test", "both"], default="both")
    measure.add_argument("--misses", action="store_true", help="also list what went wrong")
    measure.add_argument("--keep", action="store_true", help="keep the rates as those of the last release")
    tasks.add_parser("twins", help="questions that are all but the same and lead to different places; exit status 1 if there are")
    tasks.add_parser("fit", help="fit retrieval/confidence.json on the dev half")
    tasks.add_parser("tune", help="train the encoder's adapter on our own asks; kept only if it wins on passages it never saw")
    options = parser.parse_args(arguments)
    try:
        return _run(options)
    except (NoIndexError, EncoderError) as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:  # whoever read us has read enough
        sys.stdout = None
        return 0


def _run(options: argparse.Namespace) -> int:
    if options.task == "check-encoder":
        check_default()
    elif options.task == "build":
        check_default()
        encoder = SentenceEncoder()
        index = Index.build(open_knowledge(options.build), encoder)
        index.save(options.build / "index")
        subject = Subject.build(index, encoder.untuned)
        subject.save(options.build / "index")
        Distress.build(index, subject).save(options.build / "index")
        for each in (encoder, encoder.untuned):
            each.prepare()
        print(f"Indexed {len(index.entries)} passages and notes of content release {index.release}.")
    elif options.task == "ask" and options.json:
        # Whatever the locale: bytes that are not UTF-8 make one line invalid, and half a character is written as its escape.
        sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape")  # type: ignore[union-attr]
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
        answerer = open_answerer(options.build)
        answerer.warm()
        answerer.ask(WARMS_UP)
        ask_lines(answerer, sys.stdin, sys.stdout)
    elif options.task == "ask":
        answerer = open_answerer(options.build)
        answer = answerer.ask(" ".join(options.question), (), options.nation)
        print(plain_answer(answerer, answer, currency.overdue(answer.notes, date.today())))
    elif options.task == "twins":
        return _twins(options.build)
    else:
        _study(options)
    return 0


def _twins(build: Path) -> int:
    """Print what is alike; the index has to be of the same content."""
    from retrieval import twins

    knowledge, index = open_knowledge(build), Index.load(build / "index")
    if knowledge.release != index.release:
        print(f"The index is of content release {index.release}, the content is {knowledge.release}: run `make index` first.")
        return 1
    found = twins.pairs(knowledge, index)
    print("\n".join(map(str, found)))
    faults = sum(pair.fault for pair in found)
    print(f"{len(found)} pairs over {twins.ALIKE} alike, {faults} over {twins.TWINS} without a reason in twins.yml.")
    return 1 if faults else 0


def _study(options: argparse.Namespace) -> None:
    """Measure, fit or tune: with libraries that whoever only asks need not wait for."""
    from retrieval import evaluate, fit, report, tune

    if options.task == "tune":
        tune.tune(open_knowledge(options.build))
    elif options.task == "fit":
        print("\n".join(fit.fit(open_answerer(options.build))))
    else:
        cases = [case for case in evaluate.read() if options.half in (case.half, "both")]
        answerer = open_answerer(options.build)
        outcomes = evaluate.run(answerer, cases)
        print("\n".join(report.lines(outcomes, answerer.knowledge, report.last_release())))
        if options.misses:
            print("\n".join(_missed(report.misses(outcomes))))
        report.write_page(outcomes, answerer.knowledge)
        print(f"Plots and misses: {report.PAGE}")
        if options.keep:
            report.keep(outcomes, answerer.knowledge.release)


def _missed(rows: list[dict[str, str]]) -> Iterator[str]:
    for row in rows:
        got = f"expected {row['expected']}, got {row['got']} ({row['confidence']})"
        asked = f"{row['half']} {row['kind'][:6]} {got} {row['question'][:90]!r}"
        yield f"{asked} -> {row['first']} [{row['facts']}] {row['sections']}"


# --- the stable command for scripts ----------------------------------------------------------------------------------


def ask_lines(answerer: Answerer, lines: TextIO, out: TextIO) -> None:
    """One JSON answer per JSON line, in order; a line that is not valid gets a failed one and the rest goes on."""
    for line in lines:
        if line.strip():
            out.write(json.dumps(_answered(answerer, line), ensure_ascii=False) + "\n")
            out.flush()


def _answered(answerer: Answerer, line: str) -> dict[str, Any]:
    try:
        line.encode()
        asked = json.loads(line)
    except UnicodeEncodeError:
        return _failed("not UTF-8")
    except (ValueError, RecursionError) as error:
        return _failed(f"not JSON: {error}")
    fault = _fault(asked)
    if fault:
        return _failed(fault)
    try:
        answer = answerer.ask(asked["question"], asked.get("history") or (), asked.get("nation"))
    except Exception as error:  # noqa: BLE001 - one question must not end the stream; the caller sees which one and why
        return {"id": asked["id"], "status": "failed", "error": f"{type(error).__name__}: {error}"}
    return {"id": asked["id"], **as_json(answerer, answer)}


def _fault(asked: object) -> str | None:
    if not isinstance(asked, dict):
        return "expected an object with id and question"
    if "id" not in asked or not isinstance(asked.get("question"), str):
        return "expected 'id', and 'question' as text"
    history = asked.get("history")
    if history is not None and not (isinstance(history, list) and all(isinstance(h, str) for h in history)):
        return "'history' must be a list of texts"
    if asked.get("nation") not in (None, "england", "wales", "scotland", "northern_ireland"):
        return "'nation' must be one of england, wales, scotland, northern_ireland"
    return None


def _failed(error: str) -> dict[str, Any]:
    return {"id": None, "status": "failed", "error": error}


def as_json(answerer: Answerer, answer: Answer) -> dict[str, Any]:
    """An answer in the stable form for scripts."""
    overdue = currency.overdue(answer.notes, date.today())
    passages = [
        {
            "id": f.passage.id, "source": f.passage.source,
            "section": f.passage.section[0] if len(f.passage.section) == 1 else list(f.passage.section),
            "title": f.passage.title, "text": f.passage.text, "score": f.score,
            "marked": f.marked, "cited": cited(answerer.source(f.passage), f.passage),
        }
        for f in answer.passages
    ]  # fmt: skip
    notes = [
        {"id": n.id, "kind": n.kind, "text": n.text, "nations": currency.nations(n), "instrument": n.instrument}
        for n in answer.notes
    ]
    return {
        "status": answer.status, "answer": plain_answer(answerer, answer, overdue), "passages": passages, "notes": notes,
        "shows": list(answer.sheet.shows) if answer.sheet else [], "confidence": round(answer.confidence, 3),
    }  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
