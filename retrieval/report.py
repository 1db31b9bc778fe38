"""What an evaluation found: lines for the terminal, a page with plots and misses, a comparison with the last release."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from knowledge.records import Knowledge
from retrieval.evaluate import Outcome, answerable_at_all
from retrieval.metrics import Bin, Rate, calibration_error, ndcg, rate, reciprocal_rank, reliability

HERE = Path(__file__).parent
LAST = Path("tests/evaluation/last_release.json")
PAGE = Path("build/evaluation.html")
ANSWERABLE = ("answerable", "followups")
REFUSABLE = ("off_topic", "not_covered", "unclear", "personal_data")

Rates = dict[str, Rate]  # "test answerable fact@1" -> its rate


def rates(outcomes: Sequence[Outcome]) -> Rates:
    """Every rate of every half, by its name."""
    found: Rates = {}
    for half in ("dev", "test"):
        mine = [o for o in outcomes if o.case.half == half]
        for name, chosen in _groups(mine):
            for label, of in _measures(name):
                if chosen:
                    found[f"{half} {name} {label}"] = rate(chosen, of)
    return found


def _groups(outcomes: Sequence[Outcome]) -> Iterator[tuple[str, list[Outcome]]]:
    for kind in (*ANSWERABLE, "currency"):
        yield kind, [o for o in outcomes if o.case.kind == kind]
    for expected in REFUSABLE:
        yield expected, [o for o in outcomes if o.case.kind == "unanswerable" and o.case.expected == expected]
    yield "figures", [o for o in outcomes if o.case.kind == "unanswerable" and o.case.expected == "answered"]


def _measures(group: str) -> list[tuple[str, Callable[[Outcome], float]]]:
    right = ("right status", lambda o: float(o.right_status))
    if group in ANSWERABLE:
        return [
            ("section@1", lambda o: float(o.section_in(1))), ("section@3", lambda o: float(o.section_in(3))),
            ("fact@1", lambda o: float(o.fact_in(1))), ("fact@3", lambda o: float(o.fact_in(3))),
            ("MRR", reciprocal_rank), ("nDCG@5", ndcg), ("plainly answered", lambda o: float(o.plain)),
            ("wrongly refused", lambda o: float(o.refused)),
        ]  # fmt: skip
    if group in ("currency", "figures"):
        return [("fact@1", lambda o: float(o.fact_in(1))), ("wrongly refused", lambda o: float(o.refused))]
    return [("not plainly answered", lambda o: float(not o.plain)), ("refused", lambda o: float(o.refused)), right]


def lines(outcomes: Sequence[Outcome], knowledge: Knowledge, last: dict[str, float] | None = None) -> Iterator[str]:
    """The report for the terminal; with what changed since the last release when its rates are given."""
    found = rates(outcomes)
    for half in ("dev", "test"):
        mine = [o for o in outcomes if o.case.half == half]
        if not mine:
            continue
        yield f"{half}: rate [95 % interval], difference from the last release"
        for name, chosen in _groups(mine):
            if chosen:
                lines = [
                    f"{label} {found[f'{half} {name} {label}']}{_change(found, last, f'{half} {name} {label}')}"
                    for label, _ in _measures(name)
                ]
                yield f"  {name} (n={len(chosen)})"
                yield from (f"    {each}" for each in lines)
        bins = reliability(mine)
        yield f"  confidence: expected calibration error {calibration_error(bins):.3f}"
        for b in bins:
            yield f"    believed {b.believed:.2f}  right {b.true:.2f}  (n={b.n})"
        yield from _answerable(half, [o for o in mine if o.case.kind == "answerable"], knowledge)


def _answerable(half: str, outcomes: Sequence[Outcome], knowledge: Knowledge) -> Iterator[str]:
    """Answerable questions by report and by style; `at all`: the share whose facts stand in one passage or note."""
    yield f"  answerable questions of {half}: by report, by style"
    for field in ("source", "style"):
        for value in sorted({getattr(o.case, field) for o in outcomes}):
            chosen = [o for o in outcomes if getattr(o.case, field) == value]
            parts = [f"{label} {rate(chosen, of).mean:.2f}" for label, of in _measures("answerable") if "@" in label]
            parts += [f"at all {rate(chosen, lambda o: float(answerable_at_all(o.case, knowledge))).mean:.2f}"]
            yield f"    {value} (n={len(chosen)}): {'  '.join(parts)}"


def _change(found: Rates, last: dict[str, float] | None, name: str) -> str:
    return f"  ({found[name].mean - last[name]:+.2f})" if last and name in last else ""


def last_release(file: Path = LAST) -> dict[str, float] | None:
    """The rates of the last release by name, or None when none were kept."""
    return json.loads(file.read_text(encoding="utf-8"))["rates"] if file.exists() else None


def keep(outcomes: Sequence[Outcome], release: str, file: Path = LAST) -> None:
    """Write the rates as those of the last release."""
    kept = {"content_release": release, "rates": {name: round(r.mean, 4) for name, r in rates(outcomes).items()}}
    file.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


def missed(outcome: Outcome) -> bool:
    """True if a question got another status than it should, or not the fact that was asked for."""
    return not outcome.right_status or (bool(outcome.case.facts) and not outcome.fact_in(1))


def misses(outcomes: Sequence[Outcome]) -> list[dict[str, str]]:
    """What went wrong on dev, a row each. Of test there are counts alone: whoever reads its questions tunes on them."""
    rows = []
    for o in outcomes:
        if o.case.half != "dev" or not missed(o):
            continue
        first = o.answer.note.id if o.answer.note else o.answer.passages[0].passage.id if o.answer.passages else "-"
        rows.append(
            {
                "half": o.case.half, "kind": o.case.kind, "style": o.case.style, "question": o.case.question,
                "expected": o.case.expected, "got": o.answer.status, "confidence": f"{o.answer.confidence:.2f}",
                "first": first, "facts": "; ".join(o.case.facts), "sections": "; ".join(o.case.sections),
            }
        )  # fmt: skip
    return rows


def write_page(outcomes: Sequence[Outcome], knowledge: Knowledge, file: Path = PAGE) -> None:
    """The report as one HTML page: rates, plots, misses."""
    made = Environment(loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    halves = [half for half in ("dev", "test") if any(o.case.half == half for o in outcomes)]
    plots = {half: _plot(half, [o for o in outcomes if o.case.half == half]) for half in halves}
    text = made.get_template("report.html.j2").render(
        release=knowledge.release, lines=list(lines(outcomes, knowledge, last_release())), plots=plots, misses=misses(outcomes),
        missed_of_test=sum(missed(o) for o in outcomes if o.case.half == "test"),
    )  # fmt: skip
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def _plot(half: str, outcomes: Sequence[Outcome]) -> str:
    """The reliability curve beside the rates, as a data address of a PNG."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    bins: list[Bin] = reliability(outcomes)
    figure, (left, right) = pyplot.subplots(1, 2, figsize=(11, 4))
    left.plot([0, 1], [0, 1], color="grey", linestyle="--")
    left.plot([b.believed for b in bins], [b.true for b in bins], marker="o")
    left.set(xlabel="confidence", ylabel="share that we answer", title=f"Reliability, {half}", xlim=(0, 1), ylim=(0, 1))
    found = {name.removeprefix(f"{half} "): r for name, r in rates(outcomes).items() if "answerable" in name or "refused" in name}
    names = list(found)
    errors = [[r.mean - r.low for r in found.values()], [r.high - r.mean for r in found.values()]]
    right.barh(names, [r.mean for r in found.values()], xerr=errors)
    right.set(xlim=(0, 1), title=f"Rates with 95 % intervals, {half}")
    right.invert_yaxis()
    figure.tight_layout()
    png = io.BytesIO()
    figure.savefig(png, format="png", dpi=90)
    pyplot.close(figure)
    return "data:image/png;base64," + base64.b64encode(png.getvalue()).decode()
